/* SPDX-License-Identifier: Apache-2.0 */
/* Random streams of events: what must hold whatever happens, and that a machine brought back from
 * its rows goes on exactly as the one that never died. */

#include "base/buffer.h"
#include "watching.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

enum { JOURNEYS = 8, STREAMS = 40, EVENTS = 400, MOST_ROWS = 4000 };

static uint64_t chance(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static const char *const targets[] = {"tcp://10.0.0.1:443", NULL};
static const char *const on_first[] = {"j0", NULL};
static const char *const on_each_other[2][2] = {{"j3", NULL}, {"j2", NULL}};
static const char *const all_journeys[] = {"j*", NULL};
static const char *const some_journeys[] = {"j1", "j4", NULL};

static struct watch *world(void)
{
    struct watch *w = watch_new();
    char name[24];
    for (int i = 0; i < JOURNEYS; i++) {
        snprintf(name, sizeof name, "j%d", i);
        struct alert_monitor *m = watch_add(w, name);
        m->rule.severity = i % 3 == 0 ? "warning" : "critical";
        m->rule.remind_ns = i % 2 == 0 ? 1800 * NS_PER_S : 0;
    }
    w->monitors[1].depends_on = on_first;
    w->monitors[2].depends_on = on_each_other[0];
    w->monitors[3].depends_on = on_each_other[1];
    w->config.certificate_ns = 14 * 86400 * NS_PER_S;
    w->config.latency = (struct latency_rule){true, 3, 6, 50, 100 * NS_PER_MS};
    w->config.connectivity = (struct connectivity_rule){
        .targets = targets, .percent = 80, .least = 4, .within_ns = 120 * NS_PER_S};
    watch_configure(w);
    return w;
}

static struct ran random_run(uint64_t *seed, struct watch *w)
{
    static const char *const hosts[] = {"a:443", "b:443", "c:443"};
    uint64_t dice = chance(seed);
    struct ran ran = {.journey = w->monitors[dice % JOURNEYS].journey,
                      .host = hosts[chance(seed) % 3],
                      .total_ns = (int64_t)(chance(seed) % 4 == 0 ? 900 : 200) * NS_PER_MS};
    switch (chance(seed) % 12) {
    case 0:
    case 1:
    case 2:
    case 3:
        ran.verdict = VERDICT_FAIL;
        ran.status = 503;
        ran.phase = PHASE_JUDGE;
        ran.reason = REASON_STATUS;
        break;
    case 4:
    case 5:
        ran.verdict = VERDICT_FAIL;
        ran.reason = REASON_TIMEOUT;
        ran.phase = PHASE_CONNECT;
        break;
    case 6:
        ran.verdict = VERDICT_INTERNAL;
        break;
    case 7:
        ran.verdict = VERDICT_FAIL;
        ran.uncertain = true;
        break;
    case 8:
        ran.certificate_utc_ns =
            w->now_utc_ns + (int64_t)(chance(seed) % 40) * 86400 * NS_PER_S;
        break;
    default:
        break;
    }
    return ran;
}

static void mute(struct watch *w, bool all, int64_t minutes)
{
    struct alert_command command = {
        .action = ALERT_MUTE,
        .name = all ? "all" : "some",
        .who = "Li",
        .match.journeys = all ? all_journeys : some_journeys,
        .from_utc_ns = w->now_utc_ns,
        .to_utc_ns = w->now_utc_ns + minutes * 60 * NS_PER_S,
    };
    cr_assert(watch_command(w, &command));
}

/* Each host in turn, none of which answers. */
static void fall_silent(struct watch *w, size_t journeys)
{
    static const char *const hosts[] = {"a:443", "b:443", "c:443"};
    for (size_t i = 0; i < journeys; i++)
        watch_run(w, &(struct ran){.journey = w->monitors[i].journey,
                                   .host = hosts[i % 3],
                                   .verdict = VERDICT_FAIL,
                                   .phase = PHASE_DNS,
                                   .reason = REASON_UNRESOLVED});
}

/* The same to whoever is given the same seed. */
static void one_event(struct watch *w, uint64_t *seed)
{
    uint64_t dice = chance(seed) % 40;
    struct ran ran = random_run(seed, w);
    int64_t minutes = 1 + (int64_t)(chance(seed) % 30);
    struct alert_command unmute = {.action = ALERT_UNMUTE, .name = "all", .who = "Li"};
    struct alert_command acknowledge = {.action = ALERT_ACKNOWLEDGE, .who = "Li"};
    if (dice == 0)
        mute(w, true, minutes);
    else if (dice == 1)
        mute(w, false, minutes);
    else if (dice == 2)
        watch_command(w, &unmute);
    else if (dice == 3)
        watch_connectivity(w, chance(seed) % 2 == 0);
    else if (dice == 4)
        watch_wait(w, minutes * 60 * NS_PER_S);
    else if (dice == 6)
        fall_silent(w, 4 + (size_t)(minutes % (JOURNEYS - 3)));
    else if (dice == 5 && w->said_count > 0) {
        acknowledge.incident = watch_last(w)->incident;
        watch_command(w, &acknowledge);
    } else
        watch_run(w, &ran);
    watch_wait(w, (int64_t)(chance(seed) % 60) * NS_PER_S);
}

/* Since the last call. */
static void same_words(struct watch *a, const struct watch *b, uint64_t seed)
{
    struct buffer one, other;
    buffer_init(&one, 1024 * 1024);
    buffer_init(&other, 1024 * 1024);
    for (size_t i = a->read; i < a->said_count && i < b->said_count; i++) {
        buffer_clear(&one);
        buffer_clear(&other);
        message_write(a->said[i].message, &one);
        message_write(b->said[i].message, &other);
        cr_assert_str_eq(a->said[i].channel, b->said[i].channel);
        cr_assert_str_eq(one.at, other.at, "seed %llu, word %zu:\n%s\n%s",
                         (unsigned long long)seed, i, one.at, other.at);
    }
    const struct watch *more = a->said_count > b->said_count ? a : b;
    cr_assert_eq(a->said_count, b->said_count, "seed %llu: %zu words, %zu, at last: %s %s",
                 (unsigned long long)seed, a->said_count, b->said_count,
                 message_kind_name(watch_last(more)->kind), watch_last(more)->title);
    a->read = a->said_count;
    cr_assert_eq(a->retests, b->retests);
    cr_assert_eq(alerts_next_utc_ns(a->alerts), alerts_next_utc_ns(b->alerts));
    buffer_done(&one);
    buffer_done(&other);
}

/* How often the incident with the i-th message's key is open after it, by channel. */
static void check_pairs(const struct watch *w, uint64_t seed)
{
    for (size_t i = 0; i < w->said_count; i++) {
        const struct said *is = &w->said[i];
        bool open = false;
        for (size_t k = 0; k < i; k++) {
            const struct said *was = &w->said[k];
            if (strcmp(was->message->key, is->message->key) != 0 ||
                strcmp(was->channel, is->channel) != 0)
                continue;
            if (was->message->kind == MESSAGE_TRIGGER)
                open = true;
            else if (was->message->kind == MESSAGE_RESOLVE)
                open = false;
        }
        bool opens = is->message->kind == MESSAGE_TRIGGER;
        cr_assert_eq(open, !opens, "seed %llu, word %zu: %s of %s", (unsigned long long)seed, i,
                     message_kind_name(is->message->kind), is->message->title);
    }
}

static size_t count(const struct watch *w, enum message_kind kind)
{
    size_t n = 0;
    for (size_t i = 0; i < w->said_count; i++)
        n += w->said[i].message->kind == kind;
    return n;
}

static void recover_all(struct watch *w)
{
    watch_connectivity(w, true);
    watch_wait(w, 3600 * NS_PER_S);
    for (int round = 0; round < 12; round++) {
        for (int i = 0; i < JOURNEYS; i++)
            for (int h = 0; h < 3; h++) {
                static const char *const hosts[] = {"a:443", "b:443", "c:443"};
                watch_run(w, &(struct ran){.journey = w->monitors[i].journey,
                                           .host = hosts[h],
                                           .total_ns = 200 * NS_PER_MS,
                                           .certificate_utc_ns =
                                               w->now_utc_ns + 90 * 86400 * NS_PER_S});
            }
        watch_wait(w, 60 * NS_PER_S);
    }
    watch_wait(w, 3600 * NS_PER_S);
}

Test(alert_streams, keep_what_must_hold_and_survive_any_restart)
{
    for (uint64_t n = 1; n <= STREAMS; n++) {
        uint64_t seed = n * UINT64_C(0x9e3779b97f4a7c15), same = seed, dies = seed ^ 1;
        struct watch *a = world(), *b = world();
        struct kept kept = {.arena = b->arena,
                            .rows = arena_array(b->arena, MOST_ROWS, struct alert_row),
                            .size = MOST_ROWS};
        for (int i = 0; i < EVENTS; i++) {
            one_event(a, &seed);
            one_event(b, &same);
            kept_update(&kept, b->alerts);
            if (chance(&dies) % 5 == 0)
                watch_restart(b, &kept);
            same_words(a, b, n);
        }
        recover_all(a);
        check_pairs(a, n);
        cr_expect_eq(count(a, MESSAGE_TRIGGER), count(a, MESSAGE_RESOLVE),
                     "seed %llu: %zu opened, %zu closed", (unsigned long long)n,
                     count(a, MESSAGE_TRIGGER), count(a, MESSAGE_RESOLVE));
        cr_expect_gt(count(a, MESSAGE_TRIGGER), 3u, "something happened at all");
        watch_end(a);
        watch_end(b);
    }
}

Test(alert_streams, say_nothing_of_journeys_while_all_are_muted)
{
    for (uint64_t n = 1; n <= STREAMS; n++) {
        uint64_t seed = n * UINT64_C(0x2545f4914f6cdd1d);
        struct watch *w = world();
        mute(w, true, 600);
        int64_t end = w->now_utc_ns + 600 * 60 * NS_PER_S;
        while (w->now_utc_ns < end - 60 * NS_PER_S) {
            struct ran ran = random_run(&seed, w);
            watch_run(w, &ran);
            watch_wait(w, 60 * NS_PER_S);
        }
        for (size_t i = 0; i < w->said_count; i++)
            cr_expect(strcmp(w->said[i].message->rule, "internal") == 0 ||
                          strcmp(w->said[i].message->rule, "connectivity") == 0,
                      "seed %llu: %s", (unsigned long long)n, w->said[i].message->title);
        watch_end(w);
    }
}
