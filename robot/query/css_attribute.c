/* SPDX-License-Identifier: Apache-2.0 */
/* css_attribute.c - attribute selectors (Selectors Level 4, section 6), #id and .class. */

#include "query/css_attribute.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "query/css_scan.h"

#include <string.h>

enum { MOST_REFERENCE_BYTES = 64 * 1024 };

/* NAME OP VALUE, the name already as XPath. */
struct match {
    struct text attribute, value;
    char op; /* = ~ | ^ $ * */
    bool any_case;
};

void css_put_string(struct text t, struct buffer *out)
{
    bool single = text_find(t, text_of("'"), 0) >= 0;
    if (!single || text_find(t, text_of("\""), 0) < 0) {
        const char *quote = single ? "\"" : "'";
        buffer_printf(out, "%s%.*s%s", quote, TEXT_ARGS(t), quote);
        return;
    }
    buffer_add_string(out, "concat(");
    for (size_t from = 0, to; from < t.length; from = to) {
        bool quotes = t.at[from] == '\'';
        for (to = from; to < t.length && (t.at[to] == '\'') == quotes;)
            to++;
        buffer_printf(out, "%s%s%.*s%s", from > 0 ? "," : "", quotes ? "\"" : "'",
                      TEXT_ARGS(text_slice(t, from, to)), quotes ? "\"" : "'");
    }
    buffer_add_string(out, ")");
}

void css_put_name_test(struct css_scan *s, const char *function, struct text name,
                       struct buffer *out)
{
    struct text lower = css_lower(s->arena, name);
    buffer_printf(out, "%s()=", function);
    css_put_string(name, out);
    if (text_equal(lower, name))
        return;
    buffer_printf(out, " or %s()=", function);
    css_put_string(lower, out);
}

static bool is_plain(struct text name)
{
    for (size_t i = 0; i < name.length; i++) {
        char c = name.at[i];
        bool letter = (c >= 'a' && c <= 'z') || c == '_';
        if (!letter && (i == 0 || (c != '-' && !(c >= '0' && c <= '9'))))
            return false;
    }
    return name.length > 0;
}

void css_put_attribute(struct css_scan *s, struct text name, struct buffer *out)
{
    if (is_plain(name)) {
        buffer_printf(out, "@%.*s", TEXT_ARGS(name));
        return;
    }
    buffer_add_string(out, "@*[");
    css_put_name_test(s, "name", name, out);
    buffer_add_string(out, "]");
}

static const char lower_case[] = "'ABCDEFGHIJKLMNOPQRSTUVWXYZ','abcdefghijklmnopqrstuvwxyz'";

/* The two sides of a comparison, in lower case with the i flag. */
static void put_attribute(const struct match *m, struct buffer *out)
{
    if (m->any_case)
        buffer_printf(out, "translate(%.*s,%s)", TEXT_ARGS(m->attribute), lower_case);
    else
        buffer_add_text(out, m->attribute);
}

static void put_value(const struct match *m, struct buffer *out)
{
    if (m->any_case)
        buffer_add_string(out, "translate(");
    css_put_string(m->value, out);
    if (m->any_case)
        buffer_printf(out, ",%s)", lower_case);
}

/* FUNCTION(attribute, value). */
static void put_call(const struct match *m, const char *function, struct buffer *out)
{
    buffer_printf(out, "%s(", function);
    put_attribute(m, out);
    buffer_add_char(out, ',');
    put_value(m, out);
    buffer_add_char(out, ')');
}

static void put_word(const struct match *m, struct buffer *out)
{
    buffer_add_string(out, "contains(concat(' ',normalize-space(");
    put_attribute(m, out);
    buffer_add_string(out, "),' '),concat(' ',");
    put_value(m, out);
    buffer_add_string(out, ",' '))");
}

static void put_equal(const struct match *m, struct buffer *out)
{
    put_attribute(m, out);
    buffer_add_char(out, '=');
    put_value(m, out);
}

/* zh, or zh-CN and the like. */
static void put_language(const struct match *m, struct buffer *out)
{
    put_equal(m, out);
    buffer_add_string(out, " or starts-with(");
    put_attribute(m, out);
    buffer_add_string(out, ",concat(");
    put_value(m, out);
    buffer_add_string(out, ",'-'))");
}

static void put_end(const struct match *m, struct buffer *out)
{
    buffer_add_string(out, "substring(");
    put_attribute(m, out);
    buffer_printf(out, ",string-length(%.*s)-string-length(", TEXT_ARGS(m->attribute));
    put_value(m, out);
    buffer_add_string(out, ")+1)=");
    put_value(m, out);
}

static bool has_blank(struct text t)
{
    for (size_t i = 0; i < t.length; i++)
        if (strchr(" \t\r\n\f", t.at[i]) != NULL)
            return true;
    return false;
}

/* An empty value matches nothing with ~= ^= $= *= (sections 6.1 and 6.2). */
static void put_match(const struct match *m, struct buffer *out)
{
    bool partly = m->op != '=' && m->op != '|';
    buffer_add_char(out, '[');
    if ((partly && m->value.length == 0) || (m->op == '~' && has_blank(m->value)))
        buffer_add_string(out, "false()");
    else if (m->op == '=')
        put_equal(m, out);
    else if (m->op == '|')
        put_language(m, out);
    else if (m->op == '~')
        put_word(m, out);
    else if (m->op == '$')
        put_end(m, out);
    else
        put_call(m, m->op == '^' ? "starts-with" : "contains", out);
    buffer_add_char(out, ']');
}

void css_put_id(struct text id, struct buffer *out)
{
    put_match(&(struct match){.attribute = text_of("@id"), .op = '=', .value = id}, out);
}

void css_put_class(struct text class_name, struct buffer *out)
{
    put_match(&(struct match){.attribute = text_of("@class"), .op = '~', .value = class_name},
              out);
}

static struct text attribute_path(struct css_scan *s, struct text name)
{
    struct buffer path;
    buffer_init(&path, MOST_REFERENCE_BYTES);
    css_put_attribute(s, name, &path);
    struct text copy = text_copy(s->arena, buffer_text(&path));
    buffer_done(&path);
    return copy;
}

static bool operator(struct css_scan *s, char *ret)
{
    *ret = css_look(s);
    if (*ret == '\0' || strchr("=~|^$*", *ret) == NULL)
        return css_fail(s, "expected ], =, ~=, |=, ^=, $= or *= after an attribute's name");
    s->at++;
    if (*ret == '=')
        return true;
    if (css_look(s) != '=')
        return css_fail(s, "expected = in an attribute selector");
    s->at++;
    return true;
}

/* `i` for any case, `s` for as it is. */
static bool flag(struct css_scan *s)
{
    char c = css_look(s);
    if (c != 'i' && c != 'I' && c != 's' && c != 'S')
        return false;
    s->at++;
    css_blanks(s);
    return c == 'i' || c == 'I';
}

bool css_attribute(struct css_scan *s, struct buffer *out)
{
    struct text name;
    struct match m = {0};
    s->at++;
    css_blanks(s);
    if (!css_name(s, &name))
        return css_fail(s, "expected an attribute's name after [");
    m.attribute = attribute_path(s, name);
    css_blanks(s);
    bool compared = css_look(s) != ']';
    if (compared) {
        if (!operator(s, &m.op))
            return false;
        css_blanks(s);
        if (!css_value(s, &m.value))
            return css_fail(s, "expected a name or a quoted text as the attribute's value");
        css_blanks(s);
        m.any_case = flag(s);
        if (css_look(s) != ']')
            return css_fail(s, "expected ] to close the attribute selector");
    }
    s->at++;
    if (compared)
        put_match(&m, out);
    else
        buffer_printf(out, "[%.*s]", TEXT_ARGS(m.attribute));
    return true;
}
