/* SPDX-License-Identifier: Apache-2.0 */
/* The dead man's switch beats while the robot lives, and only then. */

#include <criterion/criterion.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "deliver/heartbeat.h"
#include "tests/shared/listener.h"

static struct arena *arena;

static void begin(void)
{
    arena = arena_new();
    cr_assert_not_null(freopen("/dev/null", "w", stderr)); /* what it logs is not looked at */
}

static void end(void)
{
    arena_end(arena);
}

TestSuite(heartbeat, .init = begin, .fini = end);

struct heart {
    atomic_bool alive;
    atomic_int asked;
};

static bool alive(void *thing, const char **ret_why)
{
    struct heart *heart = thing;
    atomic_fetch_add(&heart->asked, 1);
    *ret_why = "the loop is away";
    return atomic_load(&heart->alive);
}

static struct heartbeat *start(struct heart *heart, const struct listener *listener,
                               int64_t timeout_ns)
{
    struct heartbeat *h =
        heartbeat_start(&(struct heartbeat_options){.alive = alive, .thing = heart});
    heartbeat_configure(
        h, &(struct heartbeat_rule){.url = arena_printf(arena, "http://127.0.0.1:%d/ping/7",
                                                        listener_port(listener)),
                                    .every_ns = 20 * NS_PER_MS,
                                    .timeout_ns = timeout_ns});
    return h;
}

/* Looks until it holds, at most a minute. */
#define EVENTUALLY(condition)                                                         \
    for (int64_t until_ = clock_now_ns() + 60 * NS_PER_S; !(condition); usleep(1000)) \
    cr_assert_lt(clock_now_ns(), until_, "never: %s", #condition)

Test(heartbeat, beats_every_interval_and_counts)
{
    struct heart heart = {.alive = true};
    struct listener *listener = listener_new((const char *const[]){"200", NULL});
    struct heartbeat *h = start(&heart, listener, 10 * NS_PER_S);
    cr_expect_geq(listener_wait(listener, 3), 3);
    struct text request = listener_request(listener, 0, arena);
    cr_expect(text_starts_with(request, text_of("GET /ping/7 HTTP/1.1\r\n")));
    cr_expect_geq(text_find(request, text_of("User-Agent: xunjian/"), 0), 0);
    EVENTUALLY(heartbeat_figures(h).accepted >= 3);
    cr_expect(heartbeat_figures(h).configured);
    cr_expect_gt(heartbeat_figures(h).accepted_utc_ns, 0);
    cr_expect_eq(heartbeat_figures(h).failed, 0);
    heartbeat_stop(h);
    listener_end(listener);
}

Test(heartbeat, a_robot_that_hangs_is_silent_and_one_that_recovers_is_not)
{
    struct heart heart = {.alive = false};
    struct listener *listener = listener_new((const char *const[]){"200", NULL});
    struct heartbeat *h = start(&heart, listener, 10 * NS_PER_S);
    EVENTUALLY(heartbeat_figures(h).withheld >= 3);
    cr_expect_eq(listener_wait(listener, 0), 0);
    cr_expect_eq(heartbeat_figures(h).accepted, 0);
    atomic_store(&heart.alive, true);
    cr_expect_geq(listener_wait(listener, 1), 1);
    heartbeat_stop(h);
    listener_end(listener);
}

Test(heartbeat, a_failure_is_counted_and_the_next_beat_comes_all_the_same)
{
    struct heart heart = {.alive = true};
    struct listener *listener =
        listener_new((const char *const[]){"500", "reset", "302", "200", NULL});
    struct heartbeat *h = start(&heart, listener, 10 * NS_PER_S);
    EVENTUALLY(heartbeat_figures(h).accepted >= 2);
    cr_expect_eq(heartbeat_figures(h).failed, 3, "a redirect is no yes either");
    heartbeat_stop(h);
    listener_end(listener);
}

Test(heartbeat, an_answer_that_never_comes_ends_with_the_time_out)
{
    struct heart heart = {.alive = true};
    struct listener *listener = listener_new((const char *const[]){"hang", "200", NULL});
    struct heartbeat *h = start(&heart, listener, 50 * NS_PER_MS);
    EVENTUALLY(heartbeat_figures(h).failed >= 1 && listener_wait(listener, 0) >= 2);
    heartbeat_stop(h);
    listener_end(listener);
}

Test(heartbeat, stopping_does_not_wait_for_an_answer)
{
    struct heart heart = {.alive = true};
    struct listener *listener = listener_new((const char *const[]){"hang", NULL});
    struct heartbeat *h = start(&heart, listener, 3600 * NS_PER_S);
    cr_assert_geq(listener_wait(listener, 1), 1);
    int64_t began_ns = clock_now_ns();
    heartbeat_stop(h);
    cr_expect_lt(clock_now_ns() - began_ns, 60 * NS_PER_S);
    listener_end(listener);
}

Test(heartbeat, a_reload_without_change_makes_no_beat_and_one_without_url_ends_them)
{
    struct heart heart = {.alive = true};
    struct listener *listener = listener_new((const char *const[]){"200", NULL});
    struct heartbeat *h =
        heartbeat_start(&(struct heartbeat_options){.alive = alive, .thing = &heart});
    struct heartbeat_rule rule = {
        .url = arena_printf(arena, "http://127.0.0.1:%d/", listener_port(listener)),
        .every_ns = 3600 * NS_PER_S,
        .timeout_ns = 10 * NS_PER_S};
    heartbeat_configure(h, &rule);
    EVENTUALLY(heartbeat_figures(h).accepted == 1);
    heartbeat_configure(h, &rule);
    heartbeat_configure(h, &(struct heartbeat_rule){.url = NULL});
    cr_expect_not(heartbeat_figures(h).configured);
    heartbeat_stop(h);
    cr_expect_eq(listener_wait(listener, 0), 1);
    cr_expect_eq(atomic_load(&heart.asked), 1);
    listener_end(listener);
}
