/* SPDX-License-Identifier: Apache-2.0 */
/* plain.c - escaping for terminals, and how wide characters are. */

#include "reporters/file/plain.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "reporters/file/clean.h"

struct range {
    unsigned first, last;
};

/* UAX #11 (Unicode 15), East_Asian_Width W and F, the gaps inside a block of wide ones closed. */
static const struct range wide[] = {
    {0x1100, 0x115F},
    {0x231A, 0x231B},
    {0x23E9, 0x23EC},
    {0x23F0, 0x23F0},
    {0x23F3, 0x23F3},
    {0x25FD, 0x25FE},
    {0x2614, 0x2615},
    {0x2648, 0x2653},
    {0x267F, 0x267F},
    {0x2693, 0x2693},
    {0x26A1, 0x26A1},
    {0x26AA, 0x26AB},
    {0x2705, 0x2705},
    {0x270A, 0x270B},
    {0x274C, 0x274C},
    {0x274E, 0x274E},
    {0x2753, 0x2755},
    {0x2757, 0x2757},
    {0x2795, 0x2797},
    {0x2B1B, 0x2B1C},
    {0x2B50, 0x2B50},
    {0x2B55, 0x2B55},
    {0x2E80, 0x303E},
    {0x3041, 0xA4CF},
    {0xA960, 0xA97F},
    {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},
    {0xFE10, 0xFE19},
    {0xFE30, 0xFE6F},
    {0xFF01, 0xFF60},
    {0xFFE0, 0xFFE6},
    {0x17000, 0x18CFF},
    {0x1F300, 0x1F64F},
    {0x1F680, 0x1F6FF},
    {0x1F900, 0x1F9FF},
    {0x20000, 0x3FFFD},
    {0, 0},
};

static const struct range narrowest[] = {
    {0x300, 0x36F}, {0x20D0, 0x20F0}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0, 0},
};

/* Marks that are not seen, but change what is: of direction, of joining, of lines. */
static const struct range unseen[] = {
    {0x80, 0x9F},     {0xAD, 0xAD},     {0x61C, 0x61C},   {0x200B, 0x200F},
    {0x2028, 0x202E}, {0x2060, 0x206F}, {0xFEFF, 0xFEFF}, {0, 0},
};

static bool within(const struct range *ranges, unsigned code)
{
    for (; ranges->last != 0; ranges++)
        if (code >= ranges->first && code <= ranges->last)
            return true;
    return false;
}

static void put_character(struct text t, size_t at, size_t length, unsigned code,
                          struct buffer *out)
{
    if (length == 0)
        buffer_add_string(out, "\xEF\xBF\xBD");
    else if (code == '\n' || code == '\r' || code == '\t')
        buffer_add_string(out, code == '\n' ? "\\n" : code == '\r' ? "\\r" : "\\t");
    else if (code < 0x20 || code == 0x7F)
        buffer_printf(out, "\\x%02x", code);
    else if (within(unseen, code))
        buffer_printf(out, "\\u%04x", code);
    else
        buffer_add(out, t.at + at, length);
}

void plain_put(struct text t, struct buffer *out)
{
    struct clean clean;
    clean_init(&clean, t);
    for (size_t i = 0; i < clean.text.length;) {
        unsigned code = 0;
        size_t length = utf8_next(clean.text, i, &code);
        put_character(clean.text, i, length, code, out);
        i += length == 0 ? 1 : length;
    }
    clean_done(&clean);
}

static size_t columns_of(unsigned code)
{
    if (code < 0x300)
        return 1;
    return within(wide, code) ? 2 : within(narrowest, code) ? 0 : 1;
}

struct text plain_cut(struct text t, size_t columns)
{
    size_t i = 0, taken = 0;
    while (i < t.length) {
        unsigned code = 0xFFFD;
        size_t length = utf8_next(t, i, &code);
        taken += columns_of(code);
        if (taken > columns)
            break;
        i += length == 0 ? 1 : length;
    }
    return text_slice(t, 0, i);
}

size_t plain_width(struct text t)
{
    size_t taken = 0;
    for (size_t i = 0; i < t.length;) {
        unsigned code = 0xFFFD;
        size_t length = utf8_next(t, i, &code);
        taken += columns_of(code);
        i += length == 0 ? 1 : length;
    }
    return taken;
}
