/* SPDX-License-Identifier: Apache-2.0 */
/* css.c - a selector is read once, left to right, and written as a location path.
 *
 * Each compound selector becomes a step: an axis from the combinator before it, `*` and predicates.
 * The element's name is a predicate, too, so that a position counts all siblings, and XML with
 * namespaces can be selected from. */

#include "query/css.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "query/css_attribute.h"
#include "query/css_compound.h"
#include "query/css_scan.h"
#include "query/xpath.h"

#include <string.h>

/* ::attr(NAME), the last step of a path, if it stands here. */
static bool attribute_step(struct css_scan *s, struct buffer *out)
{
    struct text name;
    if (!css_at_attr(s))
        return true;
    s->at += strlen("::attr(");
    css_blanks(s);
    bool named = css_name(s, &name);
    css_blanks(s);
    if (!named || css_look(s) != ')')
        return css_fail(s, "expected the name of an attribute in ::attr()");
    s->at++;
    buffer_add_char(out, '/');
    css_put_attribute(s, name, out);
    css_blanks(s);
    if (css_look(s) != '\0' && css_look(s) != ',')
        return css_fail(s, "nothing can follow ::attr()");
    return true;
}

static const char *axis_of(char combinator)
{
    switch (combinator) {
    case '>':
        return "/*";
    case '+':
        return "/following-sibling::*[1]";
    case '~':
        return "/following-sibling::*";
    default:
        return "//*";
    }
}

static bool complex_selector(struct css_scan *s, struct buffer *out)
{
    char combinator = ' ';
    for (;;) {
        buffer_add_string(out, axis_of(combinator));
        if (!css_compound(s, combinator == ' ' || combinator == '>', out))
            return false;
        bool blank = css_blanks(s);
        char c = css_look(s);
        if (c == '\0' || c == ',')
            return true;
        if (css_at_attr(s)) {
            if (!blank)
                return attribute_step(s, out);
            return css_fail(s, "expected ::attr() right behind a selector");
        }
        combinator = c == '>' || c == '+' || c == '~' ? c : ' ';
        if (combinator != ' ')
            s->at++;
        else if (!blank)
            return css_fail(s, "unexpected character in the selector");
        css_blanks(s);
    }
}

static bool all(struct css_scan *s, struct buffer *out)
{
    do {
        if (out->length > 0)
            buffer_add_string(out, " | ");
        css_blanks(s);
        if (!complex_selector(s, out))
            return false;
    } while (css_look(s) == ',' && ++s->at);
    return !out->full || css_fail(s, "the selector is too long");
}

struct text css_to_xpath(struct arena *arena, struct text selector,
                         struct query_error *ret_error)
{
    struct css_scan s = {.arena = arena, .text = selector, .error = ret_error};
    struct buffer out;
    struct text made = {0};
    *ret_error = (struct query_error){0};
    if (selector.length > CSS_MOST_SELECTOR_BYTES)
        ret_error->message = "the selector is too long";
    else if (!utf8_valid(selector) || text_find(selector, (struct text){"", 1}, 0) >= 0)
        ret_error->message = "the selector is not UTF-8 text";
    if (ret_error->message != NULL)
        return made;
    buffer_init(&out, CSS_MOST_XPATH_BYTES);
    if (all(&s, &out))
        made = text_copy(arena, buffer_text(&out));
    buffer_done(&out);
    return made;
}

const struct xpath *css_compile(struct arena *arena, struct text selector,
                                struct query_error *ret_error)
{
    struct text path = css_to_xpath(arena, selector, ret_error);
    const struct xpath *compiled =
        path.at != NULL ? xpath_compile(arena, path, ret_error) : NULL;
    if (path.at != NULL && compiled == NULL) /* its place is in a text the author never saw */
        *ret_error = (struct query_error){
            .message = arena_printf(arena, "cannot be selected by: %s", ret_error->message)};
    return compiled;
}
