/* SPDX-License-Identifier: Apache-2.0 */
/* css_compound.c - type, #id, .class, [attribute] and pseudo-classes of one element.
 *
 * Counting the siblings before each element is quadratic: `li:nth-child(odd)` on 3,000 items takes
 * 4.5 million steps. So the first pseudo-class that counts goes first in the step and counts by
 * position(): 39,000. Only one kind can, nth-child of all siblings or nth-of-type of those with the
 * name; the other kind, and both where the axis has another order, count siblings. */

#include "query/css_compound.h"
#include "base/arena.h"
#include "query/css_attribute.h"
#include "query/css_scan.h"

#include <string.h>

enum { MOST_NESTING = 8 };

enum slot { SLOT_FREE = 0, SLOT_CHILD, SLOT_TYPE, SLOT_NONE };

struct compound {
    struct css_scan *scan;
    struct text type; /* empty for * */
    enum slot slot;   /* what `position` counts */
    struct buffer position, rest;
};

/* What an nth- class counts from. */
enum end { END_NONE = 0, END_FIRST, END_LAST, END_BOTH };

struct pseudo {
    const char *name;
    const char *xpath; /* all there is to it; or NULL */
    enum end end;      /* of those that count */
    bool of_type, argument;
};

static const struct pseudo pseudos[] = {
    {.name = "root", .xpath = "[not(parent::*)]"},
    {.name = "empty", .xpath = "[not(*) and not(text())]"},
    {.name = "first-child", .xpath = "[not(preceding-sibling::*)]"},
    {.name = "last-child", .xpath = "[not(following-sibling::*)]"},
    {.name = "only-child",
     .xpath = "[not(preceding-sibling::*) and not(following-sibling::*)]"},
    {.name = "first-of-type", .end = END_FIRST, .of_type = true},
    {.name = "last-of-type", .end = END_LAST, .of_type = true},
    {.name = "only-of-type", .end = END_BOTH, .of_type = true},
    {.name = "nth-child", .end = END_FIRST, .argument = true},
    {.name = "nth-last-child", .end = END_LAST, .argument = true},
    {.name = "nth-of-type", .end = END_FIRST, .of_type = true, .argument = true},
    {.name = "nth-last-of-type", .end = END_LAST, .of_type = true, .argument = true},
    {.name = "not", .argument = true},
    {.name = NULL},
};

static void put_type(struct compound *c, struct buffer *out)
{
    if (c->type.length == 0)
        return;
    buffer_add_char(out, '[');
    css_put_name_test(c->scan, "local-name", c->type, out);
    buffer_add_char(out, ']');
}

/* `place`, counted from 1, is one of an+b for n = 0, 1, 2 ... */
static void put_nth(const char *place, long a, long b, struct buffer *out)
{
    if (a == 0)
        buffer_printf(out, "%s=%ld", place, b);
    else if (a > 0)
        buffer_printf(out, "%s>=%ld and (%s - %ld) mod %ld = 0", place, b, place, b, a);
    else
        buffer_printf(out, "%s<=%ld and (%ld - %s) mod %ld = 0", place, b, b, place, -a);
}

static void put_counted(struct compound *c, bool from_last, bool of_type, long a, long b)
{
    struct buffer place;
    buffer_init(&place, CSS_MOST_XPATH_BYTES);
    buffer_printf(&place, "(count(%s-sibling::*", from_last ? "following" : "preceding");
    if (of_type)
        put_type(c, &place);
    buffer_add_string(&place, ")+1)");
    buffer_add_char(&c->rest, '[');
    put_nth(buffer_text(&place).at, a, b, &c->rest);
    buffer_add_char(&c->rest, ']');
    buffer_done(&place);
}

static void put_position(struct compound *c, bool from_last, bool of_type, long a, long b)
{
    enum slot wanted = of_type ? SLOT_TYPE : SLOT_CHILD;
    if (c->slot != SLOT_FREE && c->slot != wanted) {
        put_counted(c, from_last, of_type, a, b);
        return;
    }
    c->slot = wanted;
    if (c->position.length > 0)
        buffer_add_string(&c->position, " and ");
    put_nth(from_last ? "(last()-position()+1)" : "position()", a, b, &c->position);
}

static bool negated(struct css_scan *s, bool first, struct buffer *out)
{
    struct buffer inner;
    buffer_init(&inner, CSS_MOST_XPATH_BYTES);
    css_blanks(s);
    bool right = css_compound(s, false, &inner);
    buffer_printf(out, "%sself::*", first ? "" : " or ");
    buffer_add_text(out, buffer_text(&inner));
    right = right && (!inner.full || css_fail(s, "the selector is too long"));
    buffer_done(&inner);
    css_blanks(s);
    return right;
}

static bool negation(struct css_scan *s, struct buffer *out)
{
    bool first = true;
    if (++s->nesting > MOST_NESTING)
        return css_fail(s, ":not is nested too deep");
    buffer_add_string(out, "[not(");
    do {
        if (!negated(s, first, out))
            return false;
        first = false;
    } while (css_look(s) == ',' && ++s->at);
    buffer_add_string(out, ")]");
    s->nesting--;
    return true;
}

static const struct pseudo *find_pseudo(struct css_scan *s, struct text name, size_t from)
{
    const char *names[sizeof pseudos / sizeof pseudos[0]];
    size_t n = 0;
    for (; pseudos[n].name != NULL; n++) {
        if (text_is(name, pseudos[n].name))
            return &pseudos[n];
        names[n] = pseudos[n].name;
    }
    names[n] = NULL;
    css_unknown(s, name, from, names);
    return NULL;
}

/* What is in the parentheses; of a class that counts, an+b. */
static bool argument(struct compound *c, const struct pseudo *p, long *ret_a, long *ret_b)
{
    struct css_scan *s = c->scan;
    if (css_look(s) != '(')
        return css_fail(s, "expected ( after this pseudo-class");
    s->at++;
    if (p->end == END_NONE ? !negation(s, &c->rest) : !css_nth(s, ret_a, ret_b))
        return false;
    css_blanks(s);
    if (css_look(s) != ')')
        return css_fail(s, "expected ) to close the pseudo-class");
    s->at++;
    return true;
}

static bool pseudo_class(struct compound *c)
{
    struct css_scan *s = c->scan;
    struct text name;
    size_t from = ++s->at;
    long a = 0, b = 1;
    if (css_look(s) == ':')
        return css_fail(s, "the only pseudo-element here is ::attr(NAME), at the end");
    if (!css_name(s, &name))
        return css_fail(s, "expected the name of a pseudo-class after :");
    const struct pseudo *p = find_pseudo(s, css_lower(s->arena, name), from);
    if (p == NULL)
        return false;
    if (p->of_type && c->type.length == 0) {
        s->at = from;
        return css_fail(s, "an -of-type class needs the element's name before it");
    }
    if (p->argument && !argument(c, p, &a, &b))
        return false;
    if (p->xpath != NULL)
        buffer_add_string(&c->rest, p->xpath);
    if (p->end == END_FIRST || p->end == END_BOTH)
        put_position(c, false, p->of_type, a, b);
    if (p->end == END_LAST || p->end == END_BOTH)
        put_position(c, true, p->of_type, a, b);
    return true;
}

static bool simple(struct compound *c)
{
    struct css_scan *s = c->scan;
    struct text name;
    char sign = css_look(s);
    if (sign == '[')
        return css_attribute(s, &c->rest);
    if (sign == ':')
        return pseudo_class(c);
    s->at++;
    if (!css_name(s, &name))
        return css_fail(s, sign == '#' ? "expected an id after #" : "expected a class after .");
    if (sign == '#')
        css_put_id(name, &c->rest);
    else
        css_put_class(name, &c->rest);
    return true;
}

static bool read(struct compound *c)
{
    struct css_scan *s = c->scan;
    size_t from = s->at;
    if (css_look(s) == '*')
        s->at++;
    else
        css_name(s, &c->type);
    while (css_look(s) != '\0' && strchr("#.[:", css_look(s)) != NULL && !css_at_attr(s))
        if (!simple(c))
            return false;
    if (s->at > from)
        return true;
    return css_fail(s, s->nesting > 0 ? "expected a simple selector in :not()"
                                      : "expected a selector");
}

bool css_compound(struct css_scan *s, bool in_order, struct buffer *out)
{
    struct compound c = {.scan = s, .slot = in_order ? SLOT_FREE : SLOT_NONE};
    buffer_init(&c.position, CSS_MOST_XPATH_BYTES);
    buffer_init(&c.rest, CSS_MOST_XPATH_BYTES);
    bool right = read(&c);
    if (c.slot != SLOT_CHILD)
        put_type(&c, out);
    if (c.position.length > 0)
        buffer_printf(out, "[%s]", buffer_text(&c.position).at);
    if (c.slot == SLOT_CHILD)
        put_type(&c, out);
    buffer_add_text(out, buffer_text(&c.rest));
    if (right && (c.position.full || c.rest.full))
        right = css_fail(s, "the selector is too long");
    buffer_done(&c.position);
    buffer_done(&c.rest);
    return right;
}
