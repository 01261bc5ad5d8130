/* SPDX-License-Identifier: Apache-2.0 */
/* jsonpath_select.c - walks a document along a path. */

#include "base/arena.h"
#include "base/must.h"
#include "document/json.h"
#include "query/jsonpath.h"
#include "query/jsonpath_selection.h"

#include <stdlib.h>
#include <string.h>

/* Some tenths of a second at most, where honest paths take microseconds. */
enum { MOST_WORK = 20000000, MOST_NODES = 1000000, MOST_DEPTH = 1000 };

static bool walk(struct selection *s, const struct segment *segment, struct spot *at,
                 struct sink *sink);

bool selection_charge(struct selection *s, size_t work)
{
    if (s->work < work) {
        s->work = 0;
        s->problem = "the path takes too many steps on this document";
        return false;
    }
    s->work -= work;
    return true;
}

static bool go_on(struct selection *s, const struct segment *segment, struct spot *parent,
                  size_t index, struct sink *sink)
{
    struct spot child = {
        .value = parent->value->items[index], .parent = parent, .index = index};
    return walk(s, segment->next, &child, sink);
}

static bool select_name(struct selection *s, const struct segment *segment,
                        const struct selector *selector, struct spot *at, struct sink *sink)
{
    const struct json *value = at->value;
    if (value->kind != JSON_OBJECT)
        return true;
    for (size_t i = 0; i < value->count; i++)
        if (text_equal(value->items[i]->name, selector->name))
            return go_on(s, segment, at, i, sink);
    return true;
}

/* Where an index from either end points; `count` when outside. */
static size_t index_in(int64_t index, size_t count)
{
    if (index < 0)
        index += (int64_t)count;
    return index >= 0 && index < (int64_t)count ? (size_t)index : count;
}

static int64_t clamp(int64_t value, int64_t least, int64_t most)
{
    return value < least ? least : value > most ? most : value;
}

/* Section 2.3.4.2.2, in its words: normalize, bounds, then up or down. */
static bool select_slice(struct selection *s, const struct segment *segment,
                         const struct selector *selector, struct spot *at, struct sink *sink)
{
    int64_t count = (int64_t)at->value->count, step = selector->step;
    int64_t start = selector->has_start ? selector->start : step >= 0 ? 0 : count - 1;
    int64_t end = selector->has_end ? selector->end : step >= 0 ? count : -count - 1;
    if (at->value->kind != JSON_ARRAY || step == 0)
        return true;
    start = start >= 0 ? start : count + start;
    end = end >= 0 ? end : count + end;
    start = step > 0 ? clamp(start, 0, count) : clamp(start, -1, count - 1);
    end = step > 0 ? clamp(end, 0, count) : clamp(end, -1, count - 1);
    for (int64_t i = start; step > 0 ? i < end : i > end; i += step)
        if (!go_on(s, segment, at, (size_t)i, sink))
            return false;
    return true;
}

/* All children, or those of which the filter is true. */
static bool select_children(struct selection *s, const struct segment *segment,
                            const struct selector *selector, struct spot *at, struct sink *sink)
{
    for (size_t i = 0; i < at->value->count; i++) {
        bool chosen = selector->kind == SELECT_WILDCARD ||
                      filter_holds(s, selector->filter, at->value->items[i]);
        if (s->problem != NULL || !selection_charge(s, 1) ||
            (chosen && !go_on(s, segment, at, i, sink)))
            return false;
    }
    return true;
}

static bool select_by(struct selection *s, const struct segment *segment,
                      const struct selector *selector, struct spot *at, struct sink *sink)
{
    size_t index;
    switch (selector->kind) {
    case SELECT_NAME:
        return select_name(s, segment, selector, at, sink);
    case SELECT_INDEX:
        index = index_in(selector->start, at->value->count);
        return at->value->kind != JSON_ARRAY || index == at->value->count ||
               go_on(s, segment, at, index, sink);
    case SELECT_SLICE:
        return select_slice(s, segment, selector, at, sink);
    case SELECT_WILDCARD:
    case SELECT_FILTER:
        return select_children(s, segment, selector, at, sink);
    }
    return true;
}

/* The children of a descendant segment's nodes, each before its own (section 2.5.2.2). */
static bool walk_down(struct selection *s, const struct segment *segment, struct spot *at,
                      struct sink *sink)
{
    for (size_t i = 0; i < at->value->count; i++) {
        struct spot child = {.value = at->value->items[i], .parent = at, .index = i};
        if (child.value->count > 0 && !walk(s, segment, &child, sink))
            return false;
    }
    return true;
}

static bool walk(struct selection *s, const struct segment *segment, struct spot *at,
                 struct sink *sink)
{
    if (segment == NULL)
        return sink->take(sink, at);
    if (!selection_charge(s, 1 + at->value->count / 8))
        return false;
    if (s->depth >= MOST_DEPTH) {
        s->problem = "the path goes too deep into this document";
        return false;
    }
    s->depth++;
    bool all = true;
    for (const struct selector *by = segment->selectors; by != NULL && all; by = by->next)
        all = select_by(s, segment, by, at, sink);
    if (all && segment->descendant)
        all = walk_down(s, segment, at, sink);
    s->depth--;
    return all;
}

bool selection_walk(struct selection *s, const struct path *path, const struct json *current,
                    struct sink *sink)
{
    struct spot start = {.value = path->absolute ? s->root : current};
    return walk(s, path->segments, &start, sink);
}

const struct json *selection_one(struct selection *s, const struct path *path,
                                 const struct json *current)
{
    const struct json *at = path->absolute ? s->root : current;
    for (const struct segment *segment = path->segments; segment != NULL && at != NULL;
         segment = segment->next) {
        const struct selector *by = segment->selectors;
        size_t index = index_in(by->start, at->count);
        if (!selection_charge(s, 1 + at->count / 8))
            return NULL;
        if (by->kind == SELECT_NAME)
            at = json_member(at, by->name);
        else
            at = at->kind == JSON_ARRAY && index < at->count ? at->items[index] : NULL;
    }
    return at;
}

/* The sink that keeps. */
struct keeper {
    struct sink sink;
    struct selection *selection;
    struct arena *arena;
    const struct jsonpath_node **items;
    size_t count, size;
};

/* Copies a node with its parents, those that were not copied before. The recursion is the walk's
 * own depth once more. */
static const struct jsonpath_node *keep(struct arena *arena, struct spot *spot)
{
    if (spot == NULL || spot->kept != NULL)
        return spot == NULL ? NULL : spot->kept;
    struct jsonpath_node *made = arena_make(arena, struct jsonpath_node);
    *made = (struct jsonpath_node){
        .value = spot->value, .parent = keep(arena, spot->parent), .index = spot->index};
    spot->kept = made;
    return made;
}

static bool take_kept(struct sink *sink, struct spot *spot)
{
    struct keeper *keeper = (struct keeper *)sink;
    if (keeper->count == MOST_NODES) {
        keeper->selection->problem = "the path finds too many values in this document";
        return false;
    }
    if (keeper->count == keeper->size) {
        keeper->size = keeper->size > 0 ? 2 * keeper->size : 16;
        const struct jsonpath_node **grown =
            realloc(keeper->items, keeper->size * sizeof(const struct jsonpath_node *));
        must(grown != NULL);
        keeper->items = grown;
    }
    keeper->items[keeper->count++] = keep(keeper->arena, spot);
    return true;
}

bool jsonpath_select(const struct jsonpath *path, const struct json *root, struct arena *arena,
                     struct nodes *ret, const char **ret_error)
{
    struct selection s = {.root = root, .work = MOST_WORK};
    struct keeper keeper = {.sink = {take_kept}, .selection = &s, .arena = arena};
    selection_walk(&s, &path->path, root, &keeper.sink);
    arena_end(s.regex_arena);
    if (s.problem == NULL) {
        const struct jsonpath_node **items =
            arena_array(arena, keeper.count, const struct jsonpath_node *);
        if (keeper.count > 0)
            memcpy(items, keeper.items, keeper.count * sizeof(const struct jsonpath_node *));
        *ret = (struct nodes){.items = items, .count = keeper.count};
    } else {
        *ret_error = s.problem;
    }
    free(keeper.items);
    return s.problem == NULL;
}
