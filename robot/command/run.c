/* SPDX-License-Identifier: Apache-2.0 */
/* run.c - `xunjian run`: the gate in CI. */

#include "base/arena.h"
#include "command/command.h"
#include "command/run_journeys.h"
#include "command/run_options.h"

static int run(const struct command *self, int argc, char **argv)
{
    struct run_options options = {.repeat = 1};
    struct arena *arena = arena_new();
    const char **rest = arena_array(arena, (size_t)argc + 1, const char *);
    int code = EXIT_USAGE;
    if (options_read(self, argc, argv, &options, rest, &code)) {
        code = run_options_settle(self, &options, arena);
        if (code == EXIT_PASSED && rest[0] == NULL)
            code = options_wrong(self, "name the journeys or folders to run");
        else if (code == EXIT_PASSED)
            code =
                run_journeys(&options, arena, run_typed(arena, argc, argv), rest, NULL, NULL);
    }
    arena_end(arena);
    return code;
}

const struct command command_run = {
    .name = "run",
    .text = "Runs journeys once and tells where they break.",
    .arguments = "[OPTIONS] PATH...",
    .options = run_option_rows,
    .run = run,
};
