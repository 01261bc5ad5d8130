/* SPDX-License-Identifier: Apache-2.0 */
/* The exporter of traces: batches, back-off, and nobody who waits for it. */

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "deliver/traces.h"
#include "deliver/traces_send.h"
#include "model/wire.h"
#include "reporters/wire/otlp.h"
#include "tests/reporters/wire/sample_records.h"
#include "tests/shared/fed.h"
#include "tests/shared/listener.h"

static struct arena *arena;
static struct record_list all;

static void begin(void)
{
    arena = arena_new();
    all = sample_records(arena);
    cr_assert_not_null(freopen("/dev/null", "w", stderr)); /* what it logs is not looked at */
}

static void end(void)
{
    arena_end(arena);
}

TestSuite(traces, .init = begin, .fini = end);

#define EVENTUALLY(condition)                                                         \
    for (int64_t until_ = clock_now_ns() + 60 * NS_PER_S; !(condition); usleep(1000)) \
    cr_assert_lt(clock_now_ns(), until_, "never: %s", #condition)

static struct traces *start(const struct listener *listener)
{
    static const struct wire_header headers[] = {{"X-Tenant", "7"}};
    struct traces *t = traces_start();
    traces_configure(
        t, &(struct traces_rule){.url = arena_printf(arena, "http://127.0.0.1:%d/v1/traces",
                                                     listener_port(listener)),
                                 .headers = headers,
                                 .header_count = 1,
                                 .timeout_ns = 20 * NS_PER_S});
    return t;
}

/* Enough for a batch to go at once; returns the spans. */
static int64_t take_many(struct traces *t, int64_t least)
{
    int64_t spans = 0;
    for (size_t i = 0; spans < least; i++) {
        traces_take(t, all.items[i % all.count]);
        spans += (int64_t)otlp_span_count(all.items[i % all.count]);
    }
    return spans;
}

Test(traces, a_batch_goes_as_soon_as_it_is_full_and_is_valid)
{
    struct listener *listener = listener_new((const char *const[]){"200", NULL});
    struct traces *t = start(listener);
    take_many(t, TRACES_BATCH_SPANS);
    cr_assert_geq(listener_wait(listener, 1), 1);
    struct text request = listener_request(listener, 0, arena);
    cr_expect(text_starts_with(request, text_of("POST /v1/traces HTTP/1.1\r\n")));
    cr_expect_geq(text_find(request, text_of("Content-Type: application/json\r\n"), 0), 0);
    cr_expect_geq(text_find(request, text_of("X-Tenant: 7\r\n"), 0), 0);
    EVENTUALLY(traces_figures(t).sent > TRACES_BATCH_SPANS - 16);
    cr_expect_leq(traces_figures(t).sent, TRACES_BATCH_SPANS + 16);
    traces_stop(t, 0);
    listener_end(listener);
}

Test(traces, what_waits_is_sent_at_the_end_as_opentelemetry_types_have_it)
{
    struct listener *listener = listener_new((const char *const[]){"200", NULL});
    struct traces *t = start(listener);
    for (size_t i = 0; i < all.count; i++)
        traces_take(t, all.items[i]);
    traces_stop(t, 60 * NS_PER_S);
    struct text sent = {0};
    size_t bodies = listener_wait(listener, 1);
    for (size_t i = 0; i < bodies; i++) {
        sent = listener_body(listener, i, arena);
        struct fed fed = fed_to(arena,
                                "tests/npm.sh tests/otlp build/node/otlp && "
                                "node tests/otlp/check.mjs build/node/otlp/node_modules",
                                sent);
        cr_expect_eq(fed.code, 0, "%s", fed.words);
    }
    cr_expect_geq(text_find(sent, text_of("\"ports\""), 0), 0, "the last run is there");
    listener_end(listener);
}

Test(traces, a_collector_that_is_away_gets_the_same_batch_later)
{
    struct listener *listener =
        listener_new((const char *const[]){"503", "reset", "200", NULL});
    struct traces *t = start(listener);
    int64_t spans = take_many(t, TRACES_BATCH_SPANS);
    EVENTUALLY(traces_figures(t).sent >= spans);
    cr_expect_eq(traces_figures(t).failures, 2);
    cr_expect_eq(traces_figures(t).refused, 0);
    cr_expect_eq(traces_figures(t).dropped, 0);
    struct text first = listener_body(listener, 0, arena),
                third = listener_body(listener, 2, arena);
    cr_expect(text_equal(first, third));
    traces_stop(t, 0);
    listener_end(listener);
}

Test(traces, what_the_collector_refuses_is_counted_and_not_tried_again)
{
    struct listener *listener = listener_new((const char *const[]){"400", "200", NULL});
    struct traces *t = start(listener);
    int64_t spans = take_many(t, TRACES_BATCH_SPANS);
    EVENTUALLY(traces_figures(t).sent + traces_figures(t).refused >= spans);
    cr_expect_gt(traces_figures(t).refused, TRACES_BATCH_SPANS - 16);
    cr_expect_eq(traces_figures(t).failures, 0);
    traces_stop(t, 0);
    listener_end(listener);
}

Test(traces, a_queue_that_is_full_drops_the_oldest_and_nobody_waits)
{
    struct listener *listener = listener_new((const char *const[]){"hang", NULL});
    struct traces *t = start(listener);
    int64_t began_ns = clock_now_ns();
    int64_t spans = take_many(t, 3 * TRACES_MOST_SPANS);
    cr_expect_lt(clock_now_ns() - began_ns, 15 * NS_PER_S, "less than its time-out");
    struct traces_figures f = traces_figures(t);
    cr_expect_leq(f.waiting, TRACES_MOST_SPANS);
    cr_expect_gt(f.waiting, TRACES_MOST_SPANS - 16);
    cr_expect_geq(f.dropped, TRACES_MOST_SPANS);
    cr_expect_leq(f.dropped + f.waiting, spans);
    traces_configure(t, &(struct traces_rule){.url = NULL});
    f = traces_figures(t);
    cr_expect_eq(f.waiting, 0);
    cr_expect_not(f.configured);
    traces_take(t, all.items[0]);
    cr_expect_eq(traces_figures(t).waiting, 0);
    traces_stop(t, 0);
    listener_end(listener);
}

Test(traces, pauses_double_to_a_minute_and_keep_what_the_collector_asks_for)
{
    cr_expect_eq(traces_pause_ns(1, -1), NS_PER_S);
    cr_expect_eq(traces_pause_ns(2, -1), 2 * NS_PER_S);
    cr_expect_eq(traces_pause_ns(6, -1), 32 * NS_PER_S);
    cr_expect_eq(traces_pause_ns(7, -1), 60 * NS_PER_S);
    cr_expect_eq(traces_pause_ns(1000000, -1), 60 * NS_PER_S);
    cr_expect_eq(traces_pause_ns(1, 90 * NS_PER_S), 90 * NS_PER_S);
    cr_expect_eq(traces_pause_ns(3, NS_PER_S), 4 * NS_PER_S);
}
