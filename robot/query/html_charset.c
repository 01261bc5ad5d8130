/* SPDX-License-Identifier: Apache-2.0 */
/* html_charset.c - from a page's charset to UTF-8, before any parser sees it.
 *
 * libxml2 could convert, too, but it ends a page without a word at the first byte that it cannot
 * convert, and at a NUL: what stands behind it would be "not there". Labels mean what they mean to
 * browsers (encoding.spec.whatwg.org, section 4.2): pages that say gb2312 hold GBK. Only charsets
 * in the table are handed to iconv: the label is a stranger's. */

#include "query/html_charset.h"
#include "base/arena.h"
#include "base/encode.h"
#include "base/must.h"

#include <iconv.h>
#include <stdint.h>
#include <string.h>

enum { HEAD_BYTES = 4096, MOST_LABEL_BYTES = 40 };

static const char replacement[] = "\xEF\xBF\xBD";

/* Label, lower case, to iconv's name. UTF-8 is not there: it needs no conversion. */
static const struct {
    const char *label, *name;
} charsets[] = {
    {"gbk", "GB18030"},           {"gb2312", "GB18030"},
    {"gb18030", "GB18030"},       {"x-gbk", "GB18030"},
    {"hz-gb-2312", "HZ"},         {"big5", "BIG5-HKSCS"},
    {"big5-hkscs", "BIG5-HKSCS"}, {"shift_jis", "CP932"},
    {"shift-jis", "CP932"},       {"sjis", "CP932"},
    {"euc-jp", "EUC-JP"},         {"iso-2022-jp", "ISO-2022-JP"},
    {"euc-kr", "CP949"},          {"ks_c_5601-1987", "CP949"},
    {"iso-8859-1", "CP1252"},     {"latin1", "CP1252"},
    {"us-ascii", "CP1252"},       {"windows-1252", "CP1252"},
    {"windows-1250", "CP1250"},   {"windows-1251", "CP1251"},
    {"iso-8859-2", "ISO-8859-2"}, {"iso-8859-15", "ISO-8859-15"},
    {"koi8-r", "KOI8-R"},         {"tis-620", "TIS-620"},
    {"utf-16", "UTF-16LE"},       {"utf-16le", "UTF-16LE"},
    {"utf-16be", "UTF-16BE"},
};

/* NULL for UTF-8 and what is not known. */
static const char *iconv_name(struct text label)
{
    for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++)
        if (text_equal_ignoring_case(label, text_of(charsets[i].label)))
            return charsets[i].name;
    return NULL;
}

static bool is_label_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '-' || c == '_';
}

/* Where `word` (lower case) ends in `t`, at or after `from`; -1 when it is not there. */
static ptrdiff_t behind(struct text t, const char *word, size_t from)
{
    size_t length = strlen(word);
    for (size_t i = from; i + length <= t.length; i++)
        if (text_equal_ignoring_case(text_slice(t, i, i + length), text_of(word)))
            return (ptrdiff_t)(i + length);
    return -1;
}

/* `word = "LABEL"`, blanks and quotes as they come; empty when there is none. */
static struct text label_after(struct text t, const char *word)
{
    for (ptrdiff_t at = behind(t, word, 0); at >= 0; at = behind(t, word, (size_t)at)) {
        struct text rest = text_trim(text_slice(t, (size_t)at, t.length));
        if (rest.length == 0 || rest.at[0] != '=')
            continue;
        rest = text_trim(text_slice(rest, 1, rest.length));
        size_t from = rest.length > 0 && (rest.at[0] == '"' || rest.at[0] == '\''), to = from;
        while (to < rest.length && to < MOST_LABEL_BYTES && is_label_byte(rest.at[to]))
            to++;
        if (to > from)
            return text_slice(rest, from, to);
    }
    return text_of("");
}

/* A page that can be read as far as its <meta> is no UTF-16, whatever it says. */
static const char *told_inside(struct text body)
{
    struct text head = text_slice(body, 0, HEAD_BYTES);
    bool xml = text_starts_with(text_trim(head), text_of("<?xml"));
    ptrdiff_t end = xml ? text_find(head, text_of("?>"), 0) : -1;
    if (end >= 0)
        head = text_slice(head, 0, (size_t)end);
    const char *name = iconv_name(label_after(head, xml ? "encoding" : "charset"));
    return name != NULL && strncmp(name, "UTF-16", 6) == 0 ? NULL : name;
}

/* The charset to convert from, and the byte order mark to skip; NULL for UTF-8. */
static const char *charset_of(struct text body, struct text content_type, size_t *ret_mark)
{
    static const struct {
        const char *mark;
        size_t length;
        const char *name;
    } marks[] = {
        {"\xEF\xBB\xBF", 3, NULL}, {"\xFF\xFE", 2, "UTF-16LE"}, {"\xFE\xFF", 2, "UTF-16BE"}};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (body.length >= marks[i].length &&
            memcmp(body.at, marks[i].mark, marks[i].length) == 0) {
            *ret_mark = marks[i].length;
            return marks[i].name;
        }
    *ret_mark = 0;
    struct text label = label_after(content_type, "charset");
    return label.length > 0 ? iconv_name(label) : told_inside(body);
}

static struct text convert(struct arena *arena, struct text body, const char *name)
{
    iconv_t converter = iconv_open("UTF-8", name);
    if (converter == (iconv_t)-1)
        return body; /* a system without that table */
    size_t in_left = body.length, out_left = 3 * body.length + 4;
    char *out = arena_alloc(arena, out_left), *in = (char *)(uintptr_t)body.at, *to = out;
    while (in_left > 0 && iconv(converter, &in, &in_left, &to, &out_left) == (size_t)-1) {
        if (in_left == 0 || out_left < 3)
            break;
        memcpy(to, replacement, 3); /* NOLINT(bugprone-not-null-terminated-result): bytes */
        to += 3, out_left -= 3;
        in++, in_left--;
        iconv(converter, NULL, NULL, &to, &out_left);
    }
    iconv(converter, NULL, NULL, &to, &out_left); /* what it held back to look further */
    iconv_close(converter);
    return (struct text){.at = out, .length = (size_t)(to - out)};
}

/* Every byte that is no part of a character, and NUL, becomes U+FFFD. */
static struct text repair(struct arena *arena, struct text t)
{
    if (utf8_valid(t) && memchr(t.at, '\0', t.length) == NULL)
        return t;
    char *out = arena_alloc(arena, 3 * t.length + 1);
    size_t n = 0;
    for (size_t i = 0; i < t.length;) {
        size_t length = t.at[i] != '\0' ? utf8_next(t, i, NULL) : 0;
        memcpy(out + n, length > 0 ? t.at + i : replacement, length > 0 ? length : 3);
        n += length > 0 ? length : 3;
        i += length > 0 ? length : 1;
    }
    return (struct text){.at = out, .length = n};
}

struct text html_to_utf8(struct arena *arena, struct text body, struct text content_type)
{
    size_t mark;
    if (body.length == 0)
        return text_of("");
    const char *name = charset_of(body, content_type, &mark);
    struct text text = text_slice(body, mark, body.length);
    return repair(arena, name != NULL ? convert(arena, text, name) : text);
}

struct text text_to_utf8(struct arena *arena, struct text body, struct text content_type)
{
    const char *name = iconv_name(label_after(content_type, "charset"));
    return name == NULL || utf8_valid(body) ? body : repair(arena, convert(arena, body, name));
}
