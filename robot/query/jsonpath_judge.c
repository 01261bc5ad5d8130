/* SPDX-License-Identifier: Apache-2.0 */
/* jsonpath_judge.c - whether a filter is true of a node: logic, tests, comparisons.
 *
 * Comparisons (section 2.3.5.2.2) never fail: what cannot be compared is unequal and in no order;
 * Nothing equals Nothing. */

#include "document/json.h"
#include "query/jsonpath_selection.h"

#include <string.h>

static bool stop_at_first(struct sink *sink, struct spot *spot)
{
    (void)sink;
    (void)spot;
    return false;
}

static bool finds_something(struct selection *s, const struct path *path,
                            const struct json *current)
{
    struct sink sink = {stop_at_first};
    if (path->singular)
        return selection_one(s, path, current) != NULL;
    return !selection_walk(s, path, current, &sink) && s->problem == NULL;
}

static bool test_holds(struct selection *s, const struct term *term, const struct json *current)
{
    return term->kind == TERM_QUERY ? finds_something(s, term->path, current)
                                    : term->call->function->test(s, term->call, current);
}

const struct json *term_value(struct selection *s, const struct term *term,
                              const struct json *current, struct made_number *room)
{
    switch (term->kind) {
    case TERM_LITERAL:
        return term->literal;
    case TERM_QUERY:
        return selection_one(s, term->path, current);
    case TERM_CALL:
        return term->call->function->value(s, term->call, current, room);
    }
    return NULL;
}

static bool equal(struct selection *s, const struct json *a, const struct json *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    bool same = json_equal_within(a, b, &s->work);
    return s->work > 0 ? same : selection_charge(s, 1);
}

/* Strings by their Unicode scalar values, which is the order of their UTF-8 bytes. */
static int compare_texts(struct text a, struct text b)
{
    size_t common = a.length < b.length ? a.length : b.length;
    int order = common > 0 ? memcmp(a.at, b.at, common) : 0;
    return order != 0 ? order : (a.length > b.length) - (a.length < b.length);
}

static bool less(struct selection *s, const struct json *a, const struct json *b)
{
    if (a == NULL || b == NULL || a->kind != b->kind ||
        !selection_charge(s, (a->text.length + b->text.length) / 64))
        return false;
    if (a->kind == JSON_NUMBER)
        return json_number_compare(a->text, b->text) < 0;
    return a->kind == JSON_STRING && compare_texts(a->text, b->text) < 0;
}

static bool comparison_holds(struct selection *s, const struct filter *filter,
                             const struct json *current)
{
    struct made_number left_room, right_room;
    const struct json *a = term_value(s, filter->left, current, &left_room);
    const struct json *b = term_value(s, filter->right, current, &right_room);
    switch (filter->comparison) {
    case COMPARE_EQUAL:
        return equal(s, a, b);
    case COMPARE_UNEQUAL:
        return !equal(s, a, b);
    case COMPARE_LESS:
        return less(s, a, b);
    case COMPARE_GREATER:
        return less(s, b, a);
    case COMPARE_LESS_OR_EQUAL:
        return less(s, a, b) || equal(s, a, b);
    case COMPARE_GREATER_OR_EQUAL:
        return less(s, b, a) || equal(s, a, b);
    }
    return false;
}

static bool all_hold(struct selection *s, const struct filter *filter,
                     const struct json *current)
{
    for (const struct filter *part = filter->parts; part != NULL; part = part->next)
        if (!filter_holds(s, part, current))
            return false;
    return true;
}

static bool any_holds(struct selection *s, const struct filter *filter,
                      const struct json *current)
{
    for (const struct filter *part = filter->parts; part != NULL; part = part->next)
        if (filter_holds(s, part, current))
            return true;
    return false;
}

bool filter_holds(struct selection *s, const struct filter *filter, const struct json *current)
{
    if (!selection_charge(s, 1))
        return false;
    switch (filter->kind) {
    case FILTER_OR:
        return any_holds(s, filter, current);
    case FILTER_AND:
        return all_hold(s, filter, current);
    case FILTER_NOT:
        return !filter_holds(s, filter->parts, current);
    case FILTER_COMPARE:
        return comparison_holds(s, filter, current);
    case FILTER_TEST:
        return test_holds(s, filter->left, current);
    }
    return false;
}
