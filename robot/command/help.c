/* SPDX-License-Identifier: Apache-2.0 */
/* help.c - `xunjian help [COMMAND]`. */

#include "base/buffer.h"
#include "command/command.h"
#include "command/lookup.h"
#include "command/options.h"
#include "command/print.h"

#include <stdbool.h>
#include <stddef.h>

static int print_overview(void)
{
    struct buffer out;
    buffer_init(&out, 16 * 1024);
    buffer_add_string(&out, "xunjian: runs the journeys of an app's customers and tells where "
                            "they break\n\nusage: xunjian COMMAND [OPTIONS] [ARGUMENTS]\n"
                            "\ncommands:\n");
    for (size_t i = 0; commands[i] != NULL; i++)
        buffer_printf(&out, "  %-10s %s\n", commands[i]->name, commands[i]->text);
    buffer_add_string(
        &out, "\nexit codes:\n"
              "  0  everything selected ran and passed (degraded passes unless --strict)\n"
              "  1  at least one journey failed, or a gate was crossed\n"
              "  2  wrong usage\n"
              "  3  a scenario, an environment or an expression is wrong\n"
              "  4  the robot itself failed: never mistaken for a broken app\n"
              "  5  nothing was selected, or not all of it ran: never green\n"
              "\nxunjian help COMMAND tells more of one.\n");
    bool written = print_bytes(&out);
    buffer_done(&out);
    return written ? EXIT_PASSED : EXIT_INTERNAL;
}

static int run(const struct command *self, int argc, char **argv)
{
    if (argc < 2)
        return print_overview();
    if (argc > 2)
        return options_wrong(self, "expected one command");
    const struct command *command = argv[1][0] == '-' ? self : command_named(argv[1]);
    if (command == NULL)
        return EXIT_USAGE;
    options_print_help(command);
    return EXIT_PASSED;
}

const struct command command_help = {
    .name = "help",
    .text = "Tells what the commands do.",
    .arguments = "[COMMAND]",
    .run = run,
};
