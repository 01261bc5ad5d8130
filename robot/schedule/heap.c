/* SPDX-License-Identifier: Apache-2.0 */
/* heap.c - a binary heap of monitors, the earliest on top; each knows its place. */

#include "base/arena.h"
#include "schedule/entry.h"

void heap_init(struct heap *heap, struct arena *arena, size_t most)
{
    *heap = (struct heap){.items = arena_array(arena, most + 1, struct entry *)};
}

static void put(struct heap *heap, size_t place, struct entry *entry)
{
    heap->items[place] = entry;
    entry->place = place;
}

static void rise(struct heap *heap, struct entry *entry)
{
    size_t place = entry->place;
    while (place > 1 && heap->items[place / 2]->at_ns > entry->at_ns) {
        put(heap, place, heap->items[place / 2]);
        place /= 2;
    }
    put(heap, place, entry);
}

static void sink(struct heap *heap, struct entry *entry)
{
    size_t place = entry->place;
    for (size_t below; (below = place * 2) <= heap->count; place = below) {
        if (below < heap->count && heap->items[below + 1]->at_ns < heap->items[below]->at_ns)
            below++;
        if (heap->items[below]->at_ns >= entry->at_ns)
            break;
        put(heap, place, heap->items[below]);
    }
    put(heap, place, entry);
}

void heap_place(struct heap *heap, struct entry *entry)
{
    if (entry->place == 0)
        put(heap, ++heap->count, entry);
    rise(heap, entry);
    sink(heap, entry);
}

struct entry *heap_top(const struct heap *heap)
{
    return heap->count > 0 ? heap->items[1] : NULL;
}
