/* SPDX-License-Identifier: Apache-2.0 */
/* jsonpath_function.c - length, count, value, match, search (RFC 9535 sections 2.4.4 to 2.4.8). */

#include "query/jsonpath_function.h"
#include "base/arena.h"
#include "base/encode.h"
#include "base/suggest.h"
#include "document/json.h"
#include "query/iregexp.h"
#include "query/jsonpath_selection.h"
#include "query/regex.h"

#include <stdio.h>

/* A compilation takes about as long as this many steps. */
enum { COMPILE_WORK = 2000 };

static const struct json *make_number(struct made_number *room, size_t number)
{
    int length = snprintf(room->digits, sizeof room->digits, "%zu", number);
    room->value = (struct json){.kind = JSON_NUMBER,
                                .text = {.at = room->digits, .length = (size_t)length}};
    return &room->value;
}

static size_t count_characters(struct text t)
{
    size_t count = 0;
    for (size_t i = 0; i < t.length; i++)
        count += ((unsigned char)t.at[i] & 0xC0) != 0x80;
    return count;
}

static const struct json *value_length(struct selection *s, const struct call *call,
                                       const struct json *current, struct made_number *room)
{
    const struct json *value = term_value(s, call->arguments[0], current, room);
    if (value == NULL)
        return NULL;
    switch (value->kind) {
    case JSON_STRING:
        return selection_charge(s, value->text.length / 64)
                   ? make_number(room, count_characters(value->text))
                   : NULL;
    case JSON_ARRAY:
    case JSON_OBJECT:
        return make_number(room, value->count);
    case JSON_NULL:
    case JSON_FALSE:
    case JSON_TRUE:
    case JSON_NUMBER:
        return NULL;
    }
    return NULL;
}

struct counter {
    struct sink sink;
    size_t count;
    const struct json *last;
};

static bool take_counted(struct sink *sink, struct spot *spot)
{
    struct counter *counter = (struct counter *)sink;
    counter->count++;
    counter->last = spot->value;
    return true;
}

static const struct json *value_count(struct selection *s, const struct call *call,
                                      const struct json *current, struct made_number *room)
{
    struct counter counter = {.sink = {take_counted}};
    selection_walk(s, call->arguments[0]->path, current, &counter.sink);
    return make_number(room, counter.count);
}

static bool take_only(struct sink *sink, struct spot *spot)
{
    return take_counted(sink, spot) && ((struct counter *)sink)->count < 2;
}

static const struct json *value_value(struct selection *s, const struct call *call,
                                      const struct json *current, struct made_number *room)
{
    struct counter counter = {.sink = {take_only}};
    (void)room;
    selection_walk(s, call->arguments[0]->path, current, &counter.sink);
    return counter.count == 1 ? counter.last : NULL;
}

/* The I-Regexp of a call whose expression is in the document. NULL when it is none. */
static const struct regex *regex_for(struct selection *s, const struct call *call,
                                     const struct json *source)
{
    enum function_pattern pattern = call->function->pattern;
    if (call->literal_pattern)
        return call->regex;
    if (source == NULL || source->kind != JSON_STRING)
        return NULL;
    if (s->regex_arena != NULL && s->regex_pattern == pattern &&
        text_equal(s->regex_source, source->text))
        return s->regex;
    if (!selection_charge(s, COMPILE_WORK + source->text.length))
        return NULL;
    arena_end(s->regex_arena);
    s->regex_arena = arena_new();
    s->regex_source = source->text;
    s->regex_pattern = pattern;
    s->regex = iregexp_compile(s->regex_arena, source->text, pattern == PATTERN_WHOLE);
    return s->regex;
}

static bool test_pattern(struct selection *s, const struct call *call,
                         const struct json *current)
{
    struct made_number room, source_room;
    const struct json *subject = term_value(s, call->arguments[0], current, &room);
    const struct json *source = term_value(s, call->arguments[1], current, &source_room);
    const struct regex *regex = regex_for(s, call, source);
    if (regex == NULL || subject == NULL || subject->kind != JSON_STRING ||
        !selection_charge(s, 8 + subject->text.length / 8))
        return false;
    enum regex_result result = regex_search(regex, subject->text, 0, NULL);
    if (result == REGEX_LIMIT)
        s->problem = "a regular expression in the path takes too long on this document";
    return result == REGEX_MATCH;
}

static const struct function function_length = {
    .name = "length",
    .usage = "length(value)",
    .parameters = {TYPE_VALUE},
    .parameter_count = 1,
    .result = TYPE_VALUE,
    .value = value_length,
};

static const struct function function_count = {
    .name = "count",
    .usage = "count(query)",
    .parameters = {TYPE_NODES},
    .parameter_count = 1,
    .result = TYPE_VALUE,
    .value = value_count,
};

static const struct function function_value = {
    .name = "value",
    .usage = "value(query)",
    .parameters = {TYPE_NODES},
    .parameter_count = 1,
    .result = TYPE_VALUE,
    .value = value_value,
};

static const struct function function_match = {
    .name = "match",
    .usage = "match(text, regexp)",
    .parameters = {TYPE_VALUE, TYPE_VALUE},
    .parameter_count = 2,
    .pattern = PATTERN_WHOLE,
    .result = TYPE_LOGICAL,
    .test = test_pattern,
};

static const struct function function_search = {
    .name = "search",
    .usage = "search(text, regexp)",
    .parameters = {TYPE_VALUE, TYPE_VALUE},
    .parameter_count = 2,
    .pattern = PATTERN_PART,
    .result = TYPE_LOGICAL,
    .test = test_pattern,
};

static const struct function *const functions[] = {
    &function_length, &function_count, &function_value, &function_match, &function_search,
};

enum { FUNCTION_COUNT = sizeof functions / sizeof(const struct function *) };

const struct function *function_find(struct text name)
{
    for (size_t i = 0; i < FUNCTION_COUNT; i++)
        if (text_is(name, functions[i]->name))
            return functions[i];
    return NULL;
}

const char *function_suggest(struct text wrong)
{
    const char *names[FUNCTION_COUNT + 1] = {NULL};
    for (size_t i = 0; i < FUNCTION_COUNT; i++)
        names[i] = functions[i]->name;
    return suggest(wrong, names);
}
