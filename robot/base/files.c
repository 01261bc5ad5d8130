/* SPDX-License-Identifier: Apache-2.0 */
/* files.c - reading within bounds, writing whole and redacted. */

#include "base/files.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/redact.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
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

/* A terminal or pipe that somebody made non-blocking is waited for: a report cut in the middle
 * would be worse than a late one. */
static bool write_all(int fd, struct text bytes)
{
    while (bytes.length > 0) {
        struct pollfd room = {.fd = fd, .events = POLLOUT};
        ssize_t done = write(fd, bytes.at, bytes.length);
        if (done < 0 && errno == EAGAIN)
            poll(&room, 1, -1);
        else if (done < 0 && errno != EINTR)
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

/* Not to be replaced by rename: a pipe, a device, and /dev/stdout even where it leads to a file. */
static bool is_special(const char *path)
{
    struct stat st;
    return text_starts_with(text_of(path), text_of("/dev/")) ||
           (stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode));
}

/* Redacted bytes to disk; 0, or what errno said. */
static int fill(int fd, struct text bytes, bool special)
{
    errno = EFBIG; /* more than out_write takes; a failed write says otherwise */
    int error = out_write(fd, bytes) && (special || fsync(fd) == 0) ? 0 : errno;
    return close(fd) == 0 || error != 0 ? error : errno;
}

bool files_write(struct arena *arena, const char *path, struct text bytes, const char **ret_why)
{
    bool special = is_special(path);
    /* Of this thread alone: two that write the same report must not share half a file. */
    const char *target =
        special ? path : arena_printf(arena, "%s.%ld.part", path, (long)gettid());
    int how = special ? O_APPEND : O_CREAT | O_TRUNC | O_NOFOLLOW;
    make_folders(arena, path);
    int fd = open(target, O_WRONLY | O_CLOEXEC | how, 0666);
    int error = fd < 0 ? errno : fill(fd, bytes, special);
    if (error == 0 && !special && rename(target, path) != 0)
        error = errno;
    if (error == 0)
        return true;
    *ret_why = reason_of(arena, error);
    if (fd >= 0 && !special)
        unlink(target);
    return false;
}

bool files_on_path(const char *program)
{
    const char *path = getenv("PATH");
    char full[4096];
    for (path = path != NULL ? path : "/usr/bin:/bin"; *path != '\0' && program[0] != '\0';) {
        size_t length = strcspn(path, ":");
        snprintf(full, sizeof full, "%.*s/%s", (int)length, path, program);
        if (access(full, X_OK) == 0)
            return true;
        path += length + (path[length] == ':' ? 1 : 0);
    }
    return false;
}
