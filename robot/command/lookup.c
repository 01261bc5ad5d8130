/* SPDX-License-Identifier: Apache-2.0 */
/* lookup.c - the command of a name, or what was meant. */

#include "command/lookup.h"
#include "base/suggest.h"
#include "command/command.h"
#include "command/print.h"

#include <string.h>

enum { MOST_COMMANDS = 32 };

const struct command *command_named(const char *name)
{
    const char *names[MOST_COMMANDS + 1];
    size_t n = 0;
    for (size_t i = 0; commands[i] != NULL && n < MOST_COMMANDS; i++) {
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
        names[n++] = commands[i]->name;
    }
    names[n] = NULL;
    const char *near = suggest(text_of(name), names);
    if (near != NULL)
        print_error("xunjian: unknown command \"%.200s\" (did you mean \"%s\"?)\n", name, near);
    else
        print_error("xunjian: unknown command \"%.200s\"\nTry \"xunjian help\".\n", name);
    return NULL;
}
