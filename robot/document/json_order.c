/* SPDX-License-Identifier: Apache-2.0 */
/* json_order.c - sorts members by the bytes of their names. */

#include "document/json_order.h"
#include "base/must.h"
#include "document/json.h"

#include <stdlib.h>
#include <string.h>

static int by_name(const void *a, const void *b)
{
    const struct json *const *x = a, *const *y = b;
    struct text s = (*x)->name, t = (*y)->name;
    size_t common = s.length < t.length ? s.length : t.length;
    int order = common > 0 ? memcmp(s.at, t.at, common) : 0;
    if (order == 0)
        order = (s.length > t.length) - (s.length < t.length);
    return order != 0 ? order : ((*x)->offset > (*y)->offset) - ((*x)->offset < (*y)->offset);
}

const struct json **members_sorted(const struct json *const *members, size_t count)
{
    const struct json **sorted = malloc((count + 1) * sizeof(const struct json *));
    must(sorted != NULL);
    if (count > 0) {
        memcpy(sorted, members, count * sizeof(const struct json *));
        qsort(sorted, count, sizeof(const struct json *), by_name);
    }
    return sorted;
}
