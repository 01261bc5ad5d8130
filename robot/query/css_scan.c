/* SPDX-License-Identifier: Apache-2.0 */
/* css_scan.c - identifiers, strings, escapes and an+b (CSS Syntax Level 3, sections 4 and 6). */

#include "query/css_scan.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "base/suggest.h"

#include <string.h>

char css_look(const struct css_scan *s)
{
    return s->at < s->text.length ? s->text.at[s->at] : '\0';
}

bool css_fail(struct css_scan *s, const char *message)
{
    if (s->error->message == NULL)
        *s->error = (struct query_error){.message = message, .offset = s->at};
    return false;
}

bool css_unknown(struct css_scan *s, struct text name, size_t from, const char *const *names)
{
    const char *near = suggest(name, names);
    s->at = from;
    return css_fail(
        s, near != NULL
               ? arena_printf(s->arena, "unknown pseudo-class \"%.*s\" (did you mean \"%s\"?)",
                              TEXT_ARGS(name), near)
               : arena_printf(s->arena, "unknown pseudo-class \"%.*s\"", TEXT_ARGS(name)));
}

bool css_blanks(struct css_scan *s)
{
    size_t from = s->at;
    while (css_look(s) != '\0' && strchr(" \t\r\n\f", css_look(s)) != NULL)
        s->at++;
    return s->at > from;
}

static int hex_of(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* Behind a backslash: up to six hex digits and one blank, or the character itself. Writes at most 3
 * bytes for the 2 it reads (\0 is U+FFFD), 4 for 6: room_for_rest() has enough. */
static size_t escape(struct css_scan *s, char *out)
{
    unsigned code = 0;
    int digits = 0;
    for (; digits < 6 && hex_of(css_look(s)) >= 0; digits++)
        code = code << 4 | (unsigned)hex_of(s->text.at[s->at++]);
    if (digits == 0) {
        out[0] = css_look(s);
        s->at += s->at < s->text.length;
        return 1;
    }
    if (css_look(s) == ' ')
        s->at++;
    if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        code = 0xFFFD;
    return utf8_put(code, out);
}

static bool is_name_byte(char c, bool first)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' ||
           (unsigned char)c >= 0x80 || (!first && c >= '0' && c <= '9');
}

static char *room_for_rest(const struct css_scan *s)
{
    return arena_alloc(s->arena, 2 * (s->text.length - s->at) + 4);
}

bool css_name(struct css_scan *s, struct text *ret)
{
    size_t from = s->at, n = 0;
    if (s->at >= s->text.length || (css_look(s) != '\\' && !is_name_byte(css_look(s), true)))
        return false;
    char *out = room_for_rest(s);
    while (s->at < s->text.length) {
        char c = css_look(s);
        if (c == '\\' && s->at + 1 < s->text.length) {
            s->at++;
            n += escape(s, out + n);
        } else if (is_name_byte(c, s->at == from)) {
            out[n++] = c;
            s->at++;
        } else {
            break;
        }
    }
    *ret = (struct text){.at = out, .length = n};
    return n > 0;
}

bool css_value(struct css_scan *s, struct text *ret)
{
    char quote = css_look(s);
    if (quote != '"' && quote != '\'')
        return css_name(s, ret);
    char *out = room_for_rest(s);
    size_t n = 0;
    s->at++;
    while (s->at < s->text.length && css_look(s) != quote) {
        char c = s->text.at[s->at++];
        if (c == '\\')
            n += escape(s, out + n);
        else
            out[n++] = c;
    }
    if (s->at >= s->text.length)
        return css_fail(s, "no closing quote in the selector");
    s->at++;
    *ret = (struct text){.at = out, .length = n};
    return true;
}

struct text css_lower(struct arena *arena, struct text t)
{
    char *copy = text_string(arena, t);
    for (size_t i = 0; i < t.length; i++)
        if (copy[i] >= 'A' && copy[i] <= 'Z')
            copy[i] = (char)(copy[i] - 'A' + 'a');
    return (struct text){.at = copy, .length = t.length};
}

static bool number(struct css_scan *s, long *ret)
{
    long long value;
    size_t from = s->at;
    while (css_look(s) >= '0' && css_look(s) <= '9')
        s->at++;
    if (!text_to_int(text_slice(s->text, from, s->at), 0, 1000000, &value))
        return false;
    *ret = (long)value;
    return true;
}

static bool word(struct css_scan *s, const char *what)
{
    struct text rest = text_slice(s->text, s->at, s->at + strlen(what));
    if (!text_equal_ignoring_case(rest, text_of(what)))
        return false;
    s->at += strlen(what);
    return true;
}

bool css_nth(struct css_scan *s, long *ret_a, long *ret_b)
{
    static const char expected[] = "expected odd, even, a number or an+b";
    long a = 1, b = 0;
    css_blanks(s);
    if (word(s, "odd") || word(s, "even")) {
        *ret_a = 2;
        *ret_b = s->text.at[s->at - 1] == 'd' || s->text.at[s->at - 1] == 'D' ? 1 : 0;
        return true;
    }
    bool minus = css_look(s) == '-';
    if (minus || css_look(s) == '+')
        s->at++;
    bool digits = number(s, &a);
    if (css_look(s) != 'n' && css_look(s) != 'N') {
        *ret_a = 0;
        *ret_b = minus ? -a : a;
        return digits || css_fail(s, expected);
    }
    s->at++;
    css_blanks(s);
    char sign = css_look(s);
    if (sign == '+' || sign == '-') {
        s->at++;
        css_blanks(s);
        if (!number(s, &b))
            return css_fail(s, expected);
    }
    *ret_a = minus ? -a : a;
    *ret_b = sign == '-' ? -b : b;
    return true;
}

bool css_at_attr(const struct css_scan *s)
{
    return text_starts_with(text_slice(s->text, s->at, s->text.length), text_of("::attr("));
}
