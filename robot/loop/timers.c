/* SPDX-License-Identifier: Apache-2.0 */
/* timers.c - the heap. */

#include "loop/timers.h"
#include "base/must.h"
#include "loop/loop.h"

#include <stddef.h>
#include <stdlib.h>

void timers_done(struct timers *timers)
{
    must(timers->count == 0);
    free(timers->heap);
    *timers = (struct timers){0};
}

static void put(struct timers *timers, uint32_t place, struct loop_timer *timer)
{
    timers->heap[place] = timer;
    timer->place = place;
}

static void rise(struct timers *timers, uint32_t place, struct loop_timer *timer)
{
    for (; place > 1 && timers->heap[place / 2]->at_ns > timer->at_ns; place /= 2)
        put(timers, place, timers->heap[place / 2]);
    put(timers, place, timer);
}

static void sink(struct timers *timers, uint32_t place, struct loop_timer *timer)
{
    for (uint32_t child; (child = place * 2) <= timers->count; place = child) {
        if (child < timers->count &&
            timers->heap[child + 1]->at_ns < timers->heap[child]->at_ns)
            child++;
        if (timers->heap[child]->at_ns >= timer->at_ns)
            break;
        put(timers, place, timers->heap[child]);
    }
    put(timers, place, timer);
}

static void settle(struct timers *timers, uint32_t place, struct loop_timer *timer)
{
    if (place > 1 && timers->heap[place / 2]->at_ns > timer->at_ns)
        rise(timers, place, timer);
    else
        sink(timers, place, timer);
}

void timers_set(struct timers *timers, struct loop_timer *timer, int64_t at_ns)
{
    must(timer->fire != NULL && at_ns > 0);
    timer->at_ns = at_ns;
    if (timer->place != 0) {
        settle(timers, timer->place, timer);
        return;
    }
    if (timers->count + 1 >= timers->size) {
        timers->size = timers->size > 0 ? timers->size * 2 : 64;
        timers->heap = realloc(timers->heap, timers->size * sizeof *timers->heap);
        must(timers->heap != NULL);
    }
    rise(timers, ++timers->count, timer);
}

void timers_stop(struct timers *timers, struct loop_timer *timer)
{
    if (timer->place == 0)
        return;
    must(timer->place <= timers->count && timers->heap[timer->place] == timer);
    uint32_t place = timer->place;
    struct loop_timer *last = timers->heap[timers->count--];
    timer->place = 0;
    if (last != timer)
        settle(timers, place, last);
}

int64_t timers_next_ns(const struct timers *timers)
{
    return timers->count > 0 ? timers->heap[1]->at_ns : 0;
}

struct loop_timer *timers_take(struct timers *timers, int64_t now_ns)
{
    if (timers->count == 0 || timers->heap[1]->at_ns > now_ns)
        return NULL;
    struct loop_timer *timer = timers->heap[1];
    timers_stop(timers, timer);
    return timer;
}
