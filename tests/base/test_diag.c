/* SPDX-License-Identifier: Apache-2.0 */
/* Errors look like a compiler's, also where the line is Chinese. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/diag.h"
#include "base/encode.h"

#include <criterion/criterion.h>
#include <string.h>

static struct arena *arena;
static struct buffer out;
static struct diags all;

static void begin(void)
{
    arena = arena_new();
    buffer_init(&out, 1 << 16);
    diags_init(&all, arena);
}

static void end(void)
{
    buffer_done(&out);
    arena_end(arena);
}

TestSuite(diag, .init = begin, .fini = end);

static const char *drawn(struct place at, const struct source *source)
{
    at.source = source;
    diag_add(&all, at, "wrong");
    buffer_clear(&out);
    diags_render(&all, &out);
    return out.at;
}

Test(diag, shows_place_line_caret_hint_and_causes)
{
    struct source main = {.name = "main.journey.yaml",
                          .bytes = text_of("a\nb\n  - include: x\n")};
    struct source file = {.name = "login.journey.yaml",
                          .bytes = text_of("steps:\n    asert: 1\n")};
    struct diag *d =
        diag_add(&all, (struct place){&file, 2, 5, 5}, "unknown key \"%s\"", "asert");
    d->hint = "did you mean \"assert\"?";
    diag_cause(&all, d, (struct place){&main, 3, 5, 7}, "included here");
    diags_render(&all, &out);
    cr_expect_str_eq(out.at, "login.journey.yaml:2:5: error: unknown key \"asert\"\n"
                             "    2 |     asert: 1\n"
                             "      |     ^~~~~\n"
                             "      = hint: did you mean \"assert\"?\n"
                             "      = main.journey.yaml:3:5: included here\n");
}

Test(diag, all_errors_are_told_in_the_order_they_were_found)
{
    struct source file = {.name = "f", .bytes = text_of("x")};
    diag_add(&all, (struct place){.source = &file}, "first");
    diag_add(&all, (struct place){0}, "second, of no file");
    diags_render(&all, &out);
    cr_expect_eq(all.count, 2);
    cr_expect_str_eq(out.at, "f: error: first\nerror: second, of no file\n");
}

Test(diag, a_chinese_character_is_one_column_and_two_wide)
{
    struct source file = {.name = "f", .bytes = text_of("title: 授信申请 x\n")};
    cr_expect_str_eq(drawn((struct place){.line = 1, .column = 10, .length = 2}, &file),
                     "f:1:10: error: wrong\n"
                     "    1 | title: 授信申请 x\n"
                     "      |            ^~~~\n");
}

Test(diag, a_tab_before_the_place_stays_a_tab)
{
    struct source file = {.name = "f", .bytes = text_of("\tx: y\n")};
    cr_expect_str_eq(drawn((struct place){.line = 1, .column = 2, .length = 1}, &file),
                     "f:1:2: error: wrong\n    1 | \tx: y\n      | \t^\n");
}

Test(diag, a_place_past_the_end_of_its_line_is_still_marked)
{
    struct source file = {.name = "f", .bytes = text_of("abc\r\nlast")};
    cr_expect_str_eq(drawn((struct place){.line = 1, .column = 4, .length = 1}, &file),
                     "f:1:4: error: wrong\n    1 | abc\n      |    ^\n");
}

Test(diag, a_line_that_is_not_there_is_empty)
{
    struct source file = {.name = "f", .bytes = text_of("abc")};
    cr_expect_str_eq(drawn((struct place){.line = 9, .column = 1, .length = 1}, &file),
                     "f:9:1: error: wrong\n    9 | \n      | ^\n");
}

Test(diag, a_minified_line_is_cut_between_characters)
{
    char *line = arena_alloc(arena, 3000);
    for (int i = 0; i < 900; i++)
        memcpy(line + 3 * i, "检", 3);
    struct source file = {.name = "f", .bytes = text_of(line)};
    drawn((struct place){.line = 1, .column = 2, .length = 1}, &file);
    cr_expect_lt(out.length, 400);
    cr_expect(utf8_valid(buffer_text(&out)));
}

Test(diag, a_byte_has_a_line_and_a_column_of_characters)
{
    const struct source file = {.name = "f", .bytes = text_of("a\n\xE4\xBD\xA0x\n\nend")};
    static const struct {
        size_t offset;
        int line, column;
    } rows[] = {{0, 1, 1}, {1, 1, 2}, {2, 2, 1},  {5, 2, 2}, {6, 2, 3},
                {7, 3, 1}, {8, 4, 1}, {10, 4, 3}, {99, 4, 4}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct place at = place_at(&file, rows[i].offset);
        cr_expect_eq(at.line, rows[i].line, "byte %zu: line %d", rows[i].offset, at.line);
        cr_expect_eq(at.column, rows[i].column, "byte %zu: column %d", rows[i].offset,
                     at.column);
    }
}
