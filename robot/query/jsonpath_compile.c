/* SPDX-License-Identifier: Apache-2.0 */
/* jsonpath_compile.c - queries, segments and selectors, by recursive descent.
 *
 * One function for one rule of RFC 9535's grammar (appendix A), and no rule looser than there: an
 * expression that another implementation would refuse must not pass a review here. */

#include "base/arena.h"
#include "base/encode.h"
#include "query/jsonpath.h"
#include "query/jsonpath_parse.h"

enum { MOST_EXPRESSION_BYTES = 64 * 1024 };

bool parse_deeper(struct scan *s)
{
    if (s->depth >= MOST_EXPRESSION_DEPTH)
        return scan_fail(s, s->at, "the expression is nested too deep");
    s->depth++;
    return true;
}

static bool is_int_next(const struct scan *s)
{
    int c = scan_look(s, 0);
    return c == '-' || (c >= '0' && c <= '9');
}

/* The end or the step of a slice, behind its colon. */
static bool parse_bound(struct scan *s, bool *ret_has, int64_t *ret)
{
    scan_blanks(s);
    if (!is_int_next(s))
        return true;
    *ret_has = true;
    return scan_int(s, ret);
}

static bool parse_index_or_slice(struct scan *s, struct selector *selector)
{
    bool has_step = false;
    selector->kind = SELECT_INDEX;
    selector->step = 1;
    if (!parse_bound(s, &selector->has_start, &selector->start))
        return false;
    scan_blanks(s);
    if (!scan_take(s, ":"))
        return true;
    selector->kind = SELECT_SLICE;
    if (!parse_bound(s, &selector->has_end, &selector->end))
        return false;
    scan_blanks(s);
    return !scan_take(s, ":") || parse_bound(s, &has_step, &selector->step);
}

static bool parse_filter_selector(struct scan *s, struct selector *selector)
{
    selector->kind = SELECT_FILTER;
    if (!parse_deeper(s))
        return false;
    scan_blanks(s);
    selector->filter = parse_filter(s);
    s->depth--;
    return selector->filter != NULL;
}

static bool fail_selector(struct scan *s)
{
    size_t at = s->at;
    struct text name = scan_name(s);
    return scan_fail(s, at,
                     name.length > 0
                         ? arena_printf(s->arena, "a name in brackets needs quotes: ['%.*s']",
                                        TEXT_ARGS(name))
                         : "expected a selector: a name in quotes, an index, a slice, * or "
                           "?filter");
}

static bool parse_selector(struct scan *s, struct selector *selector)
{
    int c = scan_look(s, 0);
    if (c == '\'' || c == '"') {
        selector->kind = SELECT_NAME;
        return scan_string(s, &selector->name);
    }
    if (scan_take(s, "*")) {
        selector->kind = SELECT_WILDCARD;
        return true;
    }
    if (scan_take(s, "?"))
        return parse_filter_selector(s, selector);
    if (c == ':' || is_int_next(s))
        return parse_index_or_slice(s, selector);
    return fail_selector(s);
}

/* Behind the opening bracket. */
static bool parse_bracketed(struct scan *s, struct segment *segment)
{
    struct selector **last = &segment->selectors;
    do {
        segment->spaced |= scan_blanks(s);
        *last = arena_make(s->arena, struct selector);
        if (!parse_selector(s, *last))
            return false;
        last = &(*last)->next;
        segment->spaced |= scan_blanks(s);
    } while (scan_take(s, ","));
    return scan_take(s, "]") || scan_fail(s, s->at, "expected , or ] after a selector");
}

/* Behind one dot or two: no blanks are allowed here. */
static bool parse_shorthand(struct scan *s, struct segment *segment)
{
    struct selector *selector = arena_make(s->arena, struct selector);
    segment->selectors = selector;
    if (scan_take(s, "*")) {
        selector->kind = SELECT_WILDCARD;
        return true;
    }
    selector->kind = SELECT_NAME;
    selector->name = scan_name(s);
    if (selector->name.length > 0)
        return true;
    return scan_fail(
        s, s->at,
        "expected a name of letters, digits and _ behind the dot, or *: other names "
        "are written ['like this']");
}

static bool parse_segment(struct scan *s, struct segment *segment)
{
    if (scan_take(s, "["))
        return parse_bracketed(s, segment);
    segment->descendant = scan_take(s, "..");
    if (segment->descendant && scan_take(s, "["))
        return parse_bracketed(s, segment);
    if (!segment->descendant)
        scan_take(s, ".");
    return parse_shorthand(s, segment);
}

static bool finds_one(const struct segment *segment)
{
    const struct selector *only = segment->selectors;
    return !segment->descendant && only->next == NULL &&
           (only->kind == SELECT_NAME || only->kind == SELECT_INDEX);
}

bool parse_segments(struct scan *s, struct path *path)
{
    struct segment **last = &path->segments;
    path->singular = path->comparable = true;
    for (;;) {
        size_t before = s->at;
        scan_blanks(s);
        int c = scan_look(s, 0);
        if (c != '.' && c != '[') {
            s->at = before; /* the blanks belong to what follows, which may not allow them */
            return true;
        }
        *last = arena_make(s->arena, struct segment);
        if (!parse_segment(s, *last))
            return false;
        path->singular = path->singular && finds_one(*last);
        path->comparable = path->comparable && path->singular && !(*last)->spaced;
        last = &(*last)->next;
    }
}

static bool check_bytes(struct scan *s)
{
    if (s->in.length > MOST_EXPRESSION_BYTES)
        return scan_fail(s, 0, "the expression is too long");
    for (size_t i = 0, step; i < s->in.length; i += step)
        if ((step = utf8_next(s->in, i, NULL)) == 0)
            return scan_fail(s, i, "invalid UTF-8 in the expression");
    return true;
}

static bool parse_whole(struct scan *s, struct path *path)
{
    path->absolute = true;
    if (!scan_take(s, "$"))
        return scan_fail(s, 0, "a path begins with $");
    if (!parse_segments(s, path))
        return false;
    if (s->at == s->in.length)
        return true;
    size_t rest = s->at;
    scan_blanks(s);
    return scan_fail(s, rest,
                     s->at == s->in.length ? "blanks are not allowed at the end"
                                           : "expected . or [ or the end of the path");
}

const struct jsonpath *jsonpath_compile(struct arena *arena, struct text expression,
                                        struct query_error *ret_error)
{
    struct query_error error = {0};
    struct jsonpath *path = arena_make(arena, struct jsonpath);
    struct scan s = {.arena = arena, .in = expression, .error = &error};
    if (check_bytes(&s) && parse_whole(&s, &path->path))
        return path;
    *ret_error = error;
    return NULL;
}

bool jsonpath_singular(const struct jsonpath *path)
{
    return path->path.singular;
}
