/* SPDX-License-Identifier: Apache-2.0 */
/* text.c - comparing, searching and cutting texts. */

#include "base/text.h"
#include "base/arena.h"

#include <string.h>
#include <strings.h>

struct text text_of(const char *string)
{
    return (struct text){.at = string, .length = string != NULL ? strlen(string) : 0};
}

struct text text_copy(struct arena *arena, struct text t)
{
    return (struct text){.at = arena_strndup(arena, t.at, t.length), .length = t.length};
}

char *text_string(struct arena *arena, struct text t)
{
    return arena_strndup(arena, t.at, t.length);
}

bool text_equal(struct text a, struct text b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}

bool text_is(struct text t, const char *string)
{
    return text_equal(t, text_of(string));
}

bool text_equal_ignoring_case(struct text a, struct text b)
{
    return a.length == b.length && (a.length == 0 || strncasecmp(a.at, b.at, a.length) == 0);
}

bool text_starts_with(struct text t, struct text prefix)
{
    return t.length >= prefix.length && text_equal(text_slice(t, 0, prefix.length), prefix);
}

bool text_ends_with(struct text t, struct text suffix)
{
    return t.length >= suffix.length &&
           text_equal(text_slice(t, t.length - suffix.length, t.length), suffix);
}

ptrdiff_t text_find(struct text t, struct text needle, size_t from)
{
    if (from > t.length)
        return -1;
    if (needle.length == 0)
        return (ptrdiff_t)from;
    if (needle.length > t.length - from) /* also keeps a NULL t.at from memmem */
        return -1;
    const char *hit = memmem(t.at + from, t.length - from, needle.at, needle.length);
    return hit != NULL ? hit - t.at : -1;
}

struct text text_slice(struct text t, size_t from, size_t to)
{
    if (to > t.length)
        to = t.length;
    if (from > to)
        from = to;
    return (struct text){.at = from > 0 ? t.at + from : t.at, .length = to - from};
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}

struct text text_trim(struct text t)
{
    size_t from = 0, to = t.length;
    while (from < to && is_blank(t.at[from]))
        from++;
    while (to > from && is_blank(t.at[to - 1]))
        to--;
    return text_slice(t, from, to);
}

bool text_to_int(struct text t, long long least, long long most, long long *ret)
{
    size_t i = 0;
    bool negative = t.length > 0 && t.at[0] == '-';
    if (negative || (t.length > 0 && t.at[0] == '+'))
        i = 1;
    if (i == t.length)
        return false;
    long long value = 0;
    for (; i < t.length; i++) {
        int digit = t.at[i] - '0';
        if (digit < 0 || digit > 9 || __builtin_mul_overflow(value, 10LL, &value) ||
            __builtin_sub_overflow(value, (long long)digit, &value))
            return false;
    }
    if (!negative && __builtin_sub_overflow(0LL, value, &value))
        return false;
    if (value < least || value > most)
        return false;
    *ret = value;
    return true;
}
