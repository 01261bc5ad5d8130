/* SPDX-License-Identifier: Apache-2.0 */
/* json_schema_arrays.c - keywords of arrays (Core 10.3.1, Validation 6.4). */

#include "base/arena.h"
#include "base/must.h"
#include "document/json.h"
#include "query/json_schema_rule.h"
#include "query/json_schema_walk.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static bool is_array(const struct schema_question *q)
{
    return q->value->kind == JSON_ARRAY;
}

static int64_t count_of(const struct json *keyword, int64_t fallback)
{
    if (keyword != NULL)
        json_to_int(keyword->text, &fallback);
    return fallback;
}

bool schema_min_items(const struct schema_question *q)
{
    return !is_array(q) || (int64_t)q->value->count >= count_of(q->keyword, 0) ||
           schema_unexpected(q);
}

bool schema_max_items(const struct schema_question *q)
{
    return !is_array(q) || (int64_t)q->value->count <= count_of(q->keyword, 0) ||
           schema_unexpected(q);
}

struct numbered {
    const struct json *item;
    size_t index;
};

static bool is_container(const struct json *value)
{
    return value->kind == JSON_ARRAY || value->kind == JSON_OBJECT;
}

/* Equal values are neighbours, except objects and arrays, which come last. */
static int by_value(const void *a, const void *b)
{
    const struct numbered *one = a, *two = b;
    const struct json *x = one->item, *y = two->item;
    int order = 0;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->kind == JSON_NUMBER)
        order = json_number_compare(x->text, y->text);
    if (x->kind == JSON_STRING && x->text.length != y->text.length)
        order = x->text.length < y->text.length ? -1 : 1;
    else if (x->kind == JSON_STRING && x->text.length > 0)
        order = memcmp(x->text.at, y->text.at, x->text.length);
    return order != 0 ? order : (one->index > two->index) - (one->index < two->index);
}

/* The later one of two that are equal; -1 when there are none. Sorting finds those of scalars;
 * objects and arrays are compared each with each, as far as the walk's work goes. */
static ptrdiff_t find_twin(struct schema_walk *walk, const struct numbered *sorted,
                           size_t count)
{
    for (size_t i = 1; i < count; i++)
        for (size_t n = i; n-- > 0 && sorted[n].item->kind == sorted[i].item->kind;) {
            bool equal = json_equal_within(sorted[i].item, sorted[n].item, &walk->work);
            if (walk->work == 0 && !schema_too_long(walk))
                return -1;
            if (equal)
                return (ptrdiff_t)sorted[i].index;
            if (!is_container(sorted[i].item))
                break;
        }
    return -1;
}

bool schema_unique_items(const struct schema_question *q)
{
    if (!is_array(q) || q->keyword->kind == JSON_FALSE || q->value->count < 2)
        return true;
    struct numbered *sorted = calloc(q->value->count, sizeof *sorted);
    must(sorted != NULL);
    for (size_t i = 0; i < q->value->count; i++)
        sorted[i] = (struct numbered){.item = q->value->items[i], .index = i};
    qsort(sorted, q->value->count, sizeof *sorted, by_value);
    ptrdiff_t twin = find_twin(q->walk, sorted, q->value->count);
    free(sorted);
    if (twin < 0)
        return true;
    struct schema_place at = {.up = q->at, .index = (size_t)twin};
    struct schema_question there = *q;
    there.at = &at;
    return schema_wrong(&there, "is there twice");
}

static bool item_holds(const struct schema_question *q, const struct json *schema, size_t index)
{
    struct schema_place at = {.up = q->at, .index = index};
    return schema_holds(q->walk, schema, q->value->items[index], &at);
}

bool schema_prefix_items(const struct schema_question *q)
{
    for (size_t i = 0; is_array(q) && i < q->value->count && i < q->keyword->count; i++)
        if (!item_holds(q, q->keyword->items[i], i))
            return false;
    return true;
}

/* Those behind prefixItems. */
bool schema_items(const struct schema_question *q)
{
    const struct json *prefix = json_member(q->schema, text_of("prefixItems"));
    for (size_t i = prefix != NULL ? prefix->count : 0; is_array(q) && i < q->value->count; i++)
        if (!item_holds(q, q->keyword, i))
            return false;
    return true;
}

/* minContains and maxContains speak of this one only. */
bool schema_contains(const struct schema_question *q)
{
    int64_t least = count_of(json_member(q->schema, text_of("minContains")), 1);
    int64_t most = count_of(json_member(q->schema, text_of("maxContains")), INT64_MAX);
    int64_t found = 0;
    for (size_t i = 0; is_array(q) && i < q->value->count; i++)
        found += schema_would_hold(q->walk, q->keyword, q->value->items[i]);
    if (!is_array(q) || (found >= least && found <= most))
        return true;
    return schema_wrong(
        q, found == 0
               ? "no item is as expected"
               : arena_printf(q->walk->arena, "%lld items are as expected", (long long)found));
}
