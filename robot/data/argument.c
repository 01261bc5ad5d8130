/* SPDX-License-Identifier: Apache-2.0 */
/* argument.c - arguments in, results and errors out. */

#include "data/argument.h"
#include "base/arena.h"
#include "base/encode.h"
#include "document/json.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const struct json *argument_fail(struct generator_call *call, const char *format, ...)
{
    char message[256];
    va_list ap;
    va_start(ap, format);
    vsnprintf(message, sizeof message, format, ap);
    va_end(ap);
    call->error = arena_strdup(call->arena, message);
    return NULL;
}

bool argument_given(const struct generator_call *call, size_t i)
{
    return i < call->count;
}

struct text argument_text(const struct generator_call *call, size_t i)
{
    if (!argument_given(call, i))
        return text_of("");
    return json_to_text(call->arena, call->arguments[i]);
}

bool argument_int(struct generator_call *call, size_t i, long long least, long long most,
                  long long *ret)
{
    if (!argument_given(call, i))
        return true;
    const struct json *value = call->arguments[i];
    int64_t number;
    long long parsed;
    bool whole = value->kind == JSON_NUMBER && json_to_int(value->text, &number);
    if (whole)
        parsed = number;
    else if (value->kind == JSON_STRING)
        whole = text_to_int(value->text, least, most, &parsed);
    if (!whole || parsed < least || parsed > most) {
        argument_fail(call, "argument %zu: expected a whole number from %lld to %lld", i + 1,
                      least, most);
        return false;
    }
    *ret = parsed;
    return true;
}

bool argument_word(struct generator_call *call, size_t i, const char *const *words, size_t *ret)
{
    if (!argument_given(call, i))
        return true;
    struct text given = argument_text(call, i);
    for (size_t n = 0; words[n] != NULL; n++)
        if (text_is(given, words[n])) {
            *ret = n;
            return true;
        }
    char list[160] = "";
    for (size_t n = 0; words[n] != NULL; n++) {
        size_t used = strlen(list);
        snprintf(list + used, sizeof list - used, "%s%s", n > 0 ? ", " : "", words[n]);
    }
    argument_fail(call, "argument %zu: expected one of %s", i + 1, list);
    return false;
}

const struct json *argument_string(const struct generator_call *call, struct text t)
{
    return json_string(call->arena, t);
}

void argument_canary(const struct generator_call *call, const char *kind, struct text value)
{
    if (call->canary != NULL)
        call->canary(call->listener, kind, value);
}

const struct json *argument_row(const struct generator_call *call, struct text value,
                                bool valid, const char *why)
{
    struct arena *arena = call->arena;
    struct json *row = json_object_new(arena, 4);
    json_set(arena, row, text_of("value"), json_string(arena, value));
    json_set(arena, row, text_of("valid"), json_bool(valid));
    json_set(arena, row, text_of("why"), json_string_of(arena, why));
    bool has_nul = value.length > 0 && memchr(value.at, '\0', value.length) != NULL;
    if (has_nul || !utf8_valid(value))
        json_set(arena, row, text_of("hex"), json_string(arena, encode_hex(arena, value)));
    return row;
}
