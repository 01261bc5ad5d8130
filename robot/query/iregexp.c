/* SPDX-License-Identifier: Apache-2.0 */
/* iregexp.c - checks an expression by the grammar of RFC 9485 and says it in PCRE2's language.
 *
 * I-Regexp is a small common part of many dialects; what goes beyond it (look-ahead, \d, lazy
 * quantifiers) must be refused, not passed on. So every character is written anew and nothing of
 * the expression reaches PCRE2 unread.
 *
 * ^ and $ are anchors: the grammar counts them among the normal characters, but the RFC's own
 * mapping to PCRE (section 5.4) leaves them as they are, and JSONPath's compliance suite expects
 * what that means. \^ is the character. */

#include "query/iregexp.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "query/regex.h"

#include <string.h>

enum { MOST_DEPTH = 64, MOST_PATTERN_BYTES = 256 * 1024 };

struct translation {
    struct text in;
    size_t at;
    unsigned depth;
    struct buffer out;
};

static bool translate_branches(struct translation *t);

static char look(const struct translation *t)
{
    if (t->at >= t->in.length)
        return '\0';
    return t->in.at[t->at];
}

static bool at_end(const struct translation *t)
{
    return t->at >= t->in.length;
}

static bool take(struct translation *t, char c)
{
    if (at_end(t) || look(t) != c)
        return false;
    t->at++;
    return true;
}

static bool take_code(struct translation *t, unsigned *ret)
{
    size_t length = utf8_next(t->in, t->at, ret);
    t->at += length;
    return length > 0;
}

static void put_code(struct translation *t, unsigned code)
{
    bool plain = code < 0x80 && ((code | 0x20) - 'a' < 26 || code - '0' < 10);
    buffer_printf(&t->out, plain ? "%c" : "\\x{%x}", code);
}

/* SingleCharEsc, behind the backslash. */
static bool take_escaped(struct translation *t, unsigned *ret)
{
    static const char from[] = "()*+-.?[\\]^{|}nrt", to[] = "()*+-.?[\\]^{|}\n\r\t";
    const char *known = at_end(t) || look(t) == '\0' ? NULL : strchr(from, look(t));
    if (known == NULL)
        return false;
    t->at++;
    *ret = (unsigned char)to[known - from];
    return true;
}

/* charProp: a category of Unicode, or a part of one. */
static bool is_property(struct text name)
{
    static const char *const categories[] = {"Llmotu", "Mcen",  "Ndlo", "Pcdefios",
                                             "Zlps",   "Sckmo", "Ccfno"};
    for (size_t i = 0; i < sizeof categories / sizeof *categories; i++)
        if (name.length > 0 && name.at[0] == categories[i][0])
            return name.length == 1 ||
                   (name.length == 2 && strchr(categories[i] + 1, name.at[1]) != NULL);
    return false;
}

/* catEsc and complEsc, from the letter on: p{Lu}. */
static bool translate_property(struct translation *t)
{
    struct text rest = text_slice(t->in, t->at, t->in.length);
    ptrdiff_t close = text_find(rest, text_of("}"), 0);
    if (close < 2 || rest.at[1] != '{')
        return false;
    struct text name = text_slice(rest, 2, (size_t)close);
    if (!is_property(name))
        return false;
    buffer_printf(&t->out, "\\%c{%.*s}", rest.at[0], TEXT_ARGS(name));
    t->at += (size_t)close + 1;
    return true;
}

/* What a backslash begins, inside brackets or outside. *ret_code is told when it is a character. */
static bool translate_escape(struct translation *t, bool *ret_property, unsigned *ret_code)
{
    *ret_property = look(t) == 'p' || look(t) == 'P';
    return *ret_property ? translate_property(t) : take_escaped(t, ret_code);
}

/* CCE1: a character, a range or a property. */
static bool translate_class_part(struct translation *t)
{
    bool property = false;
    unsigned first, last;
    if (look(t) == '-' || look(t) == '[')
        return false;
    if (!(take(t, '\\') ? translate_escape(t, &property, &first) : take_code(t, &first)))
        return false;
    if (property)
        return true;
    put_code(t, first);
    bool range = look(t) == '-' && t->at + 1 < t->in.length && t->in.at[t->at + 1] != ']';
    if (!range)
        return true;
    t->at++;
    if (look(t) == '-' || look(t) == '[')
        return false;
    if (!(take(t, '\\') ? take_escaped(t, &last) : take_code(t, &last)) || last < first)
        return false;
    buffer_add_char(&t->out, '-');
    put_code(t, last);
    return true;
}

/* charClassExpr, behind the opening bracket. A hyphen stands for itself first and last only. */
static bool translate_class(struct translation *t)
{
    buffer_add_string(&t->out, take(t, '^') ? "[^" : "[");
    bool empty = !take(t, '-');
    if (!empty)
        put_code(t, '-');
    while (!at_end(t) && look(t) != ']') {
        if (look(t) == '-' && !empty) {
            t->at++;
            put_code(t, '-');
            break;
        }
        if (!translate_class_part(t))
            return false;
        empty = false;
    }
    buffer_add_char(&t->out, ']');
    return !empty && take(t, ']');
}

static bool translate_group(struct translation *t)
{
    if (++t->depth > MOST_DEPTH)
        return false;
    buffer_add_string(&t->out, "(?:");
    bool well = translate_branches(t) && take(t, ')');
    buffer_add_char(&t->out, ')');
    t->depth--;
    return well;
}

static bool translate_atom(struct translation *t)
{
    bool property = false;
    unsigned code;
    if (take(t, '('))
        return translate_group(t);
    if (take(t, '['))
        return translate_class(t);
    const char *meaning = look(t) == '.'   ? "[^\\n\\r]"
                          : look(t) == '^' ? "\\A"
                          : look(t) == '$' ? "\\z"
                                           : NULL;
    if (meaning != NULL) {
        t->at++;
        return buffer_add_string(&t->out, meaning);
    }
    if (strchr("*+?])}{", look(t)) != NULL && look(t) != '\0')
        return false;
    if (!(take(t, '\\') ? translate_escape(t, &property, &code) : take_code(t, &code)))
        return false;
    if (!property)
        put_code(t, code);
    return true;
}

static bool copy_digits(struct translation *t)
{
    size_t from = t->at;
    while (look(t) >= '0' && look(t) <= '9')
        t->at++;
    buffer_add_text(&t->out, text_slice(t->in, from, t->at));
    return t->at > from;
}

/* range-quantifier, behind the opening brace. */
static bool translate_range(struct translation *t)
{
    buffer_add_char(&t->out, '{');
    if (!copy_digits(t))
        return false;
    if (take(t, ',')) {
        buffer_add_char(&t->out, ',');
        copy_digits(t);
    }
    buffer_add_char(&t->out, '}');
    return take(t, '}');
}

static bool translate_quantifier(struct translation *t)
{
    char c = look(t);
    if (take(t, '{'))
        return translate_range(t);
    if (take(t, '*') || take(t, '+') || take(t, '?'))
        buffer_add_char(&t->out, c);
    return true;
}

static bool translate_branches(struct translation *t)
{
    while (!at_end(t) && look(t) != ')') {
        if (take(t, '|'))
            buffer_add_char(&t->out, '|');
        else if (!translate_atom(t) || !translate_quantifier(t))
            return false;
    }
    return true;
}

const struct regex *iregexp_compile(struct arena *arena, struct text expression, bool whole)
{
    struct translation t = {.in = expression};
    struct query_error error;
    const struct regex *made = NULL;
    buffer_init(&t.out, MOST_PATTERN_BYTES);
    buffer_add_string(&t.out, whole ? "\\A(?:" : "(?:");
    bool well = translate_branches(&t) && at_end(&t);
    buffer_add_string(&t.out, whole ? ")\\z" : ")");
    if (well && !t.out.full)
        made = regex_compile(arena, buffer_text(&t.out), &error);
    buffer_done(&t.out);
    return made;
}
