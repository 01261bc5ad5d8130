/* SPDX-License-Identifier: Apache-2.0 */
/* fresh.c - a time is known by being close to the request's own, a UUID by its form. */

#include "recording/fresh.h"
#include "base/arena.h"
#include "recording/draft.h"
#include "recording/values.h"
#include "recording/words.h"

#include <stdlib.h>

enum { UUID_LENGTH = 36, DAY_MS = 86400000 };

static bool near_now(struct text value, int64_t started_ms, int64_t unit)
{
    long long told;
    if (started_ms < 0 || !text_to_int(value, 1, INT64_MAX / 1000, &told))
        return false;
    return llabs(told * unit - started_ms) < DAY_MS;
}

static bool is_uuid(struct text t)
{
    for (size_t i = 0; i < t.length; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        char c = t.at[i];
        bool hex = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'f');
        if (dash ? c != '-' : !hex)
            return false;
    }
    return t.length == UUID_LENGTH;
}

static bool code_like(struct text key, struct text value)
{
    long long number;
    return (value.length == 4 || value.length == 6) && text_to_int(value, 0, 999999, &number) &&
           (words_any(key, "sms otp captcha verif") || text_is(key, "code"));
}

static const char *variable(struct draft *draft, struct text key, struct text value,
                            const char *template, const char *comment)
{
    const char *wish = words_snake(draft->arena, key);
    const char *name = draft_name(draft, wish[0] != '\0' ? wish : "value", "");
    const char *reference = arena_printf(draft->arena, "${%s}", name);
    draft_add(draft, &draft->variables, name, template, comment);
    values_stand_for(draft, value, reference);
    return reference;
}

const char *fresh_value(struct draft *draft, int64_t started_ms, struct text key,
                        struct text value)
{
    if (value.length == 13 && near_now(value, started_ms, 1))
        return "${now('ms')}";
    if (value.length == 10 && near_now(value, started_ms, 1000))
        return "${now('s')}";
    if (is_uuid(value))
        return variable(draft, key, value, "${uuid()}", NULL);
    if (!code_like(key, value))
        return NULL;
    draft_note(draft, "%.*s: nothing in the recording says where it came from", TEXT_ARGS(key));
    return variable(draft, key, value, text_string(draft->arena, value),
                    "where it came from is not in the recording");
}
