/* SPDX-License-Identifier: Apache-2.0 */
/* lock.c - a file beside the database. SQLite's own locks come and go with each transaction. */

#include "store/lock.h"
#include "base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINE_BYTES = 32 };

static void make_folders(struct arena *arena, const char *path)
{
    char *folder = arena_strdup(arena, path);
    for (char *slash = strchr(folder + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(folder, 0700); /* what goes wrong here is told by the open that follows */
        *slash = '/';
    }
}

static const char *whose(int fd, const char *path, struct arena *arena)
{
    char owner[24] = "";
    if (pread(fd, owner, sizeof owner - 1, 0) <= 0)
        return arena_printf(arena, "%s: another robot uses it", path);
    owner[strcspn(owner, " \n")] = '\0';
    return arena_printf(arena, "%s: another robot uses it (process %s)", path, owner);
}

static bool was_failing(int fd)
{
    char line[LINE_BYTES + 1] = "";
    return pread(fd, line, LINE_BYTES, 0) > 0 && strstr(line, " failing") != NULL;
}

void lock_mark(int fd, bool failing)
{
    char line[LINE_BYTES + 1];
    snprintf(line, sizeof line, "%-20ld %-10s\n", (long)getpid(), failing ? "failing" : "");
    /* The number is for people, the word for the next robot; a disk that takes neither must not stop
     * this one. */
    if (pwrite(fd, line, LINE_BYTES, 0) == LINE_BYTES && ftruncate(fd, LINE_BYTES) == 0)
        return;
}

int lock_take(const char *path, struct arena *arena, bool *ret_failing, const char **ret_why)
{
    const char *name = arena_printf(arena, "%s.lock", path);
    make_folders(arena, name);
    int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        *ret_why = arena_printf(arena, "could not open %s: %s", name, strerrordesc_np(errno));
        return -1;
    }
    if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
        *ret_failing = was_failing(fd);
        lock_mark(fd, *ret_failing);
        return fd;
    }
    *ret_why = whose(fd, path, arena);
    close(fd);
    return -1;
}
