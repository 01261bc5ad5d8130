/* SPDX-License-Identifier: Apache-2.0 */
/* files.h - the doors for bytes: in with a bound, out through redaction.
 *
 * Whatever the robot writes, to a file or to a standard stream, goes out here, so that there is one
 * place where a secret could escape and one place that sees to it that none does. */
#pragma once

#include "base/text.h"

struct arena;

/* The whole file, NUL-terminated, in the arena. False with *ret_why told ("no such file or
 * directory", "larger than 1048576 bytes", "is a folder") when it cannot be had. */
bool files_read(struct arena *arena, const char *path, size_t most, struct text *ret,
                const char **ret_why);

/* The same for standard input or any other open descriptor, to its end. */
bool files_read_fd(struct arena *arena, int fd, size_t most, struct text *ret,
                   const char **ret_why);

/* Writes the redacted bytes so that nobody ever sees half a file: to a temporary file beside it,
 * renamed when all is on disk. Missing folders are made. False with *ret_why told. A path that is
 * no regular file (/dev/stdout, a pipe) is written to directly. */
bool files_write(struct arena *arena, const char *path, struct text bytes,
                 const char **ret_why);

/* Writes the redacted bytes to an open descriptor; false when it did not take them all. */
bool out_write(int fd, struct text bytes);

/* Is there a program of this name on $PATH? */
bool files_on_path(const char *program);
