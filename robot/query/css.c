/* SPDX-License-Identifier: Apache-2.0 */
/* css.c - a selector is read once, left to right, and written as a location path.
 *
 * Each compound selector becomes a step: an axis from the combinator before it, `*` and predicates.
 * The element's name is a predicate, too, so that positions (nth-child) count all siblings. */

#include "query/css.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "query/css_scan.h"

#include <string.h>

enum { MOST_XPATH_BYTES = 64 * 1024, MOST_NESTING = 8 };

static bool compound(struct css_scan *s, struct buffer *out, bool in_not);

/* In XPath 1.0 a string with both quotes can only be put together. */
static void put_string(struct text t, struct buffer *out)
{
    bool single = text_find(t, text_of("'"), 0) >= 0,
         twofold = text_find(t, text_of("\""), 0) >= 0;
    if (!single || !twofold) {
        const char *quote = single ? "\"" : "'";
        buffer_printf(out, "%s%.*s%s", quote, TEXT_ARGS(t), quote);
        return;
    }
    buffer_add_string(out, "concat(");
    for (size_t i = 0; i < t.length; i++)
        buffer_printf(out, "%s%s%c%s", i > 0 ? "," : "", t.at[i] == '\'' ? "\"" : "'", t.at[i],
                      t.at[i] == '\'' ? "\"" : "'");
    buffer_add_string(out, ")");
}

static const char lower_case[] = "'ABCDEFGHIJKLMNOPQRSTUVWXYZ','abcdefghijklmnopqrstuvwxyz'";

/* The two sides of a comparison: the attribute and the value, in lower case with the i flag. */
static void put_attribute(struct text name, bool any_case, struct buffer *out)
{
    if (any_case)
        buffer_printf(out, "translate(@%.*s,%s)", TEXT_ARGS(name), lower_case);
    else
        buffer_printf(out, "@%.*s", TEXT_ARGS(name));
}

static void put_value(struct text value, bool any_case, struct buffer *out)
{
    if (any_case)
        buffer_add_string(out, "translate(");
    put_string(value, out);
    if (any_case)
        buffer_printf(out, ",%s)", lower_case);
}

static void put_word_test(struct text name, struct text word, bool any_case, struct buffer *out)
{
    buffer_add_string(out, "contains(concat(' ',normalize-space(");
    put_attribute(name, any_case, out);
    buffer_add_string(out, "),' '),concat(' ',");
    put_value(word, any_case, out);
    buffer_add_string(out, ",' '))");
}

/* NAME OP VALUE as an XPath condition. An empty value matches nothing with ^= $= *= (section 6.2). */
static void put_match(struct text name, char op, struct text value, bool any_case,
                      struct buffer *out)
{
    bool blank = text_find(value, text_of(" "), 0) >= 0;
    if ((value.length == 0 && op != '=' && op != '|') || (op == '~' && blank)) {
        buffer_add_string(out, "false()");
        return;
    }
    if (op == '~') {
        put_word_test(name, value, any_case, out);
        return;
    }
    if (op == '=' || op == '|') {
        buffer_add_string(out, op == '|' ? "(" : "");
        put_attribute(name, any_case, out);
        buffer_add_char(out, '=');
        put_value(value, any_case, out);
        if (op == '=')
            return;
        buffer_add_string(out, " or starts-with(");
        put_attribute(name, any_case, out);
        buffer_add_string(out, ",concat(");
        put_value(value, any_case, out);
        buffer_add_string(out, ",'-')))");
        return;
    }
    if (op == '$') {
        buffer_add_string(out, "substring(");
        put_attribute(name, any_case, out);
        buffer_printf(out, ",string-length(@%.*s)-string-length(", TEXT_ARGS(name));
        put_value(value, any_case, out);
        buffer_add_string(out, ")+1)=");
        put_value(value, any_case, out);
        return;
    }
    buffer_add_string(out, op == '^' ? "starts-with(" : "contains(");
    put_attribute(name, any_case, out);
    buffer_add_char(out, ',');
    put_value(value, any_case, out);
    buffer_add_char(out, ')');
}

static bool attribute(struct css_scan *s, struct buffer *out)
{
    struct text name, value;
    bool any_case = false;
    s->at++;
    css_blanks(s);
    if (!css_name(s, &name))
        return css_fail(s, "expected an attribute's name after [");
    name = css_lower(s->arena, name);
    css_blanks(s);
    if (css_look(s) == ']') {
        s->at++;
        buffer_printf(out, "[@%.*s]", TEXT_ARGS(name));
        return true;
    }
    char op = css_look(s);
    if (op != '=' && (op == '\0' || strchr("~|^$*", op) == NULL))
        return css_fail(s, "expected ], =, ~=, |=, ^=, $= or *= after an attribute's name");
    s->at += op == '=' ? 1 : 2;
    if (op != '=' && (s->at > s->text.length || s->text.at[s->at - 1] != '='))
        return css_fail(s, "expected = in an attribute selector");
    css_blanks(s);
    if (!css_value(s, &value))
        return css_fail(s, "expected a name or a quoted text as the attribute's value");
    css_blanks(s);
    if (css_look(s) == 'i' || css_look(s) == 'I') {
        any_case = true;
        s->at++;
        css_blanks(s);
    }
    if (css_look(s) != ']')
        return css_fail(s, "expected ] to close the attribute selector");
    s->at++;
    buffer_add_char(out, '[');
    put_match(name, op, value, any_case, out);
    buffer_add_char(out, ']');
    return true;
}

/* an+b of the elements before (or after) this one, counted from 1. */
static void put_position(const char *axis, struct text of_type, long a, long b,
                         struct buffer *out)
{
    struct buffer count;
    buffer_init(&count, 4096);
    buffer_printf(&count, "(count(%s-sibling::*", axis);
    if (of_type.length > 0)
        buffer_printf(&count, "[local-name()='%.*s']", TEXT_ARGS(of_type));
    buffer_add_string(&count, ")+1)");
    const char *n = buffer_text(&count).at;
    if (a == 0)
        buffer_printf(out, "[%s=%ld]", n, b);
    else if (a > 0)
        buffer_printf(out, "[%s>=%ld and (%s - %ld) mod %ld = 0]", n, b, n, b, a);
    else
        buffer_printf(out, "[%s<=%ld and (%ld - %s) mod %ld = 0]", n, b, b, n, -a);
    buffer_done(&count);
}

static bool negation(struct css_scan *s, struct buffer *out)
{
    struct buffer inner;
    bool right = true;
    if (++s->nesting > MOST_NESTING)
        return css_fail(s, ":not is nested too deep");
    buffer_add_string(out, "[not(");
    for (bool first = true; right; first = false) {
        buffer_init(&inner, MOST_XPATH_BYTES);
        css_blanks(s);
        right = compound(s, &inner, true);
        if (right)
            buffer_printf(out, "%sself::*%.*s", first ? "" : " or ",
                          TEXT_ARGS(buffer_text(&inner)));
        buffer_done(&inner);
        css_blanks(s);
        if (css_look(s) != ',')
            break;
        s->at++;
    }
    s->nesting--;
    buffer_add_string(out, ")]");
    return right;
}

struct pseudo {
    const char *name;
    const char *xpath; /* NULL: takes an argument */
    const char *axis;  /* of an nth- class */
    bool of_type;
};

static const struct pseudo pseudos[] = {
    {.name = "root",                                  .xpath = "[not(parent::*)]"},
    {.name = "empty",                                               .xpath = "[not(node()[not(self::comment())])]"},
    {.name = "first-child",.xpath = "[not(preceding-sibling::*)]"},
    {.name = "last-child",                           .xpath = "[not(following-sibling::*)]"},
    {.name = "only-child",
     .xpath = "[not(preceding-sibling::*) and not(following-sibling::*)]"},
    {.name = "first-of-type",.axis = "preceding", .of_type = true, .xpath = ""},
    {.name = "last-of-type",                            .axis = "following", .of_type = true, .xpath = ""},
    {.name = "only-of-type",                                               .axis = "both", .of_type = true, .xpath = ""},
    {.name = "nth-child",                                              .axis = "preceding"},
    {.name = "nth-last-child",                                    .axis = "following"},
    {.name = "nth-of-type",                          .axis = "preceding", .of_type = true},
    {.name = "nth-last-of-type",                                .axis = "following", .of_type = true},
    {.name = "not"                                              },
    {.name = NULL},
};

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

static bool pseudo_class(struct css_scan *s, struct text type, struct buffer *out)
{
    struct text name;
    size_t from = ++s->at;
    long a = 0, b = 1;
    if (!css_name(s, &name))
        return css_fail(s, "expected the name of a pseudo-class after :");
    const struct pseudo *p = find_pseudo(s, css_lower(s->arena, name), from);
    if (p == NULL)
        return false;
    if (p->of_type && type.length == 0)
        return css_fail(s, "an -of-type class needs the element's name before it");
    if (p->xpath != NULL) {
        buffer_add_string(out, p->xpath);
        if (p->axis != NULL && p->axis[0] != 'f')
            put_position("preceding", type, 0, 1, out);
        if (p->axis != NULL && p->axis[0] != 'p')
            put_position("following", type, 0, 1, out);
        return true;
    }
    if (css_look(s) != '(')
        return css_fail(s, "expected ( after this pseudo-class");
    s->at++;
    if (p->axis == NULL ? !negation(s, out) : !css_nth(s, &a, &b))
        return false;
    if (p->axis != NULL)
        put_position(p->axis, p->of_type ? type : text_of(""), a, b, out);
    css_blanks(s);
    if (css_look(s) != ')')
        return css_fail(s, "expected ) to close the pseudo-class");
    s->at++;
    return true;
}

static bool simple(struct css_scan *s, struct text type, struct buffer *out)
{
    struct text name;
    char c = css_look(s);
    if (c == '[')
        return attribute(s, out);
    if (c == ':')
        return pseudo_class(s, type, out);
    s->at++;
    if (!css_name(s, &name))
        return css_fail(s, c == '#' ? "expected an id after #" : "expected a class after .");
    buffer_add_char(out, '[');
    if (c == '#')
        put_match(text_of("id"), '=', name, false, out);
    else
        put_word_test(text_of("class"), name, false, out);
    buffer_add_char(out, ']');
    return true;
}

static bool compound(struct css_scan *s, struct buffer *out, bool in_not)
{
    size_t from = s->at;
    struct text type = {0};
    if (css_look(s) == '*') {
        s->at++;
    } else if (css_name(s, &type)) {
        type = css_lower(s->arena, type);
        buffer_printf(out, "[local-name()='%.*s']", TEXT_ARGS(type));
    }
    while (css_look(s) != '\0' && strchr("#.[:", css_look(s)) != NULL && !css_at_attr(s))
        if (!simple(s, type, out))
            return false;
    if (s->at > from)
        return true;
    return css_fail(s, in_not ? "expected a simple selector in :not()" : "expected a selector");
}

static bool complex_selector(struct css_scan *s, struct buffer *out)
{
    static const struct {
        char combinator;
        const char *axis;
    } steps[] = {
        {' ', "//*"                     },
        {'>', "/*"                      },
        {'+', "/following-sibling::*[1]"},
        {'~', "/following-sibling::*"   }
    };
    char combinator = ' ';
    for (;;) {
        for (size_t i = 0; i < 4; i++)
            if (steps[i].combinator == combinator)
                buffer_add_string(out, steps[i].axis);
        if (!compound(s, out, false))
            return false;
        bool blank = css_blanks(s);
        char c = css_look(s);
        if (c == '\0' || c == ',' || css_at_attr(s))
            return css_attr(s, out);
        combinator = c == '>' || c == '+' || c == '~' ? c : ' ';
        if (combinator != ' ')
            s->at++;
        else if (!blank)
            return css_fail(s, "unexpected character in the selector");
        css_blanks(s);
    }
}

struct text css_to_xpath(struct arena *arena, struct text selector,
                         struct query_error *ret_error)
{
    struct css_scan s = {.arena = arena, .text = selector, .error = ret_error};
    struct buffer out;
    struct text made = {0};
    bool right;
    *ret_error = (struct query_error){0};
    buffer_init(&out, MOST_XPATH_BYTES);
    do {
        if (out.length > 0)
            buffer_add_string(&out, " | ");
        css_blanks(&s);
        right = complex_selector(&s, &out);
    } while (right && css_look(&s) == ',' && ++s.at);
    if (right && css_look(&s) != '\0')
        right = css_fail(&s, "unexpected character in the selector");
    if (right && out.full)
        right = css_fail(&s, "the selector is too long");
    if (right)
        made = text_copy(arena, buffer_text(&out));
    buffer_done(&out);
    return made;
}
