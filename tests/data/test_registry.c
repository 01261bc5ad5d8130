/* SPDX-License-Identifier: Apache-2.0 */
/* What holds for every generator there is. */

#include <criterion/criterion.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "calling.h"

#include <string.h>

static struct caller c;
static void open_caller(void)
{
    caller_init(&c);
}
static void end_caller(void)
{
    caller_done(&c);
}
TestSuite(generators, .init = open_caller, .fini = end_caller);

Test(generators, are_sorted_and_described)
{
    for (size_t i = 0; generators[i] != NULL; i++) {
        const struct generator *g = generators[i];
        if (i > 0)
            cr_expect_lt(strcmp(generators[i - 1]->name, g->name), 0, "%s", g->name);
        size_t length = strlen(g->name);
        cr_expect(strncmp(g->usage, g->name, length) == 0 && g->usage[length] == '(', "%s",
                  g->name);
        cr_expect(strlen(g->text) > 10 && g->text[strlen(g->text) - 1] != '.', "%s", g->name);
        cr_expect(g->least <= g->most && g->most <= 16, "%s", g->name);
        cr_expect_not_null(g->make);
        /* The usage names as many arguments as there may be. */
        size_t commas = 0;
        for (const char *at = g->usage; *at != '\0'; at++)
            commas += *at == ',';
        if (strstr(g->usage, "...") == NULL)
            cr_expect_eq(g->most == 0 ? 0 : commas + 1, g->most, "%s", g->usage);
    }
}

Test(generators, without_arguments_repeat_under_the_same_seed)
{
    for (size_t i = 0; generators[i] != NULL; i++) {
        if (generators[i]->least > 0)
            continue;
        struct buffer first, second;
        buffer_init(&first, 1 << 20);
        buffer_init(&second, 1 << 20);
        random_init(&c.random, 99, text_of("again"));
        for (int k = 0; k < 20; k++)
            json_write(caller_make(&c, generators[i]->name, NULL), &first);
        random_init(&c.random, 99, text_of("again"));
        for (int k = 0; k < 20; k++)
            json_write(caller_make(&c, generators[i]->name, NULL), &second);
        cr_expect(text_equal(buffer_text(&first), buffer_text(&second)), "%s",
                  generators[i]->name);
        buffer_done(&first);
        buffer_done(&second);
    }
}

/* Constants are computed when the plan is made, without a source of chance. */
Test(generators, that_are_constant_need_no_chance)
{
    c.call.random = NULL;
    for (size_t i = 0; generators[i] != NULL; i++) {
        const struct generator *g = generators[i];
        if (!g->constant)
            continue;
        const struct json *arguments[16];
        for (size_t k = 0; k < g->least; k++)
            arguments[k] = json_string_of(c.arena, "3132333435363738");
        caller_apply(&c, g->name, arguments, g->least);
    }
}

/* Any value may come from the app under test: no kind of it may crash a function. */
Test(generators, take_values_of_any_kind)
{
    static const char zeros[64];
    const struct json *const odd[] = {
        json_null(),
        json_bool(true),
        json_int(c.arena, -1),
        json_number(c.arena, text_of("1e400")),
        json_string(c.arena, (struct text){0}),
        json_string(c.arena, (struct text){.at = zeros, .length = sizeof zeros}),
        json_string_of(c.arena, "\xff\xfe%s%n"),
        json_array_new(c.arena, 0),
        json_object_new(c.arena, 0),
    };
    enum { ODD = sizeof odd / sizeof *odd };
    for (size_t i = 0; generators[i] != NULL; i++)
        for (size_t k = 0; k < ODD * ODD; k++) {
            const struct generator *g = generators[i];
            const struct json *arguments[16];
            for (size_t n = 0; n < g->most; n++)
                arguments[n] = odd[n % 2 == 0 ? k % ODD : k / ODD];
            caller_apply(&c, g->name, arguments, g->most);
            caller_apply(&c, g->name, arguments, g->least);
        }
}

Test(generators, rows_are_objects_with_value_valid_and_why)
{
    int kinds = 0;
    for (size_t i = 0; generators[i] != NULL; i++) {
        const struct generator *g = generators[i];
        if (g->boundary == NULL)
            continue;
        kinds++;
        c.call.count = 0;
        bool valid = false, invalid = false;
        const struct json *row;
        for (size_t n = 0; (row = g->boundary(&c.call, n)) != NULL; n++) {
            const struct json *truth = json_member(row, text_of("valid"));
            cr_assert(truth->kind == JSON_TRUE || truth->kind == JSON_FALSE, "%s", g->name);
            valid |= truth->kind == JSON_TRUE;
            invalid |= truth->kind == JSON_FALSE;
            cr_expect_gt(strlen(caller_member(&c, row, "why")), 3, "%s", g->name);
            const struct json *value = json_member(row, text_of("value"));
            cr_assert_not_null(value, "%s", g->name);
            bool plain = value->kind != JSON_STRING ||
                         (utf8_valid(value->text) &&
                          memchr(value->text.at, 0, value->text.length) == NULL);
            cr_expect_eq(json_member(row, text_of("hex")) == NULL, plain, "%s row %zu", g->name,
                         n);
        }
        cr_expect(valid && invalid, "%s has rows on both sides", g->name);
        cr_expect_null(c.call.error, "%s", g->name);
        cr_expect_null(g->boundary(&c.call, 100000), "%s", g->name);
    }
    cr_expect_geq(kinds, 10);
}

Test(generators, rows_follow_the_limits_asked_for)
{
    static const struct {
        const char *name, *arguments[3];
        size_t row;
        const char *value, *valid;
    } rows[] = {
        {"amount", {"100", "5000"}, 0, "100.00", "true"},
        {"amount", {"100", "5000"}, 2, "99.99", "false"},
        {"amount", {"100", "5000"}, 5, "5000.01", "false"},
        {"amount", {"0", "9", "3"}, 1, "0.001", "true"},
        {"otp", {"4"}, 0, "0123", "true"},
        {"otp", {"4"}, 1, "012", "false"},
        {"otp", {"4"}, 2, "01234", "false"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct json *arguments[3];
        for (c.call.count = 0; c.call.count < 3 && rows[i].arguments[c.call.count] != NULL;
             c.call.count++)
            arguments[c.call.count] = json_string_of(c.arena, rows[i].arguments[c.call.count]);
        c.call.arguments = arguments;
        const struct json *row = caller_find(rows[i].name)->boundary(&c.call, rows[i].row);
        cr_expect_str_eq(caller_member(&c, row, "value"), rows[i].value);
        cr_expect_str_eq(caller_member(&c, row, "valid"), rows[i].valid);
    }
}
