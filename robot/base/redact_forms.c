/* SPDX-License-Identifier: Apache-2.0 */
/* redact_forms.c - a value escaped, coded and escaped again.
 *
 * Writers of URLs and of JSON disagree about what must be escaped, so each habit met in practice is
 * a row. A value of letters and digits is the same under all of them and has ten forms, not
 * hundreds: what a row leaves alone is not gone into again. */

#include "base/redact_forms.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"

#include <string.h>

static const char lower[] = "0123456789abcdef", upper[] = "0123456789ABCDEF";

/* One habit of escaping. `write` writes one character, all its bytes. */
struct habit {
    void (*write)(const struct habit *habit, struct text character, struct buffer *out);
    const char *marks;  /* URL: left as they are; JSON: escaped as \u00xx; doubled: which */
    const char *digits; /* of hex */
    const char *quote, *apostrophe;
    bool plus, slash, ascii, nests; /* nests: is met around text that is escaped already */
};

static bool is_alphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

static bool is_one_of(struct text character, const char *marks)
{
    return character.length == 1 && character.at[0] != '\0' &&
           strchr(marks, character.at[0]) != NULL;
}

static void write_url(const struct habit *habit, struct text character, struct buffer *out)
{
    for (size_t i = 0; i < character.length; i++) {
        char c = character.at[i];
        if (is_alphanumeric(c) || is_one_of(character, habit->marks))
            buffer_add_char(out, c);
        else if (c == ' ' && habit->plus)
            buffer_add_char(out, '+');
        else
            buffer_printf(out, "%%%c%c", habit->digits[(unsigned char)c >> 4],
                          habit->digits[c & 15]);
    }
}

static void write_unit(const struct habit *habit, unsigned unit, struct buffer *out)
{
    const char *digits = habit->digits;
    buffer_printf(out, "\\u%c%c%c%c", digits[unit >> 12], digits[unit >> 8 & 15],
                  digits[unit >> 4 & 15], digits[unit & 15]);
}

static void write_json(const struct habit *habit, struct text character, struct buffer *out)
{
    static const char known[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
    unsigned code = 0;
    bool valid = utf8_next(character, 0, &code) > 0;
    if (valid && (code < 0x20 ? !is_one_of(character, known)
                              : is_one_of(character, habit->marks) ||
                                    (habit->ascii && code >= 0x80 && code < 0x10000))) {
        write_unit(habit, code, out);
    } else if (is_one_of(character, known)) {
        buffer_printf(out, "\\%c", letters[strchr(known, character.at[0]) - known]);
    } else if (valid && habit->ascii && code >= 0x10000) {
        write_unit(habit, 0xD800 + ((code - 0x10000) >> 10), out);
        write_unit(habit, 0xDC00 + ((code - 0x10000) & 0x3FF), out);
    } else {
        if (habit->slash && is_one_of(character, "/"))
            buffer_add_char(out, '\\');
        buffer_add_text(out, character);
    }
}

static void write_markup(const struct habit *habit, struct text character, struct buffer *out)
{
    if (is_one_of(character, "&"))
        buffer_add_string(out, "&amp;");
    else if (is_one_of(character, "<"))
        buffer_add_string(out, "&lt;");
    else if (is_one_of(character, ">"))
        buffer_add_string(out, "&gt;");
    else if (is_one_of(character, "\""))
        buffer_add_string(out, habit->quote);
    else if (is_one_of(character, "'"))
        buffer_add_string(out, habit->apostrophe);
    else
        buffer_add_text(out, character);
}

static void write_doubled(const struct habit *habit, struct text character, struct buffer *out)
{
    if (is_one_of(character, habit->marks))
        buffer_add_text(out, character);
    buffer_add_text(out, character);
}

#define BOTH_CASES(...)                                  \
    {.write = write_url, .digits = upper, __VA_ARGS__},  \
    {                                                    \
        .write = write_url, .digits = lower, __VA_ARGS__ \
    }

static const struct habit habits[] = {
    BOTH_CASES(.marks = "-._~", .nests = true),               /* RFC 3986 section 2.3 */
    BOTH_CASES(.marks = "-._~", .plus = true, .nests = true), /* Python quote_plus */
    BOTH_CASES(.marks = "-._~/"),                             /* Python quote */
    BOTH_CASES(.marks = "*-._", .plus = true),                /* URL Standard: forms */
    BOTH_CASES(.marks = "*-._"),
    BOTH_CASES(.marks = "-_.!~*'()"),                     /* ECMAScript encodeURIComponent */
    BOTH_CASES(.marks = "-_.!~*'();,/?:@&=+$#"),          /* ECMAScript encodeURI */
    BOTH_CASES(.marks = "!$%&()*+,-./:;=?@[\\]^_`{|}~"),  /* URL Standard: special query */
    BOTH_CASES(.marks = "!$%&'()*+,-./:;=?@[\\]^_`{|}~"), /* URL Standard: query */
    BOTH_CASES(.marks = "!$%&'()*+,-./:;=@[\\]^_|~"),     /* URL Standard: path */
    {.write = write_json, .marks = "", .digits = lower, .nests = true},
    {.write = write_json, .marks = "", .digits = lower, .slash = true, .nests = true},
    {.write = write_json, .marks = "", .digits = lower, .ascii = true, .nests = true},
    {.write = write_json, .marks = "", .digits = lower, .ascii = true, .slash = true},
    {.write = write_json, .marks = "", .digits = upper, .ascii = true},
    {.write = write_json, .marks = "", .digits = upper, .ascii = true, .slash = true},
    {.write = write_json, .marks = "<>&", .digits = lower}, /* Go */
    {.write = write_json, .marks = "<>&'", .digits = lower},
    {.write = write_json, .marks = "<>&'", .digits = upper, .ascii = true, .slash = true},
    {.write = write_json,
     .marks = "<>&'\"",
     .digits = upper,
     .ascii = true,
     .slash = true}, /* PHP */
    {.write = write_markup, .quote = "\"", .apostrophe = "'", .nests = true},
    {.write = write_markup, .quote = "&quot;", .apostrophe = "'", .nests = true},
    {.write = write_markup, .quote = "&quot;", .apostrophe = "&apos;", .nests = true},
    {.write = write_markup, .quote = "&quot;", .apostrophe = "&#39;", .nests = true},
    {.write = write_markup, .quote = "&quot;", .apostrophe = "&#x27;"},
    {.write = write_markup, .quote = "&#34;", .apostrophe = "&#39;"},
    {.write = write_doubled, .marks = "\""},
    {.write = write_doubled, .marks = "'"},
};

enum { HABITS = sizeof habits / sizeof habits[0] };

static void add_escaped(const struct habit *habit, struct text t, struct buffer *scratch,
                        struct map *ret)
{
    size_t step;
    buffer_clear(scratch);
    for (size_t i = 0; i < t.length; i += step) {
        step = utf8_next(t, i, NULL);
        step = step == 0 ? 1 : step;
        habit->write(habit, text_slice(t, i, i + step), scratch);
    }
    map_put(ret, buffer_text(scratch), NULL);
}

/* At alignment k the first characters of the encoding depend on k bytes that stand before, the last
 * one on what follows: what is left between them is the same wherever the value stands. Where
 * nothing follows, the last one and the padding belong to the value, too. */
static void add_base64(struct arena *arena, struct text value, size_t alignment, bool url,
                       struct map *ret)
{
    static const size_t shared_at_start[] = {0, 2, 3};
    char *shifted = arena_alloc(arena, value.length + alignment);
    memset(shifted, 'A', alignment);
    memcpy(shifted + alignment, value.at, value.length);
    struct text all = {.at = shifted, .length = value.length + alignment};
    struct text coded = url ? encode_base64_url(arena, all) : encode_base64(arena, all);
    size_t from = shared_at_start[alignment];
    size_t whole = all.length / 3 * 4 + all.length % 3;
    size_t last = whole + (all.length % 3 > 0);
    map_put(ret, text_slice(coded, from, whole), NULL);
    map_put(ret, text_slice(coded, from, last), NULL);
    map_put(ret, text_slice(coded, from, coded.length), NULL);
}

static void add_coded(struct arena *arena, struct text t, struct map *ret)
{
    for (size_t alignment = 0; alignment < 3; alignment++) {
        add_base64(arena, t, alignment, false, ret);
        add_base64(arena, t, alignment, true, ret);
    }
    char *hex = text_string(arena, encode_hex(arena, t));
    map_put(ret, text_of(hex), NULL);
    for (char *c = hex; *c != '\0'; c++)
        *c = *c >= 'a' ? (char)(*c - 'a' + 'A') : *c;
    map_put(ret, text_of(hex), NULL);
}

void redact_forms(struct arena *arena, struct text value, struct map *ret)
{
    struct buffer scratch;
    /* \u0022 for one byte is the most a habit makes of it; two habits, one after the other. */
    buffer_init(&scratch, value.length * 6 * 6);
    map_init(ret, arena);
    map_put(ret, value, NULL);
    for (size_t h = 0; h < HABITS; h++)
        add_escaped(&habits[h], value, &scratch, ret);
    size_t escaped = ret->count;
    for (size_t i = 0; i < escaped; i++)
        add_coded(arena, ret->entries[i].key, ret);
    size_t coded = ret->count;
    for (size_t i = 0; i < coded; i++)
        for (size_t h = 0; h < HABITS; h++)
            if (habits[h].nests)
                add_escaped(&habits[h], ret->entries[i].key, &scratch, ret);
    buffer_done(&scratch);
}
