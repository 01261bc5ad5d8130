/* SPDX-License-Identifier: Apache-2.0 */
/* native_match.c - which element is meant, in Appium's words; whether what it says is what was expected. */

#include "base/arena.h"
#include "base/buffer.h"
#include "document/json.h"
#include "query/query.h"
#include "query/regex.h"
#include "transport/browser/cdp_value.h"
#include "transport/webdriver/native.h"
#include "transport/webdriver/native_source.h"

enum { MOST_TEXT = 10 * 1000, MOST_TOLD = 120 };

bool native_strategy(struct arena *arena, const struct json *aim, const char **ret_using,
                     const char **ret_value)
{
    static const struct {
        const char *key, *using;
    } rows[] = {{"xpath", "xpath"},
                {"css", "css selector"},
                {"label", "accessibility id"},
                {"testid", "accessibility id"}};
    *ret_value = "";
    if (value_of(aim, "within") != NULL || value_of(aim, "role") != NULL) {
        *ret_using =
            "a native app has no roles, and no `within`: use label, text, testid or xpath";
        return false;
    }
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (value_of(aim, rows[i].key) != NULL) {
            *ret_using = rows[i].using;
            *ret_value = text_string(arena, value_text(aim, rows[i].key));
            return true;
        }
    if (value_of(aim, "text") == NULL) {
        *ret_using = "which element?";
        return false;
    }
    *ret_using = "xpath";
    *ret_value = native_xpath(arena, value_text(aim, "text"), value_flag(aim, "exact"));
    return true;
}

/* White space as agent.js takes it: one space, none at the ends. */
static struct text squeezed(struct arena *arena, struct text text)
{
    struct buffer to;
    bool space = false;
    buffer_init(&to, MOST_TEXT);
    text = text_trim(text_slice(text, 0, MOST_TEXT));
    for (size_t i = 0; i < text.length; i++) {
        bool is_space = text.at[i] == ' ' || (text.at[i] >= '\t' && text.at[i] <= '\r');
        if (is_space && !space)
            buffer_add_char(&to, ' ');
        else if (!is_space)
            buffer_add_char(&to, text.at[i]);
        space = is_space;
    }
    struct text kept = text_copy(arena, buffer_text(&to));
    buffer_done(&to);
    return kept;
}

static bool matches(struct arena *arena, struct text pattern, struct text actual)
{
    struct query_error error;
    const void *regex = regex_compile(arena, pattern, &error);
    return regex != NULL && regex_search(regex, actual, 0, NULL) == REGEX_MATCH;
}

const char *native_mismatch(struct arena *arena, const struct json *expect, struct text actual)
{
    struct text told = squeezed(arena, actual);
    struct text equals = squeezed(arena, value_text(expect, "equals"));
    struct text contains = squeezed(arena, value_text(expect, "contains"));
    bool wrong = (value_of(expect, "equals") != NULL && !text_equal(told, equals)) ||
                 (value_of(expect, "contains") != NULL && text_find(told, contains, 0) < 0) ||
                 (value_of(expect, "matches") != NULL &&
                  !matches(arena, value_text(expect, "matches"), actual));
    return wrong
               ? arena_printf(arena, "it says \"%.*s\"",
                              (int)(told.length < MOST_TOLD ? told.length : MOST_TOLD), told.at)
               : NULL;
}
