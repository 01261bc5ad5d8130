/* SPDX-License-Identifier: Apache-2.0 */
/* files.c - reading within bounds, writing whole and redacted. */

#include "base/files.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/redact.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_OUTPUT_BYTES = 1 << 30 };

/* "no such file or directory": in the house's wording messages begin in lower case. */
static const char *reason_of(struct arena *arena, int error)
{
    char *words = arena_strdup(arena, strerror(error));
    if (isupper((unsigned char)words[0]) && islower((unsigned char)words[1]))
        words[0] = (char)tolower((unsigned char)words[0]);
    return words;
}

bool files_read_fd(struct arena *arena, int fd, size_t most, struct text *ret,
                   const char **ret_why)
{
    struct buffer all;
    char bytes[64 * 1024];
    ssize_t got;
    buffer_init(&all, most);
    while ((got = read(fd, bytes, sizeof bytes)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 || !buffer_add(&all, bytes, (size_t)got)) {
            *ret_why = got < 0 ? reason_of(arena, errno)
                               : arena_printf(arena, "larger than %zu bytes", most);
            buffer_done(&all);
            return false;
        }
    }
    *ret = text_copy(arena, buffer_text(&all));
    buffer_done(&all);
    return true;
}

bool files_read(struct arena *arena, const char *path, size_t most, struct text *ret,
                const char **ret_why)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        *ret_why = reason_of(arena, errno);
        return false;
    }
    struct stat st;
    bool folder = fstat(fd, &st) == 0 && S_ISDIR(st.st_mode);
    if (folder)
        *ret_why = "is a folder";
    bool right = !folder && files_read_fd(arena, fd, most, ret, ret_why);
    close(fd);
    return right;
}

static bool write_all(int fd, struct text bytes)
{
    while (bytes.length > 0) {
        ssize_t done = write(fd, bytes.at, bytes.length);
        if (done < 0 && errno != EINTR)
            return false;
        if (done > 0)
            bytes = text_slice(bytes, (size_t)done, bytes.length);
    }
    return true;
}

bool out_write(int fd, struct text bytes)
{
    struct buffer clean;
    buffer_init(&clean, MOST_OUTPUT_BYTES);
    redact_text(bytes, &clean);
    bool right = !clean.full && write_all(fd, buffer_text(&clean));
    buffer_done(&clean);
    return right;
}

static void make_folders(struct arena *arena, const char *path)
{
    char *folder = arena_strdup(arena, path);
    for (char *slash = strchr(folder + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(folder, 0777); /* what goes wrong here is told by the open that follows */
        *slash = '/';
    }
}

static bool is_special(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

bool files_write(struct arena *arena, const char *path, struct text bytes, const char **ret_why)
{
    bool special = path[0] != '\0' && is_special(path);
    const char *target =
        special ? path : arena_printf(arena, "%s.%ld.part", path, (long)getpid());
    make_folders(arena, path);
    int fd = open(target, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) {
        *ret_why = reason_of(arena, errno);
        return false;
    }
    errno = EIO;
    bool right = out_write(fd, bytes) && (special || fsync(fd) == 0);
    int error = errno;
    right = close(fd) == 0 && right;
    if (right && !special && rename(target, path) != 0) {
        error = errno;
        right = false;
    }
    if (!right) {
        *ret_why = reason_of(arena, error);
        if (!special)
            unlink(target);
    }
    return right;
}
