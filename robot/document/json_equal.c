/* SPDX-License-Identifier: Apache-2.0 */
/* json_equal.c - structural equality: members in any order, numbers by value.
 *
 * Large objects are sorted before they are compared, because the members of a hostile document are
 * in the worst order. Recursion is bounded by the depth that readers of documents allow. */

#include "document/json.h"
#include "document/json_order.h"

#include <stdlib.h>

enum { MANY_MEMBERS = 16, BYTES_PER_WORK = 64 };

/* Takes `amount` of the work; false when there is not that much left. */
static bool charge(size_t *work, size_t amount)
{
    bool enough = *work >= amount;
    *work -= enough ? amount : *work;
    return enough;
}

static bool equal_elements(const struct json *const *a, const struct json *const *b,
                           size_t count, bool named, size_t *work)
{
    for (size_t i = 0; i < count; i++)
        if ((named && !text_equal(a[i]->name, b[i]->name)) ||
            !json_equal_within(a[i], b[i], work))
            return false;
    return true;
}

static bool equal_few_members(const struct json *a, const struct json *b, size_t *work)
{
    for (size_t i = 0; i < a->count; i++) {
        const struct json *other = json_member(b, a->items[i]->name);
        if (other == NULL || !json_equal_within(a->items[i], other, work))
            return false;
    }
    return true;
}

static bool equal_many_members(const struct json *a, const struct json *b, size_t *work)
{
    if (!charge(work, 2 * a->count))
        return false;
    const struct json **x = members_sorted(a->items, a->count);
    const struct json **y = members_sorted(b->items, b->count);
    bool equal = equal_elements(x, y, a->count, true, work);
    free(x);
    free(y);
    return equal;
}

static bool equal_texts(struct text a, struct text b, size_t *work)
{
    return a.length == b.length && charge(work, a.length / BYTES_PER_WORK) && text_equal(a, b);
}

bool json_equal_within(const struct json *a, const struct json *b, size_t *work)
{
    if (a->kind != b->kind || !charge(work, 1))
        return false;
    switch (a->kind) {
    case JSON_NULL:
    case JSON_FALSE:
    case JSON_TRUE:
        return true;
    case JSON_NUMBER:
        return charge(work, (a->text.length + b->text.length) / BYTES_PER_WORK) &&
               json_number_compare(a->text, b->text) == 0;
    case JSON_STRING:
        return equal_texts(a->text, b->text, work);
    case JSON_ARRAY:
        return a->count == b->count &&
               equal_elements(a->items, b->items, a->count, false, work);
    case JSON_OBJECT:
        return a->count == b->count &&
               (a->count <= MANY_MEMBERS ? equal_few_members(a, b, work)
                                         : equal_many_members(a, b, work));
    }
    return false;
}

bool json_equal(const struct json *a, const struct json *b)
{
    size_t work = SIZE_MAX;
    return json_equal_within(a, b, &work);
}
