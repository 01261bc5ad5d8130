/* SPDX-License-Identifier: Apache-2.0 */
/* map.h - text keys to pointers, in insertion order, in an arena. */
#pragma once

#include "base/text.h"

struct arena;

struct map_entry {
    struct text key;
    void *value;
    size_t next; /* chain within its bucket; the map's own */
};

struct map {
    struct arena *arena;
    struct map_entry *entries; /* entries[0..count) in insertion order: iterate these */
    size_t count, size;
    size_t *buckets, bucket_count;
};

void map_init(struct map *m, struct arena *arena);

/* Room for so many at once: what a map grows out of stays in its arena. */
void map_reserve(struct map *m, size_t count);

/* NULL when absent. */
void *map_get(const struct map *m, struct text key);

/* Sets or replaces; the key is copied when new. Returns the value replaced, or NULL. */
void *map_put(struct map *m, struct text key, void *value);
