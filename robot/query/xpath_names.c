/* SPDX-License-Identifier: Apache-2.0 */
/* xpath_names.c - finds names that libxml2 would only miss when it evaluates.
 *
 * `lower-case(@id)` is XPath 2.0 and compiles; on the page it would be "cannot be evaluated", at
 * three in the morning. Names are found by the lexical rules of XPath 1.0, section 3.7. */

#include "query/xpath_names.h"
#include "base/arena.h"
#include "base/suggest.h"

#include <string.h>

/* Sections 4.1 to 4.4, and the node types of section 3.7, which look alike. */
static const char *const functions[] = {"boolean",
                                        "ceiling",
                                        "comment",
                                        "concat",
                                        "contains",
                                        "count",
                                        "false",
                                        "floor",
                                        "id",
                                        "lang",
                                        "last",
                                        "local-name",
                                        "name",
                                        "namespace-uri",
                                        "node",
                                        "normalize-space",
                                        "not",
                                        "number",
                                        "position",
                                        "processing-instruction",
                                        "round",
                                        "starts-with",
                                        "string",
                                        "string-length",
                                        "substring",
                                        "substring-after",
                                        "substring-before",
                                        "sum",
                                        "text",
                                        "translate",
                                        "true",
                                        NULL};
/* `a and (b)` is no call. */
static const char *const operators[] = {"and", "div", "mod", "or", NULL};
static const char *const axes[] = {"ancestor",   "ancestor-or-self",
                                   "attribute",  "child",
                                   "descendant", "descendant-or-self",
                                   "following",  "following-sibling",
                                   "namespace",  "parent",
                                   "preceding",  "preceding-sibling",
                                   "self",       NULL};

static bool is_listed(struct text name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (text_is(name, *names))
            return true;
    return false;
}

static bool is_name_byte(char c, bool first)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           (unsigned char)c >= 0x80 ||
           (!first && ((c >= '0' && c <= '9') || c == '-' || c == '.'));
}

static char look(struct text t, size_t at)
{
    return at < t.length ? t.at[at] : '\0';
}

static size_t skip_blanks(struct text t, size_t at)
{
    while (look(t, at) != '\0' && strchr(" \t\r\n", look(t, at)) != NULL)
        at++;
    return at;
}

static bool unknown(struct arena *arena, const char *what, struct text name, size_t at,
                    const char *const *names, struct query_error *ret_error)
{
    const char *near = suggest(name, names);
    ret_error->offset = at;
    ret_error->message =
        near != NULL
            ? arena_printf(arena, "XPath 1.0 has no %s \"%.*s\" (did you mean \"%s\"?)", what,
                           TEXT_ARGS(name), near)
            : arena_printf(arena, "XPath 1.0 has no %s \"%.*s\"", what, TEXT_ARGS(name));
    return false;
}

/* The name at *at, which moves behind it. */
static bool check_name(struct arena *arena, struct text t, size_t *at,
                       struct query_error *ret_error)
{
    size_t from = *at;
    while (is_name_byte(look(t, *at), *at == from))
        (*at)++;
    struct text name = text_slice(t, from, *at);
    size_t next = skip_blanks(t, *at);
    if (look(t, next) == '(')
        return is_listed(name, functions) || is_listed(name, operators) ||
               unknown(arena, "function", name, from, functions, ret_error);
    if (look(t, next) != ':')
        return true;
    if (look(t, next + 1) == ':') {
        *at = next + 2;
        return is_listed(name, axes) || unknown(arena, "axis", name, from, axes, ret_error);
    }
    *ret_error = (struct query_error){
        .offset = from,
        .message = arena_printf(arena,
                                "the prefix \"%.*s\" stands for no namespace here: use "
                                "*[local-name()='NAME'], or @*[name()='PREFIX:NAME']",
                                TEXT_ARGS(name))};
    return false;
}

bool xpath_names_known(struct arena *arena, struct text expression,
                       struct query_error *ret_error)
{
    struct text t = expression;
    for (size_t at = 0; at < t.length;) {
        char c = t.at[at];
        if (c == '"' || c == '\'') {
            ptrdiff_t end = text_find(t, (struct text){.at = &t.at[at], .length = 1}, at + 1);
            at = end < 0 ? t.length : (size_t)end + 1;
        } else if (c == '$') {
            *ret_error = (struct query_error){
                .message = "there are no XPath variables here: write ${name} in a journey",
                .offset = at};
            return false;
        } else if (c >= '0' && c <= '9') {
            while (look(t, at) == '.' || (look(t, at) >= '0' && look(t, at) <= '9'))
                at++;
        } else if (!is_name_byte(c, true)) {
            at++;
        } else if (!check_name(arena, t, &at, ret_error)) {
            return false;
        }
    }
    return true;
}
