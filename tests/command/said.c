/* SPDX-License-Identifier: Apache-2.0 */
/* said.c - lends a command temporary files for its standard streams. */

#include "said.h"

#include "base/arena.h"
#include "base/must.h"
#include "command/command.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { MOST_ARGUMENTS = 16, LONGEST = 1 << 20 };

struct lent {
    FILE *file;
    int stream, was;
};

static struct lent lend(int stream, const char *content)
{
    struct lent lent = {.file = tmpfile(), .stream = stream, .was = dup(stream)};
    must(lent.file != NULL && fputs(content, lent.file) >= 0);
    rewind(lent.file);
    dup2(fileno(lent.file), stream);
    return lent;
}

static char *give_back(struct arena *arena, struct lent lent)
{
    dup2(lent.was, lent.stream);
    close(lent.was);
    char *all = arena_alloc(arena, LONGEST + 1);
    rewind(lent.file);
    all[fread(all, 1, LONGEST, lent.file)] = '\0';
    fclose(lent.file);
    return all;
}

struct said said_by(struct arena *arena, const struct command *command,
                    const char *const *arguments, const char *input)
{
    char *argv[MOST_ARGUMENTS + 1] = {arena_strdup(arena, command->name)};
    int argc = 1;
    for (; arguments[argc - 1] != NULL && argc < MOST_ARGUMENTS; argc++)
        argv[argc] = arena_strdup(arena, arguments[argc - 1]);
    fflush(NULL);
    struct lent in = lend(STDIN_FILENO, input != NULL ? input : "");
    struct lent out = lend(STDOUT_FILENO, ""), error = lend(STDERR_FILENO, "");
    int code = command->run(command, argc, argv);
    fflush(NULL);
    give_back(arena, in);
    return (struct said){code, give_back(arena, out), give_back(arena, error)};
}
