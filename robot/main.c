/* SPDX-License-Identifier: Apache-2.0 */
/* main.c - finds the command and runs it. */

#include "command/command.h"
#include "command/lookup.h"

#include <signal.h>
#include <stddef.h>

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is a failed write, told by whoever writes */
    const char *name = argc > 1 ? argv[1] : "help";
    if (name[0] == '-' && name[1] == '-')
        name += 2; /* --help, --version */
    const struct command *command = command_named(name);
    if (command == NULL)
        return EXIT_USAGE;
    return argc > 1 ? command->run(command, argc - 1, argv + 1)
                    : command->run(command, 1, argv);
}
