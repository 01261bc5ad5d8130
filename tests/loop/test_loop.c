/* SPDX-License-Identifier: Apache-2.0 */
/* Timers, watches, hooks and messages of one loop. */

#include "base/clock.h"
#include "loop/loop.h"
#include "loop/timers.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <unistd.h>

static struct loop *loop;

static void open_loop(void)
{
    loop = loop_new();
}

static void end_loop(void)
{
    loop_end(loop);
}

TestSuite(loop, .init = open_loop, .fini = end_loop, .timeout = 20);

struct bell {
    struct loop_timer timer;
    int64_t due_ns, rang_ns, again_ns;
    int rings, stop_at;
    int *order, number;
};

static int64_t ring(void *thing, int64_t now_ns)
{
    struct bell *bell = thing;
    bell->rang_ns = now_ns;
    if (bell->order != NULL)
        bell->order[(*bell->order)++ + 1] = bell->number;
    if (++bell->rings < bell->stop_at)
        return now_ns + bell->again_ns;
    loop_stop(loop);
    return 0;
}

static void set(struct bell *bell, int64_t after_ns)
{
    bell->timer = (struct loop_timer){.fire = ring, .thing = bell};
    bell->due_ns = clock_now_ns() + after_ns;
    loop_timer_set(loop, &bell->timer, bell->due_ns);
}

Test(loop, a_timer_is_never_early)
{
    for (int i = 0; i < 20; i++) {
        struct bell bell = {.stop_at = 1};
        set(&bell, i * 150 * NS_PER_US);
        loop_run(loop);
        cr_expect_geq(bell.rang_ns, bell.due_ns);
    }
}

Test(loop, a_timer_says_when_to_be_called_again)
{
    struct bell bell = {.stop_at = 5, .again_ns = NS_PER_MS};
    set(&bell, 0);
    loop_run(loop);
    cr_expect_eq(bell.rings, 5);
    cr_expect_geq(bell.rang_ns - bell.due_ns, 4 * NS_PER_MS);
}

Test(loop, a_timer_that_asks_for_now_leaves_room_for_others)
{
    struct bell greedy = {.stop_at = 1000000}, other = {.stop_at = 1};
    set(&greedy, 0);
    set(&other, NS_PER_MS);
    loop_run(loop);
    cr_expect_eq(other.rings, 1);
    loop_timer_stop(loop, &greedy.timer);
}

Test(loop, timers_fire_in_order_of_their_time)
{
    int order[9] = {0};
    struct bell bells[8];
    static const int64_t after[8] = {5, 3, 8, 1, 7, 2, 6, 4};
    for (int i = 0; i < 8; i++) {
        bells[i] = (struct bell){.order = order, .number = (int)after[i], .stop_at = 1};
        set(&bells[i], after[i] * 100 * NS_PER_US);
    }
    struct bell last = {.stop_at = 1};
    set(&last, 5 * NS_PER_MS);
    while (last.rings == 0)
        loop_run(loop);
    for (int i = 1; i <= 8; i++)
        cr_expect_eq(order[i], i);
}

Test(loop, a_moved_or_stopped_timer_obeys)
{
    struct bell moved = {.stop_at = 1}, stopped = {.stop_at = 1}, last = {.stop_at = 1};
    set(&moved, 3600 * NS_PER_S);
    set(&stopped, NS_PER_MS);
    set(&last, 4 * NS_PER_MS);
    loop_timer_set(loop, &moved.timer, clock_now_ns() + 2 * NS_PER_MS);
    loop_timer_stop(loop, &stopped.timer);
    loop_timer_stop(loop, &stopped.timer);
    while (last.rings == 0)
        loop_run(loop);
    cr_expect_eq(moved.rings, 1);
    cr_expect_eq(stopped.rings, 0);
}

static int64_t note(void *thing, int64_t now_ns)
{
    int64_t *last = thing;
    cr_expect_geq(now_ns, *last);
    (*last)++;
    return 0;
}

Test(loop, the_heap_survives_any_order_of_sets_and_stops)
{
    struct timers timers = {0};
    static struct loop_timer many[500];
    int64_t fired = 0;
    unsigned seed = 1;
    int left = 0;
    for (int i = 0; i < 500; i++)
        many[i] = (struct loop_timer){.fire = note, .thing = &fired};
    for (int round = 0; round < 5000; round++) {
        seed = seed * 1103515245 + 12345;
        struct loop_timer *timer = &many[(seed >> 16) % 500];
        if (seed & 0x4000)
            timers_set(&timers, timer, 1000 + (seed >> 8) % 100000);
        else
            timers_stop(&timers, timer);
    }
    for (int i = 0; i < 500; i++)
        left += many[i].place != 0;
    int64_t earlier = 0;
    while (timers_next_ns(&timers) != 0) {
        cr_expect_geq(timers_next_ns(&timers), earlier);
        earlier = timers_next_ns(&timers);
        struct loop_timer *timer = timers_take(&timers, earlier);
        cr_assert_not_null(timer);
        timer->fire(timer->thing, earlier);
    }
    cr_expect_eq(fired, left);
    timers_done(&timers);
}

struct tap {
    struct loop_watch watch, *victim;
    int events;
};

static void drip(void *thing, uint32_t events)
{
    struct tap *tap = thing;
    cr_expect(events & EPOLLIN);
    tap->events++;
    loop_watch_set(loop, &tap->watch, 0);
    if (tap->victim != NULL)
        loop_watch_set(loop, tap->victim, 0);
}

Test(loop, a_watch_stopped_by_another_in_the_same_round_stays_silent)
{
    int a[2], b[2];
    cr_assert(pipe(a) == 0 && pipe(b) == 0);
    struct tap one = {.watch = {.ready = drip, .thing = &one, .fd = a[0]}};
    struct tap two = {.watch = {.ready = drip, .thing = &two, .fd = b[0]}};
    one.victim = &two.watch;
    two.victim = &one.watch;
    loop_watch_set(loop, &one.watch, EPOLLIN);
    loop_watch_set(loop, &two.watch, EPOLLIN);
    cr_assert(write(a[1], "x", 1) == 1 && write(b[1], "x", 1) == 1);
    loop_run_once(loop, NS_PER_S);
    cr_expect_eq(one.events + two.events, 1);
    loop_run_once(loop, 0);
    cr_expect_eq(one.events + two.events, 1);
    for (int i = 0; i < 2; i++) {
        close(a[i]);
        close(b[i]);
    }
}

static void count(void *thing)
{
    ++*(int *)thing;
}

Test(loop, hooks_run_once_a_round_until_removed)
{
    int rounds = 0;
    struct loop_hook hook = {.before_sleep = count, .thing = &rounds};
    loop_hook_add(loop, &hook);
    loop_run_once(loop, 0);
    loop_run_once(loop, 0);
    loop_hook_remove(loop, &hook);
    loop_run_once(loop, 0);
    cr_expect_eq(rounds, 2);
}

enum { POSTERS = 4, POSTS = 500 };
static int arrived, last_of[POSTERS], out_of_order;

struct letter {
    int from, number;
};

static void receive(void *thing)
{
    struct letter *letter = thing;
    out_of_order += letter->number != last_of[letter->from]++;
    free(letter);
    if (++arrived == POSTERS * POSTS)
        loop_stop(loop);
}

static void *post(void *thing)
{
    for (int i = 0; i < POSTS; i++) {
        struct letter *letter = malloc(sizeof *letter);
        *letter = (struct letter){.from = *(int *)thing, .number = i};
        loop_post(loop, receive, letter);
    }
    return NULL;
}

Test(loop, messages_arrive_once_and_in_the_order_posted)
{
    pthread_t threads[POSTERS];
    int names[POSTERS];
    for (int i = 0; i < POSTERS; i++) {
        names[i] = i;
        cr_assert(pthread_create(&threads[i], NULL, post, &names[i]) == 0);
    }
    loop_run(loop);
    for (int i = 0; i < POSTERS; i++)
        pthread_join(threads[i], NULL);
    cr_expect_eq(arrived, POSTERS * POSTS);
    cr_expect_eq(out_of_order, 0);
}

Test(loop, ending_delivers_what_was_posted)
{
    struct loop *other = loop_new();
    int delivered = 0;
    loop_post(other, count, &delivered);
    loop_end(other);
    cr_expect_eq(delivered, 1);
}

static struct loop *ending;

static void note_end(void *thing)
{
    *(bool *)thing = loop_ends(ending);
}

Test(loop, what_it_delivers_at_its_end_can_tell)
{
    bool told = false;
    ending = loop_new();
    cr_expect(!loop_ends(ending));
    loop_post(ending, note_end, &told);
    loop_end(ending);
    cr_expect(told);
}

static void spin(int64_t for_ns)
{
    int64_t until_ns = clock_now_ns() + for_ns;
    while (clock_now_ns() < until_ns)
        ;
}

static void be_busy(void *thing)
{
    (void)thing;
    spin(20 * NS_PER_MS);
}

Test(loop, an_absence_is_seen_while_it_lasts_and_afterwards)
{
    loop_run_once(loop, 0);
    int64_t before_ns = clock_now_ns();
    loop_post(loop, be_busy, NULL);
    loop_run_once(loop, 0);
    cr_expect_geq(loop_away_ns(loop, before_ns), 20 * NS_PER_MS, "not yet back");
    loop_run_once(loop, 0);
    cr_expect_geq(loop_away_ns(loop, before_ns), 20 * NS_PER_MS, "back");
    int64_t after_ns = clock_now_ns();
    loop_run_once(loop, 0);
    int64_t told_ns = loop_away_ns(loop, after_ns), since_ns = clock_now_ns() - after_ns;
    cr_expect_leq(told_ns, since_ns, "no more than all of the time since");
}

struct glimpse {
    struct loop_watch watch;
    int noticed, ready;
    bool first; /* noticed before ready */
};

static void see(void *thing, uint32_t events)
{
    struct glimpse *glimpse = thing;
    cr_expect(events & EPOLLIN);
    glimpse->first |= glimpse->ready == 0;
    glimpse->noticed++;
}

static void take(void *thing, uint32_t events)
{
    (void)events;
    struct glimpse *glimpse = thing;
    glimpse->ready++;
    loop_watch_set(loop, &glimpse->watch, 0);
}

static int64_t write_and_work(void *thing, int64_t now_ns)
{
    (void)now_ns;
    cr_assert(write(*(int *)thing, "x", 1) == 1);
    spin(2 * NS_PER_MS);
    loop_glance(loop);
    spin(10 * NS_PER_MS);
    return 0;
}

Test(loop, what_comes_while_it_works_is_noticed_then_and_served_later)
{
    int ends[2];
    cr_assert(pipe(ends) == 0);
    struct glimpse glimpse = {
        .watch = {.ready = take, .noticed = see, .thing = &glimpse, .fd = ends[0]}};
    struct loop_timer timer = {.fire = write_and_work, .thing = &ends[1]};
    loop_watch_set(loop, &glimpse.watch, EPOLLIN);
    loop_timer_set(loop, &timer, clock_now_ns());
    loop_run_once(loop, 0);
    cr_expect_geq(glimpse.noticed, 1);
    cr_expect_eq(glimpse.ready, 0);
    loop_run_once(loop, 0);
    cr_expect_eq(glimpse.ready, 1);
    cr_expect(glimpse.first);
    cr_expect_geq(loop_late_ns(loop), 10 * NS_PER_MS,
                  "it may have waited since the round before");
    close(ends[0]);
    close(ends[1]);
}
