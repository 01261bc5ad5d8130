/* SPDX-License-Identifier: Apache-2.0 */
/* registry.c - every command there is. A new command is its file and its line. */

#include "command/command.h"

#include <stddef.h>

#define COMMANDS      \
    COMMAND(coverage) \
    COMMAND(crawl)    \
    COMMAND(data)     \
    COMMAND(doctor)   \
    COMMAND(graph)    \
    COMMAND(help)     \
    COMMAND(import)   \
    COMMAND(lint)     \
    COMMAND(notify)   \
    COMMAND(query)    \
    COMMAND(record)   \
    COMMAND(report)   \
    COMMAND(run)      \
    COMMAND(serve)    \
    COMMAND(token)    \
    COMMAND(version)

#define COMMAND(name) extern const struct command command_##name;
COMMANDS
#undef COMMAND

#define COMMAND(name) &command_##name,
const struct command *const commands[] = {COMMANDS NULL};
#undef COMMAND
