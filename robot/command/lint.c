/* SPDX-License-Identifier: Apache-2.0 */
/* lint.c - `xunjian lint`: every mistake in journeys and environments, without running anything. */

#include "base/arena.h"
#include "base/buffer.h"
#include "command/command.h"
#include "command/options.h"
#include "command/print.h"
#include "command/vocabulary.h"
#include "document/json.h"
#include "document/reference.h"
#include "document/schema.h"
#include "plan/plan.h"

#include <stdlib.h>

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
     .text = "print the JSON Schema of journey files instead"},
    {.name = "reference",
     .at = offsetof(struct lint, reference),
     .text = "print the reference page of journey files instead"},
    {.name = "quiet",
     .letter = 'q',
     .at = offsetof(struct lint, quiet),
     .text = "print nothing when all is well"},
    {0},
};

static int print_description(const struct lint *lint)
{
    struct arena *arena = arena_new();
    struct buffer out;
    const struct field_table *table = plan_journey_table(arena, vocabulary_all());
    buffer_init(&out, MOST_OUTPUT_BYTES);
    if (lint->schema)
        schema_write(schema_of(arena, table, NULL, "xunjian journey"), &out);
    else
        reference_write(table, 2, &out);
    int code = print_bytes(&out) ? EXIT_PASSED : EXIT_INTERNAL;
    buffer_done(&out);
    arena_end(arena);
    return code;
}

static int lint_files(const struct lint *lint, const char *const *paths)
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
    struct buffer out;
    buffer_init(&out, 4096);
    buffer_printf(&out, "%zu journey%s, no errors\n", plan->journey_count,
                  plan->journey_count == 1 ? "" : "s");
    if (code == EXIT_PASSED && !lint->quiet && !print_bytes(&out))
        code = EXIT_INTERNAL;
    buffer_done(&out);
    plan_end(plan);
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
            code = print_description(&lint);
        else if (rest[0] == NULL)
            code = options_wrong(self, "name the files or folders to check");
        else
            code = lint_files(&lint, rest);
    }
    free(rest);
    return code;
}

const struct command command_lint = {
    .name = "lint",
    .text = "Tells every mistake in journey files, without running anything.",
    .arguments = "[OPTIONS] PATH...",
    .options = options,
    .run = run,
};
