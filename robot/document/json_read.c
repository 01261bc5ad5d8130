/* SPDX-License-Identifier: Apache-2.0 */
/* json_read.c - RFC 8259 text to a tree, by recursive descent within limits.
 *
 * Children are collected on one stack shared by all levels and copied out when their container
 * closes: one allocation each, no lists to walk afterwards. Strings without escapes point into the
 * document, so a body of plain text is parsed with hardly a copy. */

#include "base/arena.h"
#include "base/encode.h"
#include "base/must.h"
#include "document/json.h"
#include "document/json_escape.h"
#include "document/json_order.h"

#include <stdlib.h>
#include <string.h>

const struct json_limits json_default_limits = {
    .bytes = 16 << 20, .depth = 128, .nodes = 1000000};

enum { MANY_MEMBERS = 16 };

struct reader {
    struct arena *arena;
    struct text in;
    size_t at;
    const struct json_limits *limits;
    size_t nodes;
    unsigned depth;
    const struct json **stack; /* children of the containers that are open */
    size_t stacked, stack_size;
    struct json_error *error;
};

static const struct json *read_value(struct reader *r, struct text name);

static const struct json *fail_at(struct reader *r, size_t at, const char *message)
{
    struct json_error *e = r->error;
    if (e->message != NULL)
        return NULL;
    *e = (struct json_error){.message = message, .line = 1, .column = 1};
    for (size_t i = 0; i < at && i < r->in.length; i++) {
        if (r->in.at[i] == '\n') {
            e->line++;
            e->column = 1;
        } else if (((unsigned char)r->in.at[i] & 0xC0) != 0x80) {
            e->column++;
        }
    }
    return NULL;
}

static const struct json *fail(struct reader *r, const char *message)
{
    return fail_at(r, r->at, message);
}

static const struct json *fail_limit(struct reader *r, const char *message)
{
    fail(r, message);
    r->error->limit = true;
    return NULL;
}

static int look(const struct reader *r)
{
    return r->at < r->in.length ? (unsigned char)r->in.at[r->at] : -1;
}

static void skip_blanks(struct reader *r)
{
    int c;
    while ((c = look(r)) == ' ' || c == '\n' || c == '\r' || c == '\t')
        r->at++;
}

static struct json *node(struct reader *r, enum json_kind kind, struct text name, size_t offset)
{
    if (++r->nodes > r->limits->nodes) {
        fail_limit(r, "too many values");
        return NULL;
    }
    struct json *made = arena_make(r->arena, struct json);
    *made = (struct json){.kind = kind, .name = name, .offset = (uint32_t)offset};
    return made;
}

/* Moves over characters that stand for themselves. False when one is not allowed. */
static bool skip_plain(struct reader *r)
{
    const char *bytes = r->in.at;
    size_t at = r->at, end = r->in.length, step;
    for (;; at += step) {
        while (at < end && bytes[at] >= 0x20 && bytes[at] != '"' && bytes[at] != '\\')
            at++;
        if (at < end && (unsigned char)bytes[at] < 0x80)
            break;
        step = utf8_next(r->in, at, NULL);
        if (step == 0)
            break;
    }
    r->at = at;
    int c = look(r);
    if (c == '"' || c == '\\')
        return true;
    return fail(r, c < 0      ? "no closing quote for the string"
                   : c < 0x80 ? "a control character in a string must be escaped"
                              : "invalid UTF-8 in a string") != NULL;
}

/* The bytes left in the string's token are enough room: an escape is never shorter than what it
 * stands for. */
static size_t token_room(const struct reader *r)
{
    size_t i = r->at;
    while (i < r->in.length && r->in.at[i] != '"')
        i += r->in.at[i] == '\\' ? 2 : 1;
    return (i < r->in.length ? i : r->in.length) - r->at;
}

static bool read_string(struct reader *r, struct text *ret)
{
    size_t from = ++r->at; /* behind the quote */
    if (!skip_plain(r))
        return false;
    *ret = text_slice(r->in, from, r->at);
    if (look(r) == '"') {
        r->at++;
        return true;
    }
    char *out = arena_alloc(r->arena, r->at - from + token_room(r) + 4);
    size_t n = r->at - from;
    memcpy(out, r->in.at + from, n);
    while (look(r) == '\\') {
        size_t length = 0;
        r->at++;
        const char *problem = escape_read(r->in, &r->at, '"', out + n, &length);
        if (problem != NULL)
            return fail(r, problem) != NULL;
        n += length;
        size_t plain = r->at;
        if (!skip_plain(r))
            return false;
        memcpy(out + n, r->in.at + plain, r->at - plain);
        n += r->at - plain;
    }
    r->at++;
    *ret = (struct text){.at = out, .length = n};
    return true;
}

static const struct json *read_number(struct reader *r, struct text name)
{
    size_t from = r->at, length = json_number_length(text_slice(r->in, from, r->in.length));
    r->at += length;
    int c = look(r);
    if (length == 0 || (c >= '0' && c <= '9') || c == '.' || c == 'e' || c == 'E')
        return fail_at(r, from, "not a number as JSON writes them");
    struct json *made = node(r, JSON_NUMBER, name, from);
    if (made != NULL)
        made->text = text_slice(r->in, from, r->at);
    return made;
}

static const struct json *read_word(struct reader *r, struct text name)
{
    int c = look(r);
    struct text word = text_of(c == 't' ? "true" : c == 'f' ? "false" : "null");
    if (text_starts_with(text_slice(r->in, r->at, r->in.length), word)) {
        r->at += word.length;
        return node(r,
                    c == 't'   ? JSON_TRUE
                    : c == 'f' ? JSON_FALSE
                               : JSON_NULL,
                    name, r->at - word.length);
    }
    return fail(r, "expected a value");
}

static void push(struct reader *r, const struct json *child)
{
    if (r->stacked == r->stack_size) {
        r->stack_size = r->stack_size > 0 ? r->stack_size * 2 : 64;
        const struct json **grown =
            realloc(r->stack, r->stack_size * sizeof(const struct json *));
        must(grown != NULL);
        r->stack = grown;
    }
    r->stack[r->stacked++] = child;
}

static bool same_name(const struct json *a, const struct json *b)
{
    return a->name.length == b->name.length &&
           (a->name.length == 0 ||
            (a->name.at[a->name.length - 1] == b->name.at[b->name.length - 1] &&
             memcmp(a->name.at, b->name.at, a->name.length) == 0));
}

/* Two members of one name: which an app means is anybody's guess. */
static const struct json *find_double(const struct json *const *members, size_t count)
{
    const struct json *found = NULL;
    if (count <= MANY_MEMBERS) {
        for (size_t i = 1; i < count; i++)
            for (size_t k = 0; k < i; k++)
                if (same_name(members[i], members[k]))
                    return members[i];
        return NULL;
    }
    const struct json **sorted = members_sorted(members, count);
    for (size_t i = 1; i < count && found == NULL; i++)
        if (same_name(sorted[i], sorted[i - 1]))
            found = sorted[i];
    free(sorted);
    return found;
}

static const struct json *close_container(struct reader *r, struct json *made, size_t from)
{
    made->count = r->stacked - from;
    if (made->count > 0) {
        made->items = arena_array(r->arena, made->count, const struct json *);
        memcpy(made->items, r->stack + from, made->count * sizeof(const struct json *));
    }
    r->stacked = from;
    r->depth--;
    if (made->kind != JSON_OBJECT)
        return made;
    const struct json *twice = find_double(made->items, made->count);
    if (twice == NULL)
        return made;
    bool escaped = twice->name.at < r->in.at || twice->name.at >= r->in.at + r->in.length;
    return fail_at(r, escaped ? twice->offset : (size_t)(twice->name.at - r->in.at) - 1,
                   arena_printf(r->arena, "a second member named \"%.*s\"",
                                TEXT_ARGS(utf8_cut(twice->name, 60))));
}

static const struct json *read_member(struct reader *r, bool object)
{
    struct text name = {0};
    if (!object)
        return read_value(r, name);
    if (look(r) != '"')
        return fail(r, "expected a member's name in double quotes");
    if (!read_string(r, &name))
        return NULL;
    skip_blanks(r);
    if (look(r) != ':')
        return fail(r, "expected : after a member's name");
    r->at++;
    return read_value(r, name);
}

static const struct json *read_container(struct reader *r, struct text name)
{
    bool object = look(r) == '{';
    int end = object ? '}' : ']';
    size_t from = r->stacked;
    struct json *made = node(r, object ? JSON_OBJECT : JSON_ARRAY, name, r->at);
    if (made == NULL)
        return NULL;
    if (++r->depth > r->limits->depth)
        return fail_limit(r, "nested too deep");
    r->at++;
    skip_blanks(r);
    while (look(r) != end) {
        const struct json *child = read_member(r, object);
        if (child == NULL)
            return NULL;
        push(r, child);
        skip_blanks(r);
        if (look(r) != ',' && look(r) != end)
            return fail(r, object ? "expected , or } after a member"
                                  : "expected , or ] after a value");
        if (look(r) == ',') {
            r->at++;
            skip_blanks(r);
            if (look(r) == end)
                return fail(r, "expected another value after the comma");
        }
    }
    r->at++;
    return close_container(r, made, from);
}

static const struct json *read_value(struct reader *r, struct text name)
{
    skip_blanks(r);
    int c = look(r);
    size_t from = r->at;
    if (c == '{' || c == '[')
        return read_container(r, name);
    if (c == '-' || (c >= '0' && c <= '9'))
        return read_number(r, name);
    if (c != '"')
        return read_word(r, name);
    struct text text;
    if (!read_string(r, &text))
        return NULL;
    struct json *made = node(r, JSON_STRING, name, from);
    if (made != NULL)
        made->text = text;
    return made;
}

const struct json *json_parse(struct arena *arena, struct text document,
                              const struct json_limits *limits, struct json_error *ret_error)
{
    struct reader r = {.arena = arena, .in = document, .limits = limits, .error = ret_error};
    *ret_error = (struct json_error){0};
    const struct json *root = NULL;
    if (document.length > limits->bytes || document.length > UINT32_MAX) {
        fail_limit(&r, "the document is too large");
    } else if (text_starts_with(document, text_of("\xEF\xBB\xBF"))) {
        fail(&r, "the document begins with a byte order mark");
    } else {
        root = read_value(&r, (struct text){0});
        skip_blanks(&r);
        if (root != NULL && r.at < document.length)
            root = fail(&r, "more text after the end of the value");
    }
    free(r.stack);
    return root;
}
