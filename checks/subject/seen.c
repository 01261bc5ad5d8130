/* SPDX-License-Identifier: Apache-2.0 */
/* seen.c - what the subjects of a browser's step share. */

#include "checks/subject/seen.h"
#include "base/arena.h"
#include "document/json.h"
#include "model/observation.h"
#include "model/page_sight.h"
#include "model/subject.h"
#include "query/query.h"
#include "query/regex.h"

const struct page_sight *seen_page(const struct sight *sight, struct extracted *ret)
{
    if (sight->saw->page == NULL)
        ret->problem = "only a step in a browser sees this";
    return sight->saw->page;
}

const void *seen_pattern(struct arena *arena, struct text operand,
                         struct query_error *ret_error)
{
    if (operand.length == 0) {
        ret_error->message = "expected a part of the URL, or a regular expression for it";
        return NULL;
    }
    return regex_compile(arena, operand, ret_error);
}

void seen_requests(const void *pattern, struct sight *sight, struct extracted *ret,
                   const struct json *(*found)(struct arena *arena,
                                               const struct exchange *request))
{
    const struct observation *saw = sight->saw;
    const struct json **items =
        arena_array(sight->arena, saw->exchange_count + 1, const struct json *);
    for (size_t i = 0; i < saw->exchange_count; i++) {
        enum regex_result result = regex_search(pattern, saw->exchanges[i].url, 0, NULL);
        if (result == REGEX_LIMIT) {
            ret->problem = "the expression takes too long on a URL";
            return;
        }
        const struct json *item =
            result == REGEX_MATCH ? found(sight->arena, &saw->exchanges[i]) : NULL;
        if (item != NULL)
            items[ret->count++] = item;
    }
    ret->items = items;
    ret->untyped = true;
}
