/* SPDX-License-Identifier: Apache-2.0 */
/* fed.c - by a file, so that neither side waits for the other. */

#include "fed.h"
#include "base/arena.h"
#include "base/files.h"
#include "base/must.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_WORDS = 4 << 20 };

struct fed fed_to(struct arena *arena, const char *command, struct text input)
{
    char path[] = "/tmp/xunjian-fed-XXXXXX";
    struct text words = {0};
    const char *why = NULL;
    int file = mkstemp(path);
    must(file >= 0 && write(file, input.at, input.length) == (ssize_t)input.length);
    close(file);
    FILE *tool = popen(arena_printf(arena, "%s <%s 2>&1", command, path), "re");
    must(tool != NULL);
    bool read = files_read_fd(arena, fileno(tool), MOST_WORDS, &words, &why);
    int status = pclose(tool);
    unlink(path);
    return (struct fed){
        .code = WIFEXITED(status) ? WEXITSTATUS(status) : -1,
        .words = read ? text_string(arena, words) : why,
    };
}
