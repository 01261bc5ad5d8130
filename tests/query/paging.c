/* SPDX-License-Identifier: Apache-2.0 */
/* paging.c - compiles, parses, evaluates and writes in one go. */

#include "paging.h"

#include <criterion/criterion.h>

#include "base/buffer.h"
#include "document/json.h"
#include "model/subject.h"
#include "query/css.h"
#include "query/html.h"
#include "query/xpath.h"

#include <string.h>

static const char *found(struct arena *arena, const struct xpath *compiled, const char *type,
                         const char *body)
{
    struct buffer out;
    struct extracted ret = {0};
    const struct html *page =
        html_parse(arena, text_of(body), text_of(type), html_usual_limits, &ret.problem);
    if (page != NULL)
        xpath_select(compiled, page, arena, &ret);
    if (ret.problem != NULL)
        return arena_printf(arena, "error: %s", ret.problem);
    buffer_init(&out, 16 << 20);
    for (size_t i = 0; i < ret.count; i++) {
        buffer_add_string(&out, i > 0 ? "," : "");
        json_write(ret.items[i], &out);
    }
    const char *all = arena_printf(arena, "[%.*s]", TEXT_ARGS(buffer_text(&out)));
    buffer_done(&out);
    return all;
}

const char *by_xpath(struct arena *arena, const char *expression, const char *type,
                     const char *body)
{
    struct query_error error = {0};
    const struct xpath *compiled = xpath_compile(arena, text_of(expression), &error);
    cr_assert_not_null(compiled, "%s: %s at %zu", expression, error.message, error.offset);
    return found(arena, compiled, type, body);
}

const char *by_css(struct arena *arena, const char *selector, const char *type,
                   const char *body)
{
    struct query_error error = {0};
    const struct xpath *compiled = css_compile(arena, text_of(selector), &error);
    cr_assert_not_null(compiled, "%s: %s at %zu", selector, error.message, error.offset);
    return found(arena, compiled, type, body);
}

const char *repeated(struct arena *arena, const char *before, const char *text, size_t count,
                     const char *after)
{
    size_t length = strlen(text), first = strlen(before);
    char *all = arena_alloc(arena, first + count * length + strlen(after) + 1);
    memcpy(all, before, first);
    for (size_t i = 0; i < count; i++)
        memcpy(all + first + i * length, text, length);
    strcpy(all + first + count * length, after);
    return all;
}
