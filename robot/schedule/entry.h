/* SPDX-License-Identifier: Apache-2.0 */
/* entry.h - one monitor's place in the schedule, and the heap of all by their next start. For this
 * room only. */
#pragma once

#include "schedule/grid.h"

struct arena;

/* Why a monitor waits for a place. */
enum { WANT_SLOT = 1 << 0, WANT_HAND = 1 << 1, WANT_RETEST = 1 << 2 };

struct entry {
    struct schedule_item item;
    struct grid grid;
    int64_t slot_utc_ns;          /* the next one; INT64_MAX: never again */
    int64_t at_ns;                /* its start, jitter included, monotonic */
    int64_t told_utc_ns, told_ns; /* the last slot told, and its start, monotonic; 0: none */
    int64_t want_utc_ns, want_ns; /* WANT_SLOT: which, and when it was to start */
    unsigned wants;
    int running;
    bool in_line;
    bool gone; /* no monitor any more, but a run of it is not over */
    struct entry *next_waiting;
    size_t place; /* in the heap, from 1; 0: not there */
};

struct heap {
    struct entry **items; /* from 1 */
    size_t count;
};

void heap_init(struct heap *heap, struct arena *arena, size_t most);
/* Puts it where its at_ns belongs, whether it was in before or not. */
void heap_place(struct heap *heap, struct entry *entry);
struct entry *heap_top(const struct heap *heap); /* NULL: empty */
