/* SPDX-License-Identifier: Apache-2.0 */
/* jsonpath_scan.c - reads the words of a path, each by its rule in RFC 9535's grammar. */

#include "query/jsonpath_scan.h"
#include "base/arena.h"
#include "document/json_escape.h"
#include "query/query.h"

bool scan_fail(struct scan *s, size_t offset, const char *message)
{
    if (s->error->message == NULL)
        *s->error = (struct query_error){.message = message, .offset = offset};
    return false;
}

int scan_look(const struct scan *s, size_t ahead)
{
    return s->at + ahead < s->in.length ? (unsigned char)s->in.at[s->at + ahead] : -1;
}

bool scan_blanks(struct scan *s)
{
    size_t from = s->at;
    int c;
    while ((c = scan_look(s, 0)) == ' ' || c == '\t' || c == '\n' || c == '\r')
        s->at++;
    return s->at > from;
}

bool scan_take(struct scan *s, const char *word)
{
    struct text wanted = text_of(word);
    if (!text_starts_with(text_slice(s->in, s->at, s->in.length), wanted))
        return false;
    s->at += wanted.length;
    return true;
}

static bool is_digit(int c)
{
    return c >= '0' && c <= '9';
}

static bool is_lower(int c)
{
    return c >= 'a' && c <= 'z';
}

static bool begins_name(int c)
{
    return is_lower(c) || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
}

struct text scan_name(struct scan *s)
{
    size_t from = s->at;
    if (begins_name(scan_look(s, 0)))
        while (begins_name(scan_look(s, 0)) || is_digit(scan_look(s, 0)))
            s->at++;
    return text_slice(s->in, from, s->at);
}

struct text scan_word(struct scan *s)
{
    size_t from = s->at;
    if (is_lower(scan_look(s, 0)))
        for (int c; is_lower(c = scan_look(s, 0)) || c == '_' || is_digit(c);)
            s->at++;
    return text_slice(s->in, from, s->at);
}

/* Where the literal that begins here is closed; the end of the expression when it is not. */
static size_t find_close(const struct scan *s)
{
    size_t i = s->at + 1;
    while (i < s->in.length && s->in.at[i] != s->in.at[s->at])
        i += s->in.at[i] == '\\' ? 2 : 1;
    return i < s->in.length ? i : s->in.length;
}

bool scan_string(struct scan *s, struct text *ret)
{
    size_t from = s->at, close = find_close(s), n = 0;
    char quote = s->in.at[s->at++];
    if (close == s->in.length)
        return scan_fail(s, from, "no closing quote for the string");
    char *out =
        arena_alloc(s->arena, close - from + 4); /* an escape shrinks what it stands for */
    while (s->at < close) {
        int c = scan_look(s, 0);
        if (c < 0x20)
            return scan_fail(s, s->at, "a control character in a string must be escaped");
        s->at++;
        if (c != '\\') {
            out[n++] = (char)c;
            continue;
        }
        size_t length = 0;
        const char *problem = escape_read(s->in, &s->at, quote, out + n, &length);
        if (problem != NULL)
            return scan_fail(s, s->at, problem);
        n += length;
    }
    s->at++;
    *ret = (struct text){.at = out, .length = n};
    return true;
}

bool scan_int(struct scan *s, int64_t *ret)
{
    static const long long LARGEST = (1LL << 53) - 1;
    size_t from = s->at;
    s->at += scan_look(s, 0) == '-';
    size_t digits = s->at;
    while (is_digit(scan_look(s, 0)))
        s->at++;
    struct text number = text_slice(s->in, from, s->at);
    long long value;
    if (s->at == digits)
        return scan_fail(s, from, "expected digits after -");
    if (s->in.at[digits] == '0' && number.length > 1)
        return scan_fail(s, from,
                         s->at - digits > 1 ? "an integer has no leading zeros"
                                            : "-0 is not an integer: write 0");
    if (!text_to_int(number, -LARGEST, LARGEST, &value))
        return scan_fail(s, from, "an integer is at most 2^53-1 from 0");
    *ret = value;
    return true;
}
