/* SPDX-License-Identifier: Apache-2.0 */
/* arena.h - memory with one owner and one end.
 *
 * What a plan, a run or a parsed document allocates lives in its arena and dies with it. Foreign
 * objects (a CURL handle, an xmlDoc) join by arena_defer, so ending the arena is the only clean-up
 * there is. An arena belongs to one thread at a time. */
#pragma once

#include <stddef.h>

struct arena;

struct arena *arena_new(void);

/* Runs the deferred clean-ups, last in first out, then frees all memory. NULL is allowed. */
void arena_end(struct arena *arena);

/* One more owner, who may be another thread that only reads: the memory goes when arena_end has been
 * called by each. Such an arena must hold nothing whose clean-up belongs to one thread. */
void arena_hold(struct arena *arena);

/* Zeroed memory, aligned for any type. Never NULL: out of memory is fatal, because every input is
 * bounded before it gets here. */
void *arena_alloc(struct arena *arena, size_t size);

/* Copies, NUL-terminated; the copy of NULL is NULL: what may be missing stays missing. */
char *arena_strdup(struct arena *arena, const char *string);
char *arena_strndup(struct arena *arena, const char *bytes, size_t length);

/* printf into the arena. */
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Calls undo(thing) when the arena ends. */
void arena_defer(struct arena *arena, void (*undo)(void *thing), void *thing);

/* `child` is ended when `parent` is: how a result made elsewhere joins its owner. */
void arena_adopt(struct arena *parent, struct arena *child);

/* Bytes obtained from the system so far: a limit's, a bench's and a test's view. */
size_t arena_bytes(const struct arena *arena);

#define arena_make(arena, type)         ((type *)arena_alloc((arena), sizeof(type)))
#define arena_array(arena, count, type) ((type *)arena_alloc((arena), (count) * sizeof(type)))
