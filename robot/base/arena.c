/* SPDX-License-Identifier: Apache-2.0 */
/* arena.c - blocks of memory in a chain, and the clean-ups that go with them.
 *
 * A block is half as large as all ordinary ones before it: a small run stays small (the bench holds a thousand runs
 * to 32 KB each; with doubled blocks a run that needed 3.1 KB took 7), a large one does not call malloc
 * for every node. */

#include "base/arena.h"
#include "base/must.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LEAST_BLOCK = 512, LARGEST_BLOCK = 64 * 1024, ALIGN = _Alignof(max_align_t) };

struct block {
    struct block *older;
    size_t used, size;
    _Alignas(max_align_t) unsigned char bytes[];
};

struct deferred {
    struct deferred *older;
    void (*undo)(void *);
    void *thing;
};

struct arena {
    struct block *newest;
    struct deferred *deferred;
    size_t bytes, ordinary; /* of all blocks; of those not made for one large thing */
    atomic_int owners;
};

struct arena *arena_new(void)
{
    struct arena *arena = calloc(1, sizeof *arena);
    must(arena != NULL);
    arena->bytes = sizeof *arena;
    atomic_init(&arena->owners, 1);
    return arena;
}

void arena_hold(struct arena *arena)
{
    atomic_fetch_add(&arena->owners, 1);
}

void arena_end(struct arena *arena)
{
    if (arena == NULL || atomic_fetch_sub(&arena->owners, 1) > 1)
        return;
    for (struct deferred *d = arena->deferred; d != NULL; d = d->older)
        d->undo(d->thing);
    for (struct block *b = arena->newest, *older; b != NULL; b = older) {
        older = b->older;
        free(b);
    }
    free(arena);
}

static size_t next_size(const struct arena *arena)
{
    size_t half = arena->ordinary / 2 / ALIGN * ALIGN;
    return half < LEAST_BLOCK ? LEAST_BLOCK : half > LARGEST_BLOCK ? LARGEST_BLOCK : half;
}

static struct block *block_new(struct arena *arena, size_t least)
{
    size_t ordinary = next_size(arena), size = least > ordinary ? least : ordinary;
    arena->ordinary += least > ordinary ? 0 : size;
    struct block *b = calloc(1, sizeof *b + size);
    must(b != NULL);
    b->size = size;
    arena->bytes += sizeof *b + size;
    return b;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    must(size <= SIZE_MAX / 2);
    size = (size + ALIGN - 1) / ALIGN * ALIGN;
    struct block *b = arena->newest;
    if (b == NULL || b->size - b->used < size) {
        struct block *fresh = block_new(arena, size);
        /* A block made for one large thing goes behind the newest, whose room is still good. */
        if (b != NULL && size > next_size(arena) / 2 &&
            b->size - b->used > fresh->size - size) {
            fresh->older = b->older;
            b->older = fresh;
        } else {
            fresh->older = b;
            arena->newest = fresh;
        }
        b = fresh;
    }
    void *p = b->bytes + b->used;
    b->used += size;
    return p;
}

char *arena_strndup(struct arena *arena, const char *bytes, size_t length)
{
    char *copy = arena_alloc(arena, length + 1);
    if (length > 0)
        memcpy(copy, bytes, length);
    return copy;
}

char *arena_strdup(struct arena *arena, const char *string)
{
    return string != NULL ? arena_strndup(arena, string, strlen(string)) : NULL;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list ap, again;
    va_start(ap, format);
    va_copy(again, ap);
    int length = vsnprintf(NULL, 0, format, ap);
    va_end(ap);
    must(length >= 0);
    char *s = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(s, (size_t)length + 1, format, again);
    va_end(again);
    return s;
}

void arena_defer(struct arena *arena, void (*undo)(void *), void *thing)
{
    struct deferred *d = arena_make(arena, struct deferred);
    *d = (struct deferred){.older = arena->deferred, .undo = undo, .thing = thing};
    arena->deferred = d;
}

static void end_child(void *child)
{
    arena_end(child);
}

void arena_adopt(struct arena *parent, struct arena *child)
{
    must(parent != child);
    arena_defer(parent, end_child, child);
}

size_t arena_bytes(const struct arena *arena)
{
    return arena->bytes;
}
