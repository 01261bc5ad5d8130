/* SPDX-License-Identifier: Apache-2.0 */
/* Whether the robot has a way out: one target that answers is enough. */

#include <criterion/criterion.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "deliver/connectivity.h"
#include "tests/shared/listener.h"

/* What was told, one word each: "+" reachable, "-" not. */
struct ear {
    pthread_mutex_t lock;
    char words[64], why[512];
    size_t count;
};

static void hear(void *thing, bool reachable, const char *why)
{
    struct ear *ear = thing;
    pthread_mutex_lock(&ear->lock);
    if (ear->count < sizeof ear->words - 1)
        ear->words[ear->count++] = reachable ? '+' : '-';
    strncpy(ear->why, why, sizeof ear->why - 1);
    pthread_mutex_unlock(&ear->lock);
}

static bool heard(struct ear *ear, const char *words)
{
    pthread_mutex_lock(&ear->lock);
    bool same = strcmp(ear->words, words) == 0;
    pthread_mutex_unlock(&ear->lock);
    return same;
}

#define EVENTUALLY(condition)                                                         \
    for (int64_t until_ = clock_now_ns() + 60 * NS_PER_S; !(condition); usleep(1000)) \
    cr_assert_lt(clock_now_ns(), until_, "never: %s", #condition)

static struct ear ear = {.lock = PTHREAD_MUTEX_INITIALIZER};

static struct connectivity *start(const char *const *targets, int64_t every_ns,
                                  int64_t timeout_ns)
{
    struct connectivity *c =
        connectivity_start(&(struct connectivity_options){.told = hear, .thing = &ear});
    connectivity_configure(c, &(struct connectivity_rule){.targets = targets,
                                                          .every_ns = every_ns,
                                                          .timeout_ns = timeout_ns});
    return c;
}

Test(connectivity, one_target_that_answers_is_enough)
{
    struct listener *listener = listener_new((const char *const[]){"500", NULL});
    struct arena *arena = arena_new();
    const char *port = arena_printf(arena, "127.0.0.1:%d", listener_port(listener));
    const char *rows[][3] = {
        {arena_printf(arena, "http://%s/", port), NULL, NULL}, /* any status */
        {arena_printf(arena, "tcp://%s", port), NULL, NULL},
        {"tcp://127.0.0.1:1", arena_printf(arena, "tcp://%s", port), NULL},
        {"http://name.invalid/", arena_printf(arena, "http://%s/", port), NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        memset(ear.words, 0, sizeof ear.words);
        ear.count = 0;
        struct connectivity *c = start(rows[i], 3600 * NS_PER_S, 30 * NS_PER_S);
        EVENTUALLY(heard(&ear, "+"));
        cr_expect(connectivity_figures(c).reachable, "%s", rows[i][0]);
        connectivity_stop(c);
    }
    arena_end(arena);
    listener_end(listener);
}

Test(connectivity, when_none_answers_it_is_told_once_with_what_each_said)
{
    const char *targets[] = {"tcp://127.0.0.1:1", "http://127.0.0.1:1/", NULL};
    struct connectivity *c = start(targets, 5 * NS_PER_MS, 30 * NS_PER_S);
    EVENTUALLY(connectivity_figures(c).failures >= 3);
    cr_expect(heard(&ear, "-"), "%s", ear.words);
    cr_expect_not(connectivity_figures(c).reachable);
    connectivity_configure(c, &(struct connectivity_rule){.targets = NULL});
    EVENTUALLY(heard(&ear, "-+")); /* without targets nothing is known against it */
    cr_expect(connectivity_figures(c).reachable);
    connectivity_stop(c);
    cr_expect_str_eq(ear.why, "");
}

Test(connectivity, a_way_that_goes_and_comes_back_is_told_each_time)
{
    struct listener *listener = listener_new((const char *const[]){"200", NULL});
    char target[64];
    snprintf(target, sizeof target, "http://127.0.0.1:%d/", listener_port(listener));
    const char *targets[] = {target, NULL}, *none[] = {"tcp://127.0.0.1:1", NULL};
    struct connectivity_rule rule = {.every_ns = 5 * NS_PER_MS, .timeout_ns = 30 * NS_PER_S};
    struct connectivity *c = start(targets, 5 * NS_PER_MS, 30 * NS_PER_S);
    EVENTUALLY(heard(&ear, "+"));
    rule.targets = none;
    connectivity_configure(c, &rule);
    EVENTUALLY(heard(&ear, "+-"));
    cr_expect_not_null(strstr(ear.why, "tcp://127.0.0.1:1: "), "%s", ear.why);
    rule.targets = targets;
    connectivity_configure(c, &rule);
    EVENTUALLY(heard(&ear, "+-+"));
    connectivity_stop(c);
    listener_end(listener);
}

Test(connectivity, a_target_that_hangs_is_given_up)
{
    struct listener *listener = listener_new((const char *const[]){"hang", NULL});
    char target[64];
    snprintf(target, sizeof target, "http://127.0.0.1:%d/", listener_port(listener));
    const char *targets[] = {target, NULL};
    struct connectivity *c = start(targets, 3600 * NS_PER_S, 50 * NS_PER_MS);
    EVENTUALLY(heard(&ear, "-"));
    connectivity_stop(c);
    listener_end(listener);
}
