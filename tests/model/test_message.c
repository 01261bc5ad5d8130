/* SPDX-License-Identifier: Apache-2.0 */
/* A message survives the outbox as it was, whatever its strings hold. */

#include <criterion/criterion.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "model/message.h"

static const char *const two[] = {"login", "授信 \"申请\"\n", NULL};

static struct message whole(void)
{
    return (struct message){
        .kind = MESSAGE_RESOLVE,
        .key = "0123456789abcdef0123456789abcdef",
        .incident = "i-1",
        .rule = "journey",
        .severity_before = "warning",
        .severity = "critical",
        .title = "credit-application fails at identity (wait: timeout)",
        .journey = "credit-application",
        .journey_title = "授信申请",
        .environment = "staging",
        .location = "sh-1",
        .owner = "credit-team",
        .step = "identity",
        .phase = "wait",
        .reason = "timeout",
        .text = "no answer \\ in \t 5s",
        .host = "app.example.com:443",
        .endpoint = "POST /api/credit/identity",
        .changed = "wait 40ms -> 5s\nstatus 200 -> none",
        .why = "no longer in the configuration",
        .journeys = two,
        .link = "http://127.0.0.1:8480/#/incident/i-1",
        .runbook = "https://wiki/credit",
        .first_run = "r1",
        .last_run = "r9",
        .started_utc_ns = INT64_C(1700000000123456789),
        .last_utc_ns = INT64_C(1700000060123456789),
        .ended_utc_ns = INT64_MAX,
        .said_utc_ns = 7,
        .failures = 9,
        .renew_ns = 60,
    };
}

static void same(const char *member, const char *was, const char *is)
{
    cr_expect_str_eq(is, was != NULL ? was : "", "%s: %s", member, is);
}

static void expect_same(const struct message *was, const struct message *is)
{
#define SAME(m)  same(#m, was->m, is->m)
#define EQUAL(m) cr_expect_eq(is->m, was->m, #m)
    EQUAL(kind);
    EQUAL(started_utc_ns);
    EQUAL(last_utc_ns);
    EQUAL(ended_utc_ns);
    EQUAL(said_utc_ns);
    EQUAL(failures);
    EQUAL(renew_ns);
    SAME(key);
    SAME(incident);
    SAME(rule);
    SAME(severity);
    SAME(severity_before);
    SAME(title);
    SAME(journey);
    SAME(journey_title);
    SAME(environment);
    SAME(location);
    SAME(owner);
    SAME(step);
    SAME(phase);
    SAME(reason);
    SAME(text);
    SAME(host);
    SAME(endpoint);
    SAME(changed);
    SAME(why);
    SAME(link);
    SAME(runbook);
    SAME(first_run);
    SAME(last_run);
    size_t n = 0;
    for (; was->journeys != NULL && was->journeys[n] != NULL; n++) {
        cr_assert_not_null(is->journeys[n]);
        same("journeys", was->journeys[n], is->journeys[n]);
    }
    cr_expect_null(is->journeys[n]);
#undef SAME
#undef EQUAL
}

static void round_trip(const struct message *message)
{
    struct arena *arena = arena_new();
    struct buffer out;
    buffer_init(&out, 1024 * 1024);
    message_write(message, &out);
    cr_assert_not(out.full);
    struct message *read = message_read(arena, buffer_text(&out));
    cr_assert_not_null(read, "%s", out.at);
    expect_same(message, read);
    buffer_done(&out);
    arena_end(arena);
}

Test(message, comes_out_of_the_outbox_as_it_went_in)
{
    struct message message = whole();
    for (enum message_kind kind = 0; kind < MESSAGE_KIND_COUNT; kind++) {
        message.kind = kind;
        round_trip(&message);
    }
    struct message bare = {.kind = MESSAGE_TEST, .key = "k"};
    round_trip(&bare);
}

struct row {
    const char *says, *json;
    bool reads;
};

static const struct row rows[] = {
    {"kind and key are enough", "{\"kind\":\"trigger\",\"key\":\"a\"}", true},
    {"a member of a newer robot is passed over",
     "{\"kind\":\"trigger\",\"key\":\"a\",\"colour\":{\"red\":1}}", true},
    {"not JSON", "{\"kind\":", false},
    {"nothing", "", false},
    {"an array", "[]", false},
    {"no kind", "{\"key\":\"a\"}", false},
    {"a kind nobody knows", "{\"kind\":\"page\",\"key\":\"a\"}", false},
    {"no key", "{\"kind\":\"trigger\"}", false},
    {"an empty key", "{\"kind\":\"trigger\",\"key\":\"\"}", false},
    {"a number for a string", "{\"kind\":\"trigger\",\"key\":\"a\",\"title\":1}", false},
    {"a string for a number", "{\"kind\":\"trigger\",\"key\":\"a\",\"failures\":\"1\"}", false},
    {"a number past 64 bits",
     "{\"kind\":\"trigger\",\"key\":\"a\",\"failures\":99999999999999999999}", false},
    {"journeys that are none", "{\"kind\":\"trigger\",\"key\":\"a\",\"journeys\":[1]}", false},
};

Test(message, is_refused_when_it_is_none)
{
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct message *read = message_read(arena, text_of(rows[i].json));
        cr_expect_eq(read != NULL, rows[i].reads, "%s", rows[i].says);
        if (read != NULL) {
            cr_expect_str_eq(read->title, "");
            cr_expect_null(read->journeys[0]);
        }
    }
    arena_end(arena);
}
