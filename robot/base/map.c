/* SPDX-License-Identifier: Apache-2.0 */
/* map.c - a chained hash table whose entries stay in insertion order.
 *
 * The hash is FNV-1a. Keys come from journeys and from JSON documents of a hostile target; the
 * latter are bounded in size, so a flood of colliding keys costs time within that bound only. */

#include "base/map.h"
#include "base/arena.h"

#include <stdint.h>
#include <string.h>

enum { FIRST_SIZE = 8 };
static const size_t NONE = SIZE_MAX;

void map_init(struct map *m, struct arena *arena)
{
    *m = (struct map){.arena = arena};
}

static size_t bucket_of(const struct map *m, struct text key)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < key.length; i++)
        hash = (hash ^ (unsigned char)key.at[i]) * 1099511628211u;
    return (size_t)(hash ^ hash >> 32) & (m->bucket_count - 1);
}

static struct map_entry *find(const struct map *m, struct text key)
{
    if (m->count == 0)
        return NULL;
    for (size_t i = m->buckets[bucket_of(m, key)]; i != NONE; i = m->entries[i].next)
        if (text_equal(m->entries[i].key, key))
            return &m->entries[i];
    return NULL;
}

void *map_get(const struct map *m, struct text key)
{
    const struct map_entry *entry = find(m, key);
    return entry != NULL ? entry->value : NULL;
}

static void resize(struct map *m, size_t size)
{
    struct map_entry *entries = arena_array(m->arena, size, struct map_entry);
    if (m->count > 0)
        memcpy(entries, m->entries, m->count * sizeof *entries);
    m->entries = entries;
    m->size = size;
    m->bucket_count = FIRST_SIZE;
    while (m->bucket_count < size + size / 2)
        m->bucket_count *= 2;
    m->buckets = arena_array(m->arena, m->bucket_count, size_t);
    for (size_t b = 0; b < m->bucket_count; b++)
        m->buckets[b] = NONE;
    for (size_t i = 0; i < m->count; i++) {
        size_t *head = &m->buckets[bucket_of(m, entries[i].key)];
        entries[i].next = *head;
        *head = i;
    }
}

void map_reserve(struct map *m, size_t count)
{
    if (count > m->size)
        resize(m, count);
}

void *map_put(struct map *m, struct text key, void *value)
{
    struct map_entry *old = find(m, key);
    if (old != NULL) {
        void *replaced = old->value;
        old->value = value;
        return replaced;
    }
    if (m->count == m->size)
        resize(m, m->size > 0 ? m->size * 2 : FIRST_SIZE);
    size_t *head = &m->buckets[bucket_of(m, key)];
    m->entries[m->count] =
        (struct map_entry){.key = text_copy(m->arena, key), .value = value, .next = *head};
    *head = m->count++;
    return NULL;
}
