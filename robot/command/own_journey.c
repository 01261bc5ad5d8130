/* SPDX-License-Identifier: Apache-2.0 */
/* own_journey.c - see own_journey.h. */

#include "command/own_journey.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/files.h"
#include "command/print.h"
#include "document/json.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *own_journey_write(struct arena *arena, const char *command, struct text journey)
{
    const char *why = NULL;
    char *path = arena_printf(arena, "/tmp/xunjian-%s-XXXXXX.journey.yaml", command);
    int fd = mkstemps(path, (int)strlen(".journey.yaml"));
    if (fd < 0) {
        print_error("xunjian %s: no file can be made in /tmp\n", command);
        return NULL;
    }
    close(fd);
    if (files_write(arena, path, journey, &why))
        return path;
    print_error("xunjian %s: could not write %s: %s\n", command, path, why);
    unlink(path);
    return NULL;
}

const char *own_journey_path(struct arena *arena, const char *path)
{
    char *full = realpath(path, NULL);
    const char *kept = arena_strdup(arena, full != NULL ? full : path);
    free(full);
    return kept;
}

void own_journey_include(struct arena *arena, const char *journey, struct buffer *out)
{
    buffer_add_string(out, "  - include: ");
    json_write_string(text_of(own_journey_path(arena, journey)), out);
    buffer_add_char(out, '\n');
}
