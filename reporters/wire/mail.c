/* SPDX-License-Identifier: Apache-2.0 */
/* mail.c - encoded words, folded addresses, base64 in lines. */

#include "reporters/wire/mail.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "data/calendar.h"

#include <string.h>

/* RFC 2047 section 2: an encoded word has at most 75 characters, "=?UTF-8?B?" and "?=" among them. So
 * 63 are left, of which base64 fills 60 with 45 bytes. */
enum { MOST_LINE = 76, WORD_BYTES = 45, LINE_BYTES = 57 };

static bool is_plain(const char *value)
{
    for (const unsigned char *at = (const unsigned char *)value; *at != '\0'; at++)
        if (*at < 0x20 || *at > 0x7e)
            return false;
    return strstr(value, "=?") == NULL; /* it would be decoded */
}

static void add_words(const char *value, struct buffer *out)
{
    struct arena *arena = arena_new();
    char *clean = arena_strdup(arena, value);
    for (char *at = clean; *at != '\0'; at++)
        if ((unsigned char)*at < 0x20 || *at == 0x7f)
            *at = ' ';
    struct text rest = text_of(clean);
    while (rest.length > 0) {
        struct text word = utf8_cut(rest, WORD_BYTES);
        if (word.length == 0)
            break;
        struct text bytes = encode_base64(arena, word);
        rest = text_slice(rest, word.length, rest.length);
        buffer_printf(out, "=?UTF-8?B?%.*s?=%s", TEXT_ARGS(bytes),
                      rest.length > 0 ? "\r\n " : "");
    }
    arena_end(arena);
}

void mail_header(const char *name, const char *value, struct buffer *out)
{
    buffer_printf(out, "%s: ", name);
    if (is_plain(value) && strlen(name) + 2 + strlen(value) <= MOST_LINE)
        buffer_add_string(out, value);
    else
        add_words(value, out);
    buffer_add_string(out, "\r\n");
}

static bool is_address(struct text t)
{
    ptrdiff_t at = text_find(t, text_of("@"), 0);
    if (at <= 0 || (size_t)at + 1 >= t.length || t.length > 254 ||
        text_find(t, text_of("@"), (size_t)at + 1) >= 0)
        return false;
    for (size_t i = 0; i < t.length; i++)
        if (t.at[i] <= ' ' || t.at[i] >= 0x7f || strchr("<>,;:()[]\"\\", t.at[i]) != NULL)
            return false;
    return true;
}

bool mail_address(struct arena *arena, const char *string, struct mail_address *ret)
{
    struct text all = text_trim(text_of(string)), name = {0}, address = all;
    ptrdiff_t open = text_find(all, text_of("<"), 0);
    if (open >= 0) {
        if (!text_ends_with(all, text_of(">")))
            return false;
        name = text_trim(text_slice(all, 0, (size_t)open));
        address = text_trim(text_slice(all, (size_t)open + 1, all.length - 1));
    }
    if (!is_address(address))
        return false;
    ret->name = name.length > 0 ? text_string(arena, name) : "";
    ret->address = text_string(arena, address);
    return true;
}

/* A name goes as encoded words whatever is in it: no quoting to get wrong. */
static void add_address(const struct mail_address *one, struct buffer *out)
{
    if (one->name[0] == '\0') {
        buffer_add_string(out, one->address);
        return;
    }
    add_words(one->name, out);
    buffer_printf(out, " <%s>", one->address);
}

void mail_addresses(const char *name, const struct mail_address *list, size_t count,
                    struct buffer *out)
{
    buffer_printf(out, "%s: ", name);
    for (size_t i = 0; i < count; i++) {
        buffer_add_string(out, i > 0 ? ",\r\n " : "");
        add_address(&list[i], out);
    }
    buffer_add_string(out, "\r\n");
}

const char *mail_date(struct arena *arena, int64_t utc_ns)
{
    static const char *const days[] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int64_t s = utc_ns > 0 ? utc_ns / 1000000000 : 0, day = s / 86400, rest = s % 86400;
    struct date d = calendar_date(day);
    return arena_printf(arena, "%s, %d %s %04d %02d:%02d:%02d +0000", days[day % 7], d.day,
                        months[d.month - 1], d.year, (int)(rest / 3600), (int)(rest / 60 % 60),
                        (int)(rest % 60));
}

void mail_part(const char *type, struct text body, struct buffer *out)
{
    struct arena *arena = arena_new();
    buffer_printf(out,
                  "Content-Type: %s; charset=utf-8\r\n"
                  "Content-Transfer-Encoding: base64\r\n\r\n",
                  type);
    for (size_t at = 0; at < body.length; at += LINE_BYTES) {
        buffer_add_text(out, encode_base64(arena, text_slice(body, at, at + LINE_BYTES)));
        buffer_add_string(out, "\r\n");
    }
    arena_end(arena);
}
