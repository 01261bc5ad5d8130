/* SPDX-License-Identifier: Apache-2.0 */
/* `xunjian data`: what it prints, and how it says what is wrong. */

#include "said.h"

#include <criterion/criterion.h>

#include "base/arena.h"
#include "command/command.h"
#include "document/json.h"

#include <string.h>

extern const struct command command_data;

enum { MOST = 12 };

static struct arena *arena;
static void open_arena(void)
{
    arena = arena_new();
}
static void end_arena(void)
{
    arena_end(arena);
}
TestSuite(data_command, .init = open_arena, .fini = end_arena);

/* Runs the command with arguments parted by blanks. */
static struct said say(const char *arguments)
{
    const char *words[MOST + 1] = {NULL};
    char *rest = arena_strdup(arena, arguments), *word;
    for (size_t n = 0; (word = strtok_r(rest, " ", &rest)) != NULL && n < MOST; n++)
        words[n] = word;
    return said_by(arena, &command_data, words, NULL);
}

static int count_lines(const char *text)
{
    int lines = 0;
    for (; *text != '\0'; text++)
        lines += *text == '\n';
    return lines;
}

Test(data_command, prints_one_value_a_line)
{
    struct said said = say("mobile --count 5");
    cr_expect_eq(said.code, EXIT_PASSED);
    cr_expect_eq(count_lines(said.out), 5);
    cr_expect_eq(strlen(said.out), 5 * 12);
}

Test(data_command, repeats_under_the_same_seed_and_day)
{
    struct said first = say("person --seed 7 --count 3 --at 2026-01-31");
    struct said again = say("person --seed 7 --count 3 --at 2026-01-31");
    struct said longer = say("person --seed 7 --count 4 --at 2026-01-31");
    struct said other = say("person --seed 8 --count 3 --at 2026-01-31");
    cr_expect_str_eq(first.out, again.out);
    cr_expect_eq(strncmp(longer.out, first.out, strlen(first.out)), 0, "rows are independent");
    cr_expect_str_neq(first.out, other.out);
    cr_expect_str_neq(say("uuid").out, say("uuid").out, "without a seed, something new");
}

Test(data_command, prints_what_the_readme_shows)
{
    cr_expect_str_eq(say("id_number --seed 7 --count 2 --at 2026-01-31").out,
                     "440982197006169980\n130533197107129986\n");
}

Test(data_command, prints_json_that_parses)
{
    struct json_error error;
    struct said said = say("person --count 3 --format json");
    const struct json *array =
        json_parse(arena, text_of(said.out), &json_default_limits, &error);
    cr_assert_not_null(array, "%s", said.out);
    cr_expect_eq(array->count, 3);
    said = say("text 5 --boundary --format=json");
    array = json_parse(arena, text_of(said.out), &json_default_limits, &error);
    cr_assert_not_null(array, "rows of broken text are still JSON");
    cr_expect_gt(array->count, 50);
}

Test(data_command, prints_csv_with_a_header)
{
    static const char start[] = "value,valid,why\r\n0123,true,the right length\r\n";
    struct said said = say("otp 4 --boundary --format csv");
    cr_expect_eq(strncmp(said.out, start, sizeof start - 1), 0, "%s", said.out);
    cr_expect_not_null(
        strstr(said.out, "\"12345\n\",false,\"a line end behind, as when pasted\"\r\n"), "%s",
        said.out);
    said = say("otp 4 --format csv --count 2");
    cr_expect_eq(strncmp(said.out, "otp\r\n", 5), 0);
}

struct wrong {
    const char *says, *arguments, *error;
};

Test(data_command, wrong_usage_is_told)
{
    static const struct wrong rows[] = {
        {"a kind mistyped", "persn",
         "unknown kind \"persn\" (did you mean \"person\"?); kinds: address amount bank_card date "
         "email id_number mobile name now otp person text uuid\n"},
        {"no kind", "", "expected a kind: address amount"},
        {"too many arguments", "uuid 4", "wrong number of arguments; use it as uuid()\n"},
        {"too few", "sha256", "wrong number of arguments; use it as sha256(text)\n"},
        {"an argument out of range", "otp 99",
         "otp: argument 1: expected a whole number from 1 to 32\n"},
        {"the same among rows", "otp 99 --boundary",
         "otp: argument 1: expected a whole number from 1 to 32\n"},
        {"no rows", "uuid --boundary", "uuid has no limits to stand around\n"},
        {"rows and a count", "otp --boundary --count 3",
         "--boundary makes its own rows: leave out --count\n"},
        {"a day that is none", "person --at 2026-02-30",
         "--at: expected a date as YYYY-MM-DD, got \"2026-02-30\"\n"},
        {"a format", "otp --format xml",
         "--format: expected lines, json or csv, got \"xml\"\n"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct said said = say(rows[i].arguments);
        cr_expect_eq(said.code, EXIT_USAGE, "%s", rows[i].says);
        cr_expect_not_null(strstr(said.error, rows[i].error), "%s: %s", rows[i].says,
                           said.error);
        cr_expect_str_eq(said.out, "", "%s", rows[i].says);
    }
}

Test(data_command, lists_every_kind)
{
    struct said said = say("--list");
    cr_expect_eq(said.code, EXIT_PASSED);
    cr_expect_not_null(strstr(said.out, "  person(least_age, most_age, sex) "));
    cr_expect_not_null(strstr(said.out, "  sm2_encrypt(public_key, text, form) "));
}
