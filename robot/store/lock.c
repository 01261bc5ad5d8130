/* SPDX-License-Identifier: Apache-2.0 */
/* lock.c - a file beside the database. SQLite's own locks come and go with each transaction. */

#include "store/lock.h"
#include "base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

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
    owner[strcspn(owner, "\n")] = '\0';
    return arena_printf(arena, "%s: another robot uses it (process %s)", path, owner);
}

int lock_take(const char *path, struct arena *arena, const char **ret_why)
{
    const char *name = arena_printf(arena, "%s.lock", path);
    make_folders(arena, name);
    int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) {
        *ret_why = arena_printf(arena, "could not open %s: %s", name, strerrordesc_np(errno));
        return -1;
    }
    const char *me = arena_printf(arena, "%ld\n", (long)getpid());
    if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
        /* The number is for people; a full disk must not stop the robot here. */
        if (ftruncate(fd, 0) == 0 && pwrite(fd, me, strlen(me), 0) > 0)
            return fd;
        return fd;
    }
    *ret_why = whose(fd, path, arena);
    close(fd);
    return -1;
}
