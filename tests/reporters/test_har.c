/* SPDX-License-Identifier: Apache-2.0 */
/* test_har.c - HAR 1.2: every exchange an entry, and timings that add up. */

#include <criterion/criterion.h>

#include "base/arena.h"
#include "base/redact.h"
#include "reading.h"
#include "sample.h"

#include <stdlib.h>

static struct arena *arena;

static void open_arena(void)
{
    arena = arena_new();
}

static void end_arena(void)
{
    arena_end(arena);
}

TestSuite(har, .init = open_arena, .fini = end_arena);

static const struct reading_row rows[] = {
    {"log/version", "\"1.2\""},
    {"log/creator/name", "\"xunjian\""},
    {"log/pages/1/id", "\"run_2\""},
    {"log/pages/1/comment",
     "\"breakpoint: credit-application / identity / judge (assertion)\""},
    {"log/pages/4/title", "\"decision row 2 (instant) #3\""},
    {"log/pages/4/pageTimings/onLoad", "682.4"},
    {"log/entries/3/pageref", "\"run_2\""},
    {"log/entries/3/comment", "\"identity, try 1 of 2: fail\""},
    {"log/entries/3/startedDateTime", "\"2026-01-31T08:00:00.025Z\""},
    {"log/entries/3/timings",
     "{\"blocked\":-1,\"dns\":1,\"connect\":4,\"ssl\":2,\"send\":0.1,\"wait\":5,\"receive\":0.5}"},
    {"log/entries/3/time", "10.6"},
    {"log/entries/3/serverIPAddress", "\"127.0.0.1\""},
    {"log/entries/4/request/postData/text", "\"{\\\"name\\\":\\\"张三\\\"}\""},
    {"log/entries/4/request/headersSize", "193"},
    {"log/entries/6/_error", "\"tls (tls_verify): certificate has expired (2026-01-01)\""},
    {"log/entries/6/response/status", "0"},
    {"log/entries/6/timings/wait", "0"},
    {"log/entries/6/timings/connect", "4"},
    {"log/entries/7/response/redirectURL", "\"https://localhost:8443/plan\""},
    {"log/entries/7/timings/ssl", "-1"},
    {"log/entries/8/response/redirectURL", "\"https://localhost:8443/h5/plan\""},
    {"log/entries/9/timings/connect", "-1"},
    {"log/entries/9/comment", "\"plan page: degraded\""},
    {"log/entries/17/response/content/text", "\"iVBORw0KGgoA/w==\""},
    {"log/entries/17/response/content/encoding", "\"base64\""},
};

Test(har, holds)
{
    reading_expect(arena, reading_json(arena, "har", sample_report(arena)), rows,
                   sizeof rows / sizeof rows[0]);
}

static double number(const struct json *entry, const char *path)
{
    return strtod(reading_at(arena, entry, path), NULL);
}

Test(har, the_parts_of_an_entry_make_its_time)
{
    static const char *const parts[] = {"timings/blocked", "timings/dns",  "timings/connect",
                                        "timings/send",    "timings/wait", "timings/receive"};
    const struct json *root = reading_json(arena, "har", sample_report(arena));
    const struct json *log = json_member(root, text_of("log"));
    const struct json *entries = json_member(log, text_of("entries"));
    cr_assert_gt(entries->count, 20);
    for (size_t i = 0; i < entries->count; i++) {
        double sum = 0;
        for (size_t p = 0; p < sizeof parts / sizeof parts[0]; p++)
            if (number(entries->items[i], parts[p]) > 0)
                sum += number(entries->items[i], parts[p]);
        cr_expect_float_eq(sum, number(entries->items[i], "time"), 1e-6, "entry %zu", i);
    }
}

/* One entry with that URL and that header, asked for and answered. */
static const struct json *entry_with(const char *url, const char *name, const char *value)
{
    struct outcome *run = sample_run(arena, "j", "j", VERDICT_PASS);
    struct tried *t = sample_try(run, sample_step(run, "s", VERDICT_PASS), VERDICT_PASS);
    struct exchange *e = sample_exchange(run, t, "GET", url, 200, "", 1000);
    e->request_headers.items[0] =
        (struct header){.name = text_of(name), .value = text_of(value)};
    e->headers.items[0] = e->request_headers.items[0];
    const struct outcome *const all[] = {run};
    const struct json *root = reading_json(arena, "har", sample_report_of(arena, all, 1));
    const char *entry = reading_at(arena, root, "log/entries/0");
    struct json_error error;
    return json_parse(arena, text_of(entry), &json_default_limits, &error);
}

static const struct part_row {
    const char *says, *url, *header, *value, *path, *json;
} part_rows[] = {
    {"no query", "https://h/a#?x=1", "X", "y", "request/queryString", "[]"},
    {"a query, decoded", "https://h/?a=%E4%B8%AD&b&c=1=2#f", "X", "y", "request/queryString",
     "[{\"name\":\"a\",\"value\":\"中\"},{\"name\":\"b\",\"value\":\"\"},"
     "{\"name\":\"c\",\"value\":\"1=2\"}]"},
    {"what cannot be decoded stays", "https://h/?a=%zz", "X", "y", "request/queryString",
     "[{\"name\":\"a\",\"value\":\"%zz\"}]"},
    {"cookies sent, several in one", "https://h/", "cookie", "a=1; b=2", "request/cookies",
     "[{\"name\":\"a\",\"value\":\"1\"},{\"name\":\"b\",\"value\":\"2\"}]"},
    {"cookies set, one in one", "https://h/", "Set-Cookie", "sid=1; Path=/; Secure",
     "response/cookies", "[{\"name\":\"sid\",\"value\":\"1\"}]"},
    {"an URL that is no URI yet", "https://h/\xE4\xB8\xAD \"", "X", "y", "request/url",
     "\"https://h/%E4%B8%AD%20%22\""},
};

Test(har, takes_messages_apart)
{
    for (size_t i = 0; i < sizeof part_rows / sizeof part_rows[0]; i++) {
        const struct part_row *row = &part_rows[i];
        const struct json *entry = entry_with(row->url, row->header, row->value);
        cr_expect_str_eq(reading_at(arena, entry, row->path), row->json, "%s: %s", row->says,
                         reading_at(arena, entry, row->path));
    }
}

static const struct saved_row {
    const char *says, *header;
    int64_t body_bytes, wire_bytes;
    enum reason reason;
    const char *json;
} saved_rows[] = {
    {"compressed", "Content-Encoding", 900, 300, REASON_NONE, "600"},
    {"larger for being compressed", "content-encoding", 9, 29, REASON_NONE, "-20"},
    {"as it came", "X", 900, 900, REASON_NONE, "(absent)"},
    {"counted otherwise, but never packed", "X", 900, 300, REASON_LIMIT, "(absent)"},
    {"cut short: nobody knows what it saved", "Content-Encoding", 900, 300, REASON_LIMIT,
     "(absent)"},
};

Test(har, says_what_compression_saved_only_when_it_knows)
{
    for (size_t i = 0; i < sizeof saved_rows / sizeof saved_rows[0]; i++) {
        const struct saved_row *row = &saved_rows[i];
        struct outcome *run = sample_run(arena, "j", "j", VERDICT_PASS);
        struct tried *t = sample_try(run, sample_step(run, "s", VERDICT_PASS), VERDICT_PASS);
        struct exchange *e = sample_exchange(run, t, "GET", "https://h/", 200, "", 1000);
        e->headers.items[0] =
            (struct header){.name = text_of(row->header), .value = text_of("gzip")};
        e->body_bytes = row->body_bytes;
        e->wire_bytes = row->wire_bytes;
        e->fault.reason = row->reason;
        const struct outcome *const all[] = {run};
        const struct json *root = reading_json(arena, "har", sample_report_of(arena, all, 1));
        const char *saved =
            reading_at(arena, root, "log/entries/0/response/content/compression");
        cr_expect_str_eq(saved, row->json, "%s: %s", row->says, saved);
    }
}

/* The halves would not be found at the door to disk. */
Test(har, takes_secrets_out_before_it_takes_messages_apart)
{
    redact_add(text_of("left;right&far#off"), "key");
    const struct json *entry = entry_with("https://h/?a=left;right&far#off&b=2", "cookie",
                                          "a=left;right&far#off; b=2");
    cr_expect_str_eq(reading_at(arena, entry, "request/queryString/0/value"),
                     "\"[redacted:key]\"");
    cr_expect_str_eq(reading_at(arena, entry, "request/cookies/0/value"), "\"[redacted:key]\"");
    cr_expect_str_eq(reading_at(arena, entry, "request/cookies/1/name"), "\"b\"");
}
