/* SPDX-License-Identifier: Apache-2.0 */
/* lint.c - `xunjian lint`: every mistake in journeys, environments, calendars and configurations,
 * without running anything. What a file is, its name says (config_is has the rest). */

#include "base/arena.h"
#include "base/buffer.h"
#include "command/command.h"
#include "command/lint_config.h"
#include "command/options.h"
#include "command/print.h"
#include "command/vocabulary.h"
#include "document/field.h"
#include "document/json.h"
#include "document/reference.h"
#include "document/schema.h"
#include "plan/calendars.h"
#include "plan/config.h"
#include "plan/plan.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_OUTPUT_BYTES = 16 << 20 };

struct lint {
    const char *environment;
    bool schema, reference, quiet;
};

static const struct option options[] = {
    {.name = "env",
     .letter = 'e',
     .type = OPTION_TEXT,
     .at = offsetof(struct lint, environment),
     .argument = "NAME",
     .text = "the environment whose variables are known; default: all of them"},
    {.name = "schema",
     .at = offsetof(struct lint, schema),
     .text = "print the JSON Schema instead: of journey files, or of what is named"},
    {.name = "reference",
     .at = offsetof(struct lint, reference),
     .text = "print the reference page instead, of the same"},
    {.name = "quiet",
     .letter = 'q',
     .at = offsetof(struct lint, quiet),
     .text = "print nothing when all is well"},
    {0},
};

static const struct field_table *table_named(struct arena *arena, const char *name)
{
    if (name == NULL || strcmp(name, "journey") == 0)
        return plan_journey_table(arena, vocabulary_all());
    if (strcmp(name, "config") == 0)
        return config_table(arena, vocabulary_all());
    return strcmp(name, "calendar") == 0 ? calendar_table() : NULL;
}

/* In a configuration ${...} may stand for any scalar: it is filled before the keys are read. */
static void write_schema(struct arena *arena, const struct field_table *table,
                         struct buffer *out)
{
    const char *title = arena_printf(arena, "xunjian %s", table->name);
    const struct json *schema = schema_of(arena, table, NULL, title);
    if (strcmp(table->name, "config") == 0)
        schema = schema_with_placeholders(arena, schema);
    schema_write(schema, out);
}

static int print_description(const struct command *self, const struct lint *lint,
                             const char *name)
{
    struct arena *arena = arena_new();
    struct buffer out;
    int code = EXIT_USAGE;
    const struct field_table *table = table_named(arena, name);
    buffer_init(&out, MOST_OUTPUT_BYTES);
    if (table == NULL)
        options_wrong(self, "no description of \"%.100s\": journey, config or calendar", name);
    else if (lint->schema)
        write_schema(arena, table, &out);
    else
        reference_write(table, 2, &out);
    if (table != NULL)
        code = print_bytes(&out) ? EXIT_PASSED : EXIT_INTERNAL;
    buffer_done(&out);
    arena_end(arena);
    return code;
}

static int lint_journeys(const struct lint *lint, const char *const *paths, struct buffer *out)
{
    const struct plan_options how = {
        .vocabulary = vocabulary_all(), .environment = lint->environment, .lint = true};
    struct plan *plan = plan_load(&how, paths);
    int code = plan->unreadable           ? EXIT_USAGE
               : plan->diags.count > 0    ? EXIT_WRONG_FILE
               : plan->journey_count == 0 ? EXIT_NOTHING
                                          : EXIT_PASSED;
    print_diags(&plan->diags);
    if (code == EXIT_NOTHING)
        print_error("xunjian lint: no NAME.journey.yaml was found\n");
    if (code == EXIT_PASSED)
        buffer_printf(out, "%zu journey%s, no errors\n", plan->journey_count,
                      plan->journey_count == 1 ? "" : "s");
    plan_end(plan);
    return code;
}

/* The gravest of two: wrong usage hides a wrong file, that hides nothing found. */
static int graver(int a, int b)
{
    static const int order[] = {EXIT_USAGE, EXIT_WRONG_FILE, EXIT_NOTHING};
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++)
        if (a == order[i] || b == order[i])
            return order[i];
    return EXIT_PASSED;
}

/* Configurations and calendars one by one, all the rest as journeys, together. */
static int lint_all(const struct lint *lint, const char **paths)
{
    struct buffer out;
    size_t journeys = 0;
    int code = EXIT_PASSED;
    buffer_init(&out, MOST_OUTPUT_BYTES);
    for (size_t i = 0; paths[i] != NULL; i++)
        if (config_is(paths[i]))
            code = graver(code, lint_config(paths[i], lint->environment, &out));
        else if (text_ends_with(text_of(paths[i]), text_of(".calendar.yaml")))
            code = graver(code, lint_calendar(paths[i], &out));
        else
            paths[journeys++] = paths[i];
    paths[journeys] = NULL;
    if (journeys > 0)
        code = graver(code, lint_journeys(lint, paths, &out));
    if (code == EXIT_PASSED && !lint->quiet && !print_bytes(&out))
        code = EXIT_INTERNAL;
    buffer_done(&out);
    return code;
}

static int run(const struct command *self, int argc, char **argv)
{
    struct lint lint = {0};
    int code = EXIT_USAGE;
    const char **rest = calloc((size_t)argc + 1, sizeof *rest);
    if (rest == NULL)
        return EXIT_INTERNAL;
    if (options_read(self, argc, argv, &lint, rest, &code)) {
        if (lint.schema || lint.reference)
            code = print_description(self, &lint, rest[0]);
        else if (rest[0] == NULL)
            code = options_wrong(self, "name the files or folders to check");
        else
            code = lint_all(&lint, rest);
    }
    free(rest);
    return code;
}

const struct command command_lint = {
    .name = "lint",
    .text =
        "Tells every mistake in journeys, calendars and configurations, without running anything.",
    .arguments = "[OPTIONS] PATH...",
    .options = options,
    .run = run,
};
