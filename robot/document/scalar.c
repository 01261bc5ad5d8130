/* SPDX-License-Identifier: Apache-2.0 */
/* scalar.c - what a scalar is by itself, and how it reads as JSON.
 *
 * YAML 1.2 core schema, section 10.3.2, with the departures node.h tells. Numbers are never
 * converted to binary: their digits are only rearranged into what JSON allows. */

#include "base/arena.h"
#include "base/must.h"
#include "document/node.h"

#include <stdint.h>
#include <string.h>

/* [-+] whole . fraction exponent; fraction and exponent may be empty. */
struct decimal {
    bool negative, plus;
    struct text whole, fraction, exponent; /* exponent with its e and sign */
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_one_of(struct text t, const char *const *words)
{
    for (; *words != NULL; words++)
        if (text_is(t, *words))
            return true;
    return false;
}

static struct text digits_at(struct text t, size_t from)
{
    size_t to = from;
    while (to < t.length && is_digit(t.at[to]))
        to++;
    return text_slice(t, from, to);
}

/* [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )? */
static bool decimal_parse(struct text t, struct decimal *ret)
{
    struct decimal d = {0};
    size_t i = 0;
    if (t.length > 0 && (t.at[0] == '-' || t.at[0] == '+')) {
        d.negative = t.at[0] == '-';
        d.plus = !d.negative;
        i = 1;
    }
    d.whole = digits_at(t, i);
    i += d.whole.length;
    if (i < t.length && t.at[i] == '.') {
        d.fraction = digits_at(t, i + 1);
        i += 1 + d.fraction.length;
    }
    if (d.whole.length == 0 && d.fraction.length == 0)
        return false;
    if (i < t.length && (t.at[i] == 'e' || t.at[i] == 'E')) {
        size_t sign = i + 1 < t.length && (t.at[i + 1] == '-' || t.at[i + 1] == '+') ? 1 : 0;
        struct text digits = digits_at(t, i + 1 + sign);
        if (digits.length == 0)
            return false;
        d.exponent = text_slice(t, i, i + 1 + sign + digits.length);
        i += d.exponent.length;
    }
    *ret = d;
    return i == t.length;
}

/* 0x1F and 0o17, up to 64 bits; longer ones are identifiers, not quantities. */
static bool based_parse(struct text t, uint64_t *ret)
{
    if (t.length < 3 || t.at[0] != '0' || (t.at[1] != 'x' && t.at[1] != 'o'))
        return false;
    const char *digits = "0123456789abcdef";
    uint64_t base = t.at[1] == 'x' ? 16 : 8, value = 0;
    for (size_t i = 2; i < t.length; i++) {
        char c = t.at[i] >= 'A' && t.at[i] <= 'F' ? (char)(t.at[i] - 'A' + 'a') : t.at[i];
        const char *hit = c != '\0' ? strchr(digits, c) : NULL;
        if (hit == NULL || (uint64_t)(hit - digits) >= base ||
            __builtin_mul_overflow(value, base, &value) ||
            __builtin_add_overflow(value, (uint64_t)(hit - digits), &value))
            return false;
    }
    *ret = value;
    return true;
}

static bool is_identifier(const struct decimal *d)
{
    return d->plus || (d->whole.length > 1 && d->whole.at[0] == '0');
}

static bool is_number(const struct node *node)
{
    struct decimal d;
    uint64_t based;
    if (decimal_parse(node->text, &d))
        return node->tag != NODE_TAG_NONE || !is_identifier(&d);
    return based_parse(node->text, &based);
}

static enum json_kind untagged_type(const struct node *node)
{
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL", NULL};
    static const char *const trues[] = {"true", "True", "TRUE", NULL};
    static const char *const falses[] = {"false", "False", "FALSE", NULL};
    if (is_one_of(node->text, nulls))
        return JSON_NULL;
    if (is_one_of(node->text, trues))
        return JSON_TRUE;
    if (is_one_of(node->text, falses))
        return JSON_FALSE;
    return is_number(node) ? JSON_NUMBER : JSON_STRING;
}

enum json_kind node_type(const struct node *node)
{
    if (node->kind != NODE_SCALAR)
        return node->kind == NODE_SEQUENCE ? JSON_ARRAY : JSON_OBJECT;
    if (node->tag == NODE_TAG_STR || (node->tag == NODE_TAG_NONE && !node->plain))
        return JSON_STRING;
    return untagged_type(node);
}

/* The number in JSON's grammar: no plus, no leading zeros, digits on both sides of the point. */
static struct text number_lexeme(struct arena *arena, struct text t)
{
    struct decimal d;
    uint64_t based = 0;
    if (json_is_number(t))
        return t;
    if (!decimal_parse(t, &d)) {
        must(based_parse(t, &based));
        return text_of(arena_printf(arena, "%llu", (unsigned long long)based));
    }
    while (d.whole.length > 1 && d.whole.at[0] == '0')
        d.whole = text_slice(d.whole, 1, d.whole.length);
    if (d.whole.length == 0)
        d.whole = text_of("0");
    return text_of(arena_printf(arena, "%s%.*s%s%.*s%.*s", d.negative ? "-" : "",
                                TEXT_ARGS(d.whole), d.fraction.length > 0 ? "." : "",
                                TEXT_ARGS(d.fraction), TEXT_ARGS(d.exponent)));
}

/* Filled here rather than by json_set, which looks for the name first: the reader did already. */
static const struct json *container(struct arena *arena, const struct node *node)
{
    bool object = node->kind == NODE_MAPPING;
    struct json *made =
        object ? json_object_new(arena, node->count) : json_array_new(arena, node->count);
    for (size_t i = 0; i < node->count; i++) {
        if (!object) {
            json_append(made, node_to_json(arena, node->items[i]));
            continue;
        }
        struct json *member = arena_make(arena, struct json);
        *member = *node_to_json(arena, node->pairs[i].value);
        member->name = node->pairs[i].key->text;
        made->items[made->count++] = member;
    }
    return made;
}

const struct json *node_to_json(struct arena *arena, const struct node *node)
{
    enum json_kind type = node_type(node);
    switch (type) {
    case JSON_NULL:
        return json_null();
    case JSON_FALSE:
    case JSON_TRUE:
        return json_bool(type == JSON_TRUE);
    case JSON_NUMBER:
        return json_number(arena, number_lexeme(arena, node->text));
    case JSON_STRING:
        return json_string(arena, node->text);
    case JSON_ARRAY:
    case JSON_OBJECT:
        return container(arena, node);
    }
    return json_null();
}
