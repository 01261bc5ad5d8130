/* SPDX-License-Identifier: Apache-2.0 */
/* test_json.c - documents to trees and back: what RFC 8259 allows, where errors are, exactness. */

#include <criterion/criterion.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "document/json.h"

#include <string.h>

static struct arena *arena;
static struct json_error error;

static void open_arena(void)
{
    arena = arena_new();
}

static void end_arena(void)
{
    arena_end(arena);
}

TestSuite(json, .init = open_arena, .fini = end_arena);

static const struct json *parse(struct text document)
{
    return json_parse(arena, document, &json_default_limits, &error);
}

static const char *written(const struct json *value)
{
    struct buffer out;
    buffer_init(&out, 1 << 20);
    json_write(value, &out);
    char *copy = text_string(arena, buffer_text(&out));
    buffer_done(&out);
    return copy;
}

static const struct good_row {
    const char *says, *document, *as;
} good_rows[] = {
    {"every kind of value, in order", "[null,true,false,0,\"a\",[],{}]",
     "[null,true,false,0,\"a\",[],{}]"},
    {"a scalar is a document", " \"x\" ", "\"x\""},
    {"blanks between tokens are nothing", "\t{\r\n\"a\" : [ 1 , 2 ] }\n", "{\"a\":[1,2]}"},
    {"members keep their order", "{\"b\":1,\"a\":2}", "{\"b\":1,\"a\":2}"},
    {"numbers stay as written", "[0.10,1E+2,-0,9007199254740993]",
     "[0.10,1E+2,-0,9007199254740993]"},
    {"a number may be as long as it likes", "123456789012345678901234567890.5",
     "123456789012345678901234567890.5"},
    {"short escapes", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\\"\\\\/\\b\\f\\n\\r\\t\""},
    {"hexadecimal escapes in either case", "\"\\u00e9\\u00E9\"", "\"\xC3\xA9\xC3\xA9\""},
    {"a surrogate pair is one character", "\"x\\uD83D\\uDE00y\"", "\"x\xF0\x9F\x98\x80y\""},
    {"NUL is a character", "\"a\\u0000b\"", "\"a\\u0000b\""},
    {"text between and after escapes", "\"one\\ttwo\\nthree\"", "\"one\\ttwo\\nthree\""},
    {"names have escapes too", "{\"\\u4f59\\u989d\":1}", "{\"\xE4\xBD\x99\xE9\xA2\x9D\":1}"},
    {"the empty name is a name", "{\"\":{\"\":0}}", "{\"\":{\"\":0}}"},
};

Test(json, reads_what_rfc_8259_allows)
{
    for (size_t i = 0; i < sizeof good_rows / sizeof *good_rows; i++) {
        const struct good_row *row = &good_rows[i];
        const struct json *value = parse(text_of(row->document));
        cr_assert_not_null(value, "%s: %s", row->says, error.message);
        cr_expect_str_eq(written(value), row->as, "%s", row->says);
    }
}

static const struct bad_row {
    const char *says, *document;
    int line, column;
    const char *message;
} bad_rows[] = {
    {"nothing", "", 1, 1, "expected a value"},
    {"blanks only", " \n ", 2, 2, "expected a value"},
    {"two documents", "1 2", 1, 3, "more text after the end of the value"},
    {"a byte order mark", "\xEF\xBB\xBF{}", 1, 1, "the document begins with a byte order mark"},
    {"a trailing comma", "[1,]", 1, 4, "expected another value after the comma"},
    {"a comma first", "[,1]", 1, 2, "expected a value"},
    {"no comma", "[1\n 2]", 2, 2, "expected , or ] after a value"},
    {"no comma in an object", "{\"a\":1 \"b\":2}", 1, 8, "expected , or } after a member"},
    {"a name without quotes", "{a:1}", 1, 2, "expected a member's name in double quotes"},
    {"no colon", "{\"a\" 1}", 1, 6, "expected : after a member's name"},
    {"an array left open", "[1", 1, 3, "expected , or ] after a value"},
    {"an object left open", "{\"a\":", 1, 6, "expected a value"},
    {"a string left open", "\"ab", 1, 4, "no closing quote for the string"},
    {"a backslash at the end", "\"ab\\", 1, 5, "unknown escape in a string"},
    {"an unknown escape", "\"\\x\"", 1, 3, "unknown escape in a string"},
    {"an escaped single quote", "\"\\'\"", 1, 3, "unknown escape in a string"},
    {"a short hexadecimal escape", "\"\\u12\"", 1, 6,
     "expected four hexadecimal digits after \\u"},
    {"a high surrogate alone", "\"\\uD83D!\"", 1, 4, "a surrogate without its other half"},
    {"a low surrogate alone", "\"\\uDE00\"", 1, 4, "a surrogate without its other half"},
    {"two high surrogates", "\"\\uD83D\\uD83D\"", 1, 4, "a surrogate without its other half"},
    {"a raw control character", "\"a\tb\"", 1, 3,
     "a control character in a string must be escaped"},
    {"bytes that are not UTF-8", "\"\xE4\xBD\"", 1, 2, "invalid UTF-8 in a string"},
    {"an overlong form", "\"\xC0\x80\"", 1, 2, "invalid UTF-8 in a string"},
    {"a surrogate in UTF-8", "\"\xED\xA0\x80\"", 1, 2, "invalid UTF-8 in a string"},
    {"columns count characters", "{\"\xE4\xBD\x99\":x}", 1, 6, "expected a value"},
    {"a leading zero", "[01]", 1, 2, "not a number as JSON writes them"},
    {"a plus sign", "+1", 1, 1, "expected a value"},
    {"a point without digits", "1.", 1, 1, "not a number as JSON writes them"},
    {"an exponent without digits", "1e", 1, 1, "not a number as JSON writes them"},
    {"a minus alone", "-", 1, 1, "not a number as JSON writes them"},
    {"not a number", "NaN", 1, 1, "expected a value"},
    {"half a word", "[tru]", 1, 2, "expected a value"},
    {"a comment", "/**/1", 1, 1, "expected a value"},
    {"a name twice", "{\"a\":1,\n \"a\":2}", 2, 2, "a second member named \"a\""},
    {"a name twice, once escaped", "{\"a\":1,\"\\u0061\":2}", 1, 17,
     "a second member named \"a\""},
};

Test(json, says_what_is_wrong_and_where)
{
    for (size_t i = 0; i < sizeof bad_rows / sizeof *bad_rows; i++) {
        const struct bad_row *row = &bad_rows[i];
        cr_assert_null(parse(text_of(row->document)), "%s", row->says);
        cr_expect_str_eq(error.message, row->message, "%s", row->says);
        cr_expect_eq(error.line, row->line, "%s: line %d", row->says, error.line);
        cr_expect_eq(error.column, row->column, "%s: column %d", row->says, error.column);
        cr_expect_not(error.limit, "%s", row->says);
    }
}

Test(json, a_nul_byte_is_not_the_end)
{
    cr_expect_null(parse((struct text){"1\0", 2}));
    cr_expect_null(parse((struct text){"[1\0]", 4}));
    cr_expect_null(parse((struct text){"\"a\0\"", 4}));
}

Test(json, finds_a_double_among_many_members)
{
    struct buffer out;
    buffer_init(&out, 1 << 20);
    buffer_add_char(&out, '{');
    for (int i = 0; i < 1000; i++)
        buffer_printf(&out, "\"m%d\":%d,\n", i, i);
    buffer_add_string(&out, "\"m500\":0}");
    cr_expect_null(parse(buffer_text(&out)));
    cr_expect_str_eq(error.message, "a second member named \"m500\"");
    cr_expect_eq(error.line, 1001);
    buffer_done(&out);
}

static const struct limit_row {
    const char *says, *document;
    struct json_limits limits;
    bool within;
} limit_rows[] = {
    {"as deep as allowed", "[[[1]]]", {100, 3, 100}, true},
    {"one deeper", "[[[[]]]]", {100, 3, 100}, false},
    {"as many as allowed", "[1,2,3]", {100, 9, 4}, true},
    {"one more", "[1,2,3,4]", {100, 9, 4}, false},
    {"as long as allowed", "[1,2]", {5, 9, 9}, true},
    {"one byte more", "[1,2] ", {5, 9, 9}, false},
};

Test(json, crossing_a_limit_is_told_apart_from_a_bad_document)
{
    for (size_t i = 0; i < sizeof limit_rows / sizeof *limit_rows; i++) {
        const struct limit_row *row = &limit_rows[i];
        const struct json *value =
            json_parse(arena, text_of(row->document), &row->limits, &error);
        cr_expect_eq(value != NULL, row->within, "%s: %s", row->says, error.message);
        cr_expect_eq(error.limit, !row->within, "%s", row->says);
    }
}

Test(json, a_hundred_thousand_brackets_are_a_limit_not_a_crash)
{
    char *deep = arena_alloc(arena, 100000);
    memset(deep, '[', 100000);
    cr_expect_null(parse((struct text){deep, 100000}));
    cr_expect(error.limit);
}

static const struct order_row {
    const char *says, *a, *b;
    int order;
} order_rows[] = {
    {"equal as written", "12", "12", 0},
    {"trailing zeros are nothing", "0.10", "0.1", 0},
    {"an exponent is a way of writing", "1e2", "100", 0},
    {"a negative exponent too", "12e-1", "1.2", 0},
    {"zero has no sign", "-0.0", "0", 0},
    {"zero has no exponent", "0e99999999999999999999", "0", 0},
    {"beyond double's precision", "9007199254740993", "9007199254740992", 1},
    {"cents", "0.1", "0.10000000000000001", -1},
    {"by length", "99", "100", -1},
    {"negative is less", "-1", "0.5", -1},
    {"negatives the other way round", "-10", "-9", -1},
    {"zero and a tiny number", "0", "1e-400", -1},
    {"exponents beyond any machine's", "1e99999999999999999999", "1e400", 1},
    {"exponents beyond int64 do not wrap", "1e11529215046068469750", "1", 1},
    {"a small one beyond any machine's", "1e-99999999999999999999", "1e-400", -1},
    {"digits on both sides of the point", "123.456", "123.4560001", -1},
};

Test(json, compares_numbers_exactly)
{
    for (size_t i = 0; i < sizeof order_rows / sizeof *order_rows; i++) {
        const struct order_row *row = &order_rows[i];
        struct text a = text_of(row->a), b = text_of(row->b);
        cr_expect_eq(json_number_compare(a, b), row->order, "%s", row->says);
        cr_expect_eq(json_number_compare(b, a), -row->order, "%s, the other way", row->says);
    }
}

static const struct int_row {
    const char *says, *lexeme;
    bool whole;
    int64_t value;
} int_rows[] = {
    {"an integer", "42", true, 42},
    {"a negative one", "-42", true, -42},
    {"zero", "-0.000", true, 0},
    {"a fraction of nothing", "1.0", true, 1},
    {"an exponent", "1.5e2", true, 150},
    {"the largest", "9223372036854775807", true, INT64_MAX},
    {"the smallest", "-9223372036854775808", true, INT64_MIN},
    {"one too large", "9223372036854775808", false, 0},
    {"one too small", "-9223372036854775809", false, 0},
    {"a fraction", "1.5", false, 0},
    {"less than one", "1e-1", false, 0},
    {"far too large", "1e99999999999999999999", false, 0},
};

Test(json, tells_integers_from_other_numbers)
{
    for (size_t i = 0; i < sizeof int_rows / sizeof *int_rows; i++) {
        const struct int_row *row = &int_rows[i];
        int64_t value = 0;
        cr_expect_eq(json_to_int(text_of(row->lexeme), &value), row->whole, "%s", row->says);
        cr_expect_eq(value, row->value, "%s", row->says);
    }
}

static const struct equal_row {
    const char *says, *a, *b;
    bool equal;
} equal_rows[] = {
    {"members in any order", "{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}", true},
    {"elements in one order only", "[1,2]", "[2,1]", false},
    {"numbers by value", "[1.0]", "[1]", true},
    {"a number is not its text", "1", "\"1\"", false},
    {"false is not null", "false", "null", false},
    {"a member more", "{\"a\":1}", "{\"a\":1,\"b\":2}", false},
    {"another name", "{\"a\":1}", "{\"b\":1}", false},
    {"strings by their characters", "\"\\u0061\"", "\"a\"", true},
    {"no array is an object", "[]", "{}", false},
};

Test(json, compares_values_by_structure)
{
    for (size_t i = 0; i < sizeof equal_rows / sizeof *equal_rows; i++) {
        const struct equal_row *row = &equal_rows[i];
        cr_expect_eq(json_equal(parse(text_of(row->a)), parse(text_of(row->b))), row->equal,
                     "%s", row->says);
    }
}

static const struct json *numbered(int from, int to, int step)
{
    struct json *object = json_object_new(arena, 20000);
    for (int i = from; i != to; i += step) {
        struct json *member = arena_make(arena, struct json);
        *member = *json_int(arena, i);
        member->name = text_of(arena_printf(arena, "m%d", i));
        object->items[object->count++] = member;
    }
    return object;
}

Test(json, compares_large_objects_whatever_their_order)
{
    const struct json *up = numbered(0, 20000, 1), *down = numbered(19999, -1, -1);
    size_t work = 100000;
    cr_expect(json_equal(up, down));
    cr_expect(json_equal_within(up, down, &work),
              "in about as many steps as there are members");
    work = 1000;
    cr_expect_not(json_equal_within(up, down, &work));
    cr_expect_eq(work, 0, "out of patience, and says so");
}

Test(json, a_value_set_again_is_replaced_in_its_place)
{
    struct json *object = json_object_new(arena, 2);
    json_set(arena, object, text_of("a"), json_int(arena, 1));
    json_set(arena, object, text_of("b"), json_null());
    json_set(arena, object, text_of("a"), json_string_of(arena, "x"));
    cr_expect_str_eq(written(object), "{\"a\":\"x\",\"b\":null}");
    cr_expect_null(json_member(object, text_of("c")));
    cr_expect_null(json_member(json_null(), text_of("a")), "only objects have members");
}

Test(json, writes_bytes_that_are_not_utf8_as_replacement_characters)
{
    cr_expect_str_eq(written(json_string(arena, (struct text){"a\xFF\xE4\xBD", 4})),
                     "\"a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

Test(json, substitutes_strings_bare_and_the_rest_as_json)
{
    const struct json *value = parse(text_of("[\"a b\",0.10,true,null,{\"x\":[\"y\"]}]"));
    static const char *const texts[] = {"a b", "0.10", "true", "null", "{\"x\":[\"y\"]}"};
    for (size_t i = 0; i < value->count; i++)
        cr_expect(text_is(json_to_text(arena, value->items[i]), texts[i]), "%s", texts[i]);
}

Test(json, plain_strings_and_numbers_are_not_copied)
{
    struct text document = text_of("[\"plain\",12]");
    const struct json *value = parse(document);
    cr_expect_eq(value->items[0]->text.at, document.at + 2);
    cr_expect_eq(value->items[1]->text.at, document.at + 9);
    cr_expect_eq(value->items[1]->offset, 9);
}
