/* SPDX-License-Identifier: Apache-2.0 */
/* edit.c - upper, lower, trim, substr, replace, length: cutting and changing texts.
 *
 * Positions count characters, not bytes, because a scenario's author counts what is on the screen.
 * A byte that is not UTF-8 counts as one character, so bytes can be cut as well. */

#include "base/arena.h"
#include "base/encode.h"
#include "data/argument.h"
#include "document/json.h"

#include <string.h>

enum { LONGEST = 16 << 20 };

static const struct json *change_case(struct generator_call *call, char first, char last)
{
    struct text t = argument_text(call, 0);
    char *out = arena_strndup(call->arena, t.at, t.length);
    for (size_t i = 0; i < t.length; i++)
        if (out[i] >= first && out[i] <= last)
            out[i] = (char)(out[i] ^ ('a' ^ 'A'));
    return argument_string(call, (struct text){.at = out, .length = t.length});
}

static const struct json *make_upper(struct generator_call *call)
{
    return change_case(call, 'a', 'z');
}

static const struct json *make_lower(struct generator_call *call)
{
    return change_case(call, 'A', 'Z');
}

static const struct json *make_trim(struct generator_call *call)
{
    return argument_string(call, text_trim(argument_text(call, 0)));
}

static size_t next_character(struct text t, size_t at)
{
    size_t step = utf8_next(t, at, NULL);
    return step != 0 ? step : 1;
}

static size_t count_characters(struct text t)
{
    size_t count = 0;
    for (size_t i = 0; i < t.length; i += next_character(t, i))
        count++;
    return count;
}

/* The byte where character `index` begins; the text's length when there are fewer. */
static size_t byte_of(struct text t, long long index)
{
    size_t at = 0;
    for (; index > 0 && at < t.length; index--)
        at += next_character(t, at);
    return at;
}

static const struct json *make_substr(struct generator_call *call)
{
    long long from = 0, length = LONGEST;
    if (!argument_int(call, 1, -LONGEST, LONGEST, &from) ||
        !argument_int(call, 2, 0, LONGEST, &length))
        return NULL;
    struct text t = argument_text(call, 0);
    if (from < 0)
        from += (long long)count_characters(t);
    struct text rest = text_slice(t, byte_of(t, from), t.length);
    return argument_string(call, text_slice(rest, 0, byte_of(rest, length)));
}

static size_t count_matches(struct text t, struct text wanted)
{
    size_t count = 0;
    for (ptrdiff_t at = 0; (at = text_find(t, wanted, (size_t)at)) >= 0; count++)
        at += (ptrdiff_t)wanted.length;
    return count;
}

static const struct json *make_replace(struct generator_call *call)
{
    struct text t = argument_text(call, 0), from = argument_text(call, 1),
                to = argument_text(call, 2);
    if (from.length == 0)
        return argument_fail(call, "argument 2: expected the text to replace, it is empty");
    size_t matches = count_matches(t, from);
    if (to.length > 0 && matches > LONGEST / to.length)
        return argument_fail(call, "the result would be over 16 MB");
    char *out = arena_alloc(call->arena, t.length + matches * to.length + 1);
    size_t used = 0, done = 0;
    for (ptrdiff_t hit; (hit = text_find(t, from, done)) >= 0;) {
        memcpy(out + used, t.at + done, (size_t)hit - done);
        used += (size_t)hit - done;
        if (to.length > 0)
            memcpy(out + used, to.at, to.length);
        used += to.length;
        done = (size_t)hit + from.length;
    }
    if (t.length > done)
        memcpy(out + used, t.at + done, t.length - done);
    return argument_string(call, (struct text){.at = out, .length = used + t.length - done});
}

static const struct json *make_length(struct generator_call *call)
{
    const struct json *value = call->arguments[0];
    if (value->kind == JSON_ARRAY || value->kind == JSON_OBJECT)
        return json_int(call->arena, (int64_t)value->count);
    return json_int(call->arena, (int64_t)count_characters(argument_text(call, 0)));
}

const struct generator generator_length = {
    .name = "length",
    .usage = "length(value)",
    .text = "characters of a text, items of an array, members of an object",
    .least = 1,
    .most = 1,
    .make = make_length,
    .constant = true,
};

const struct generator generator_lower = {
    .name = "lower",
    .usage = "lower(text)",
    .text = "with A to Z in lower case",
    .least = 1,
    .most = 1,
    .make = make_lower,
    .constant = true,
};

const struct generator generator_replace = {
    .name = "replace",
    .usage = "replace(text, from, to)",
    .text = "with every occurrence of one text replaced by another",
    .least = 3,
    .most = 3,
    .make = make_replace,
    .constant = true,
};

const struct generator generator_substr = {
    .name = "substr",
    .usage = "substr(text, from, length)",
    .text = "a part, in characters from 0; a negative from counts from the end, without length "
            "it goes to the end",
    .least = 2,
    .most = 3,
    .make = make_substr,
    .constant = true,
};

const struct generator generator_trim = {
    .name = "trim",
    .usage = "trim(text)",
    .text = "without white space at both ends",
    .least = 1,
    .most = 1,
    .make = make_trim,
    .constant = true,
};

const struct generator generator_upper = {
    .name = "upper",
    .usage = "upper(text)",
    .text = "with a to z in upper case",
    .least = 1,
    .most = 1,
    .make = make_upper,
    .constant = true,
};
