/* SPDX-License-Identifier: Apache-2.0 */
/* words.c - lists of words, and the few rules of English that names of APIs keep. */

#include "recording/words.h"
#include "base/arena.h"

#include <string.h>

enum { MOST_NAME = 64 };

static bool upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static char lower(char c)
{
    return upper(c) ? (char)(c + 'a' - 'A') : c;
}

static bool letter(char c)
{
    return lower(c) >= 'a' && lower(c) <= 'z';
}

static char *words_of(struct arena *arena, struct text name, char between)
{
    char out[MOST_NAME * 2 + 1];
    size_t n = 0;
    for (size_t i = 0; i < name.length && i < MOST_NAME; i++) {
        char c = name.at[i];
        bool hump = upper(c) && i > 0 && !upper(name.at[i - 1]) && !digit(name.at[i - 1]);
        bool plain = letter(c) || digit(c);
        if ((!plain || hump) && n > 0 && out[n - 1] != between)
            out[n++] = between;
        if (plain)
            out[n++] = lower(c);
    }
    while (n > 0 && out[n - 1] == between)
        n--;
    return arena_strndup(arena, out, n);
}

const char *words_snake(struct arena *arena, struct text name)
{
    if (text_equal_ignoring_case(text_slice(name, 0, 2), text_of("x-")))
        name = text_slice(name, 2, name.length);
    char *words = words_of(arena, name, '_');
    return digit(words[0]) ? arena_printf(arena, "n%s", words) : words;
}

const char *words_plain(struct arena *arena, struct text name)
{
    return words_of(arena, name, ' ');
}

const char *words_singular(struct arena *arena, const char *words)
{
    struct text t = text_of(words);
    size_t last = t.length;
    while (last > 0 && t.at[last - 1] != ' ' && t.at[last - 1] != '_')
        last--;
    struct text word = text_slice(t, last, t.length);
    if (word.length > 4 && text_ends_with(word, text_of("ies")))
        return arena_printf(arena, "%.*sy", (int)t.length - 3, words);
    bool plural = word.length > 3 && text_ends_with(word, text_of("s")) &&
                  !text_ends_with(word, text_of("ss")) &&
                  !text_ends_with(word, text_of("us")) && !text_ends_with(word, text_of("is"));
    return plural ? arena_strndup(arena, words, t.length - 1) : words;
}

static bool ends_with_any(struct text name, const char *const *endings)
{
    for (size_t i = 0; endings[i] != NULL; i++) {
        size_t length = strlen(endings[i]);
        if (name.length >= length &&
            text_equal_ignoring_case(text_slice(name, name.length - length, name.length),
                                     text_of(endings[i])))
            return true;
    }
    return false;
}

bool words_any(struct text t, const char *words)
{
    struct text all = text_of(words);
    for (size_t from = 0; from < all.length;) {
        ptrdiff_t blank = text_find(all, text_of(" "), from);
        struct text word = text_slice(all, from, blank < 0 ? all.length : (size_t)blank);
        for (size_t i = 0; i + word.length <= t.length; i++)
            if (text_equal_ignoring_case(text_slice(t, i, i + word.length), word))
                return true;
        from += word.length + 1;
    }
    return false;
}

bool words_identify(struct text name)
{
    static const char *const endings[] = {
        "id",    "ids",   "no",      "key",  "code",   "token",  "uuid", "sn", "ticket",
        "nonce", "state", "session", "csrf", "number", "serial", "ref",  NULL};
    return ends_with_any(name, endings);
}

bool words_password(struct text name)
{
    return words_any(name, "password passwd passcode pwd cvv") ||
           text_equal_ignoring_case(name, text_of("pin"));
}

bool words_token(struct text name)
{
    return words_any(name, "token secret apikey api-key api_key authorization accesskey "
                           "access-key session csrf xsrf jwt");
}

bool words_code(struct text name)
{
    static const char *const endings[] = {"code", "otp", "captcha", "vcode", NULL};
    return ends_with_any(name, endings);
}

bool words_state(struct text name)
{
    static const char *const endings[] = {"state", "status",   "result",   "step",
                                          "stage", "progress", "decision", NULL};
    return ends_with_any(name, endings);
}

bool words_value(struct text segment)
{
    size_t digits = 0;
    for (size_t i = 0; i < segment.length; i++)
        digits += digit(segment.at[i]);
    if (segment.length == 0 || segment.at[0] == '[' || segment.at[0] == '%')
        return true;
    if (segment.at[0] == 'v' && digits == segment.length - 1)
        return false; /* /v2/ */
    return digits * 3 >= segment.length || digits >= 6;
}

bool words_vague(const char *words)
{
    static const char *const names[] = {"code",   "list",    "detail", "details", "info",
                                        "query",  "session", "trial",  "confirm", "submit",
                                        "status", "state",   "get",    "add",     "create",
                                        "update", "delete",  "save",   "check",   "result",
                                        "sms",    "send",    "verify", "page",    NULL};
    for (size_t i = 0; names[i] != NULL; i++)
        if (strcmp(words, names[i]) == 0)
            return true;
    return false;
}
