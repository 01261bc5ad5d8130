/* SPDX-License-Identifier: Apache-2.0 */
/* Options by their table: rows that commands share, and help that names what there is. */

#include "said.h"

#include <criterion/criterion.h>

#include "base/arena.h"
#include "command/command.h"
#include "command/options.h"
#include "command/print.h"
#include "model/reporter.h"

#include <string.h>

extern const struct command command_coverage, command_crawl, command_run;

struct part {
    const char *color;
    bool bright;
};

struct whole {
    bool plain;
    struct part part;
};

static const struct option part_rows[] = {
    {.name = "color",
     .letter = 'c',
     .type = OPTION_TEXT,
     .at = offsetof(struct part, color),
     .argument = "COLOR",
     .text = "which"},
    {.name = "bright", .at = offsetof(struct part, bright), .text = "more of it"},
    {0},
};

static const struct option whole_rows[] = {
    {.shared = part_rows, .at = offsetof(struct whole, part)},
    {.name = "plain", .letter = 'p', .at = offsetof(struct whole, plain), .text = "none"},
    {0},
};

static int paint(const struct command *self, int argc, char **argv)
{
    struct whole whole = {0};
    const char *rest[16];
    int code = EXIT_PASSED;
    if (options_read(self, argc, argv, &whole, rest, &code))
        print_out("%s%s%s", whole.plain ? "plain " : "", whole.part.bright ? "bright " : "",
                  whole.part.color != NULL ? whole.part.color : "");
    return code;
}

static const struct command painter = {
    .name = "paint", .text = "Paints.", .arguments = "", .options = whole_rows, .run = paint};

Test(options, shared_rows_are_read_into_their_part_of_the_struct)
{
    static const struct {
        const char *arguments[4];
        int code;
        const char *out, *error;
    } rows[] = {
        {{"--color", "red"}, EXIT_PASSED, "red", NULL},
        {{"-p", "-cblue", "--bright"}, EXIT_PASSED, "plain bright blue", NULL},
        {{"--brigth"}, EXIT_USAGE, NULL, "did you mean --bright?"},
        {{"--plian"}, EXIT_USAGE, NULL, "did you mean --plain?"},
        {{"-c"}, EXIT_USAGE, NULL, "--color needs a value: COLOR"},
        {{"--help"}, EXIT_PASSED, "-c, --color COLOR", NULL},
        {{"--help"}, EXIT_PASSED, "-p, --plain", NULL},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct said said = said_by(arena, &painter, rows[i].arguments, NULL);
        const char *all = rows[i].out != NULL ? said.out : said.error;
        const char *part = rows[i].out != NULL ? rows[i].out : rows[i].error;
        cr_expect_eq(said.code, rows[i].code, "row %zu: exit %d", i, said.code);
        cr_expect_not_null(strstr(all, part), "row %zu: \"%s\" is not in\n%s", i, part, all);
    }
    arena_end(arena);
}

Test(options, help_names_every_kind_of_report)
{
    const struct command *const runners[] = {&command_coverage, &command_crawl, &command_run};
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof runners / sizeof runners[0]; i++) {
        struct said said =
            said_by(arena, runners[i], (const char *const[]){"--help", NULL}, NULL);
        const char *row = strstr(said.out, "--report KIND=FILE");
        cr_assert_not_null(row, "%s", said.out);
        char *line = arena_strndup(arena, row, strcspn(row, "\n"));
        for (size_t r = 0; reporters[r] != NULL; r++)
            cr_expect_not_null(strstr(line, arena_printf(arena, " %s", reporters[r]->name)),
                               "%s --help does not name %s: %s", runners[i]->name,
                               reporters[r]->name, line);
    }
    arena_end(arena);
}
