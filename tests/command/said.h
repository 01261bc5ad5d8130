/* SPDX-License-Identifier: Apache-2.0 */
/* said.h - a command run inside a test, with what it printed. */
#pragma once

struct arena;
struct command;

struct said {
    int code;
    char *out, *error;
};

/* Runs the command with `arguments` (NULL-terminated, its name not among them) and `input` on its
 * standard input (NULL: none). Each Criterion test is a process of its own, so the standard streams
 * can be borrowed. */
struct said said_by(struct arena *arena, const struct command *command,
                    const char *const *arguments, const char *input);
