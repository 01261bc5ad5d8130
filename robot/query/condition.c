/* SPDX-License-Identifier: Apache-2.0 */
/* condition.c - compiling operands, and judging in words. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "base/must.h"
#include "base/suggest.h"
#include "base/units.h"
#include "document/json.h"
#include "query/moment.h"
#include "query/predicate.h"
#include "query/regex.h"

#include <string.h>

/* Some more than is shown: a text, cut at twice that, may be written as 6 bytes each. */
enum { MOST_WORDS = 120, MOST_BEGINNING_BYTES = 16 * 1024 };

static const struct predicate *named(struct text name)
{
    for (size_t i = 0; predicates[i] != NULL; i++)
        if (text_is(name, predicates[i]->name))
            return predicates[i];
    return NULL;
}

static bool unknown(struct arena *arena, struct text name, const char **ret_error)
{
    const char *names[64];
    size_t n = 0;
    for (; predicates[n] != NULL && n < 63; n++)
        names[n] = predicates[n]->name;
    names[n] = NULL;
    const char *near = suggest(name, names);
    *ret_error = near != NULL
                     ? arena_printf(arena, "unknown predicate \"%.*s\" (did you mean \"%s\"?)",
                                    TEXT_ARGS(name), near)
                     : arena_printf(arena, "unknown predicate \"%.*s\"", TEXT_ARGS(name));
    return false;
}

/* A mapping of predicates, all of which must hold, behind what `to` has already. */
static bool compile_mapping(struct arena *arena, struct condition *to,
                            const struct json *mapping, const char **ret_error)
{
    const struct condition **parts =
        arena_array(arena, to->part_count + mapping->count + 1, const struct condition *);
    if (to->part_count > 0)
        memcpy(parts, to->parts, to->part_count * sizeof *parts);
    for (size_t i = 0; i < mapping->count; i++) {
        const struct predicate *p = named(mapping->items[i]->name);
        if (p == NULL)
            return unknown(arena, mapping->items[i]->name, ret_error);
        const struct condition *part =
            condition_compile(arena, p, mapping->items[i], ret_error);
        if (part == NULL)
            return false;
        parts[to->part_count + i] = part;
    }
    to->parts = parts;
    to->part_count += mapping->count;
    return true;
}

/* A plain value stands for `equals` it. */
static bool compile_value(struct arena *arena, struct condition *to, const struct json *value,
                          const char **ret_error)
{
    const struct condition **parts = arena_array(arena, 2, const struct condition *);
    parts[0] = condition_compile(arena, named(text_of("equals")), value, ret_error);
    to->parts = parts;
    to->part_count = 1;
    return parts[0] != NULL;
}

static bool compile_any_of(struct arena *arena, struct condition *to, const char **ret_error)
{
    const struct json *list = to->operand;
    size_t *counts = arena_array(arena, list->count + 1, size_t);
    for (size_t i = 0; i < list->count; i++) {
        size_t before = to->part_count;
        if (list->items[i]->kind != JSON_OBJECT || list->items[i]->count == 0) {
            *ret_error = "expected a list of mappings of predicates, such as [{equals: a}]";
            return false;
        }
        if (!compile_mapping(arena, to, list->items[i], ret_error))
            return false;
        counts[i] = to->part_count - before;
    }
    to->part_counts = counts;
    return true;
}

static bool is_ordered(const struct json *v)
{
    int64_t ns;
    struct moment moment;
    return v->kind == JSON_NUMBER ||
           (v->kind == JSON_STRING &&
            (json_is_number(v->text) || duration_parse(v->text, &ns) ||
             moment_read(v->text, &moment)));
}

static bool expect(bool right, const char *what, const char **ret_error)
{
    if (!right)
        *ret_error = what;
    return right;
}

static bool check_word(struct arena *arena, const struct predicate *p,
                       const struct json *operand, const char **ret_error)
{
    struct text word = operand->kind == JSON_STRING ? operand->text : text_of("");
    if (operand->kind == JSON_NULL)
        word = text_of("null"); /* `type: null`, as YAML reads it */
    for (const char *const *w = p->words; *w != NULL; w++)
        if (text_is(word, *w))
            return true;
    struct buffer all;
    buffer_init(&all, 1024);
    for (const char *const *w = p->words; *w != NULL; w++)
        buffer_printf(&all, "%s%s", w == p->words ? "" : ", ", *w);
    *ret_error = arena_printf(arena, "expected one of %s", buffer_text(&all).at);
    buffer_done(&all);
    return false;
}

static bool compile_pattern(struct arena *arena, struct condition *to, const char **ret_error)
{
    struct query_error error;
    if (!expect(to->operand->kind == JSON_STRING, "expected a regular expression", ret_error))
        return false;
    to->regex = regex_compile(arena, to->operand->text, &error);
    if (to->regex == NULL)
        *ret_error = arena_printf(arena, "%s (byte %zu)", error.message, error.offset);
    return to->regex != NULL;
}

static bool compile_operand(struct arena *arena, struct condition *to, const char **ret_error)
{
    const struct json *operand = to->operand;
    bool list = operand->kind == JSON_ARRAY;
    switch (to->predicate->operand) {
    case OPERAND_ANY:
        return true;
    case OPERAND_STRING:
        return expect(operand->kind == JSON_STRING || operand->kind == JSON_NUMBER,
                      "expected a text", ret_error);
    case OPERAND_ORDERED:
        return expect(is_ordered(operand), "expected a number, a duration or a date",
                      ret_error);
    case OPERAND_PAIR:
        return expect(list && operand->count == 2 && is_ordered(operand->items[0]) &&
                          is_ordered(operand->items[1]),
                      "expected a list of two limits, such as [1, 10]", ret_error);
    case OPERAND_LIST:
        return expect(list, "expected a list", ret_error);
    case OPERAND_BOOLEAN:
        return expect(operand->kind == JSON_TRUE || operand->kind == JSON_FALSE,
                      "expected true or false", ret_error);
    case OPERAND_PATTERN:
        return compile_pattern(arena, to, ret_error);
    case OPERAND_WORD:
        return check_word(arena, to->predicate, operand, ret_error);
    case OPERAND_COUNT:
    case OPERAND_CONDITION:
        if (operand->kind == JSON_OBJECT && operand->count > 0)
            return compile_mapping(arena, to, operand, ret_error);
        return (to->predicate->operand == OPERAND_CONDITION ||
                expect(operand->kind == JSON_NUMBER,
                       "expected a number, or a mapping such as {ge: 1}", ret_error)) &&
               compile_value(arena, to, operand, ret_error);
    case OPERAND_ANY_OF:
        return expect(list && operand->count > 0,
                      "expected a list of mappings of predicates, such as [{equals: a}]",
                      ret_error) &&
               compile_any_of(arena, to, ret_error);
    }
    return false;
}

const struct condition *condition_compile(struct arena *arena,
                                          const struct predicate *predicate,
                                          const struct json *operand, const char **ret_error)
{
    must(predicate != NULL);
    struct condition *made = arena_make(arena, struct condition);
    *made = (struct condition){.predicate = predicate, .operand = operand};
    return compile_operand(arena, made, ret_error) ? made : NULL;
}

/* As JSON, but no more of it than will be shown: a body may have megabytes. */
static void write_beginning(const struct json *value, struct buffer *out)
{
    bool array = value->kind == JSON_ARRAY;
    if (!array && value->kind != JSON_OBJECT) {
        struct json cut = *value;
        cut.text = utf8_cut(value->text, 2 * MOST_WORDS);
        json_write(&cut, out);
        return;
    }
    buffer_add_char(out, array ? '[' : '{');
    for (size_t i = 0; i < value->count && out->length <= MOST_WORDS; i++) {
        buffer_add_string(out, i > 0 ? "," : "");
        if (!array) {
            json_write_string(utf8_cut(value->items[i]->name, 2 * MOST_WORDS), out);
            buffer_add_char(out, ':');
        }
        write_beginning(value->items[i], out);
    }
    buffer_add_char(out, array ? ']' : '}');
}

const char *value_words(const struct json *value, struct arena *arena)
{
    struct buffer out;
    buffer_init(&out, MOST_BEGINNING_BYTES);
    write_beginning(value, &out);
    struct text all = buffer_text(&out), cut = utf8_cut(all, MOST_WORDS);
    bool bare =
        value->kind == JSON_NULL || value->kind == JSON_TRUE || value->kind == JSON_FALSE;
    const char *words =
        arena_printf(arena, "%s%s%.*s%s", bare ? "" : json_kind_name(value->kind),
                     bare ? "" : " ", TEXT_ARGS(cut), cut.length < all.length ? "..." : "");
    buffer_done(&out);
    return words;
}

const char *condition_words(const struct condition *condition, struct arena *arena)
{
    struct buffer out;
    buffer_init(&out, MOST_BEGINNING_BYTES);
    write_beginning(condition->operand, &out);
    struct text all = buffer_text(&out), cut = utf8_cut(all, MOST_WORDS);
    const char *words = arena_printf(arena, "%s %.*s%s", condition->predicate->name,
                                     TEXT_ARGS(cut), cut.length < all.length ? "..." : "");
    buffer_done(&out);
    return words;
}

static const struct json *one_value(const struct extracted *found, struct arena *arena)
{
    if (found->count <= 1)
        return found->count == 0 ? NULL : found->items[0];
    struct json *all = json_array_new(arena, found->count);
    for (size_t i = 0; i < found->count; i++)
        json_append(all, found->items[i]);
    return all;
}

static const char *found_words(const struct held *held)
{
    const struct extracted *found = held->found;
    int64_t ns;
    if (found->count == 0)
        return "nothing";
    if (found->duration && held->value->kind == JSON_NUMBER &&
        json_to_int(held->value->text, &ns))
        return duration_text(held->arena, ns);
    const char *words = value_words(held->value, held->arena);
    return found->count > 1 ? arena_printf(held->arena, "%zu values: %s", found->count, words)
                            : words;
}

static const char *actual_words(const struct held *held)
{
    const char *more = held->problem != NULL ? held->problem : held->note;
    if (held->found->problem != NULL)
        return held->found->problem;
    const char *words = found_words(held);
    return more != NULL ? arena_printf(held->arena, "%s: %s", words, more) : words;
}

struct judged condition_judge(const struct condition *condition, const struct extracted *found,
                              struct arena *arena)
{
    struct held held = {.condition = condition,
                        .found = found,
                        .value = one_value(found, arena),
                        .arena = arena};
    const struct predicate *p = condition->predicate;
    /* What could not be looked at proves nothing, not even absence. */
    bool asked = found->problem == NULL && (found->count > 0 || p->holds_for_nothing);
    bool holds = asked && p->holds(&held) && held.problem == NULL;
    return (struct judged){.holds = holds,
                           .problem = found->problem != NULL ? found->problem : held.problem,
                           .expected = condition_words(condition, arena),
                           .actual = actual_words(&held)};
}
