/* SPDX-License-Identifier: Apache-2.0 */
/* Base64, hex, URL and UTF-8, against the vectors of their standards. */

#include "base/arena.h"
#include "base/encode.h"

#include <criterion/criterion.h>
#include <string.h>

static struct arena *arena;

static void begin(void)
{
    arena = arena_new();
}

static void end(void)
{
    arena_end(arena);
}

TestSuite(encode, .init = begin, .fini = end);

Test(encode, base64_as_in_rfc_4648_section_10)
{
    static const char *const rows[][3] = {
        {"", "", ""},
        {"f", "Zg==", "Zg"},
        {"fo", "Zm8=", "Zm8"},
        {"foo", "Zm9v", "Zm9v"},
        {"foob", "Zm9vYg==", "Zm9vYg"},
        {"fooba", "Zm9vYmE=", "Zm9vYmE"},
        {"foobar", "Zm9vYmFy", "Zm9vYmFy"},
        {">>>\?\?\?", "Pj4+Pz8/", "Pj4-Pz8_"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct text plain = text_of(rows[i][0]), back;
        cr_expect(text_is(encode_base64(arena, plain), rows[i][1]), "%s", rows[i][1]);
        cr_expect(text_is(encode_base64_url(arena, plain), rows[i][2]), "%s", rows[i][2]);
        for (int column = 1; column <= 2; column++) {
            cr_expect(decode_base64(arena, text_of(rows[i][column]), &back));
            cr_expect(text_equal(back, plain), "%s", rows[i][column]);
        }
    }
}

Test(encode, refuses_what_the_encoding_does_not_allow)
{
    static const struct {
        const char *sentence, *in;
        bool (*decode)(struct arena *arena, struct text t, struct text *ret);
    } rows[] = {
        {"base64: a lone character", "A", decode_base64},
        {"base64: one too many", "AAAAA", decode_base64},
        {"base64: a blank", "AA A", decode_base64},
        {"base64: padding inside", "A=AA", decode_base64},
        {"base64: three of padding", "A===", decode_base64},
        {"hex: an odd count", "abc", decode_hex},
        {"hex: no hex", "0g", decode_hex},
        {"URL: cut short", "a%4", decode_url},
        {"URL: a percent sign alone", "%", decode_url},
        {"URL: no hex", "%zz", decode_url},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct text back = text_of("untouched");
        cr_expect_not(rows[i].decode(arena, text_of(rows[i].in), &back), "%s",
                      rows[i].sentence);
        cr_expect(text_is(back, "untouched"), "%s", rows[i].sentence);
    }
}

Test(encode, every_byte_survives_every_encoding)
{
    char bytes[256];
    struct text all = {.at = bytes, .length = sizeof bytes}, back = {0};
    for (int i = 0; i < 256; i++)
        bytes[i] = (char)i;
    cr_expect(decode_base64(arena, encode_base64(arena, all), &back) && text_equal(back, all));
    cr_expect(decode_base64(arena, encode_base64_url(arena, all), &back) &&
              text_equal(back, all));
    cr_expect(decode_hex(arena, encode_hex(arena, all), &back) && text_equal(back, all));
    cr_expect(decode_url(arena, encode_url(arena, all), &back) && text_equal(back, all));
}

Test(encode, urls_keep_the_unreserved_of_rfc_3986_only)
{
    struct text back;
    cr_expect(text_is(encode_url(arena, text_of("aZ09-._~ /?#[]@!$&'()*+,;=%检")),
                      "aZ09-._~%20%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%25"
                      "%E6%A3%80"));
    cr_expect(decode_url(arena, text_of("a+b%2fc%2Fd"), &back));
    cr_expect(text_is(back, "a+b/c/d"));
}

Test(encode, utf8_is_what_rfc_3629_says)
{
    static const struct {
        const char *sentence, *in;
        size_t length;
        unsigned code;
    } rows[] = {
        {"ASCII", "A", 1, 'A'},
        {"two bytes, the least", "\xC2\x80", 2, 0x80},
        {"two bytes, the greatest", "\xDF\xBF", 2, 0x7FF},
        {"three bytes, the least", "\xE0\xA0\x80", 3, 0x800},
        {"before the surrogates", "\xED\x9F\xBF", 3, 0xD7FF},
        {"three, the greatest", "\xEF\xBF\xBF", 3, 0xFFFF},
        {"four bytes, the least", "\xF0\x90\x80\x80", 4, 0x10000},
        {"four, the greatest", "\xF4\x8F\xBF\xBF", 4, 0x10FFFF},
        {"nothing", "", 0, 0},
        {"a continuation alone", "\x80", 0, 0},
        {"cut short", "\xE6\xA3", 0, 0},
        {"overlong /", "\xC0\xAF", 0, 0},
        {"overlong in three bytes", "\xE0\x9F\xBF", 0, 0},
        {"overlong in four bytes", "\xF0\x8F\xBF\xBF", 0, 0},
        {"a surrogate", "\xED\xA0\x80", 0, 0},
        {"over U+10FFFF", "\xF4\x90\x80\x80", 0, 0},
        {"no continuation",
         "\xE6"
         "AA",
         0, 0},
        {"a byte never used", "\xFF", 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        unsigned code = 0;
        char back[4];
        size_t length = utf8_next(text_of(rows[i].in), 0, &code);
        cr_expect_eq(length, rows[i].length, "%s", rows[i].sentence);
        cr_expect_eq(code, rows[i].code, "%s", rows[i].sentence);
        cr_expect_eq(utf8_valid(text_of(rows[i].in)), length > 0 || rows[i].in[0] == '\0');
        if (length > 0) {
            cr_expect_eq(utf8_put(code, back), length, "%s", rows[i].sentence);
            cr_expect_arr_eq(back, rows[i].in, length, "%s", rows[i].sentence);
        }
    }
}

Test(encode, a_cut_ends_between_characters)
{
    struct text t = text_of("a检b");
    static const char *const cuts[] = {"", "a", "a", "a", "a检", "a检b", "a检b"};
    for (size_t most = 0; most < sizeof cuts / sizeof cuts[0]; most++)
        cr_expect(text_is(utf8_cut(t, most), cuts[most]), "cut to %zu", most);
}
