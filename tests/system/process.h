/* SPDX-License-Identifier: Apache-2.0 */
/* process.h - running the real binary and looking at all it wrote. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct ran {
    int code;        /* exit code; -1: ended by a signal or by the deadline */
    char *out, *err; /* NUL-terminated; free with ran_done */
    size_t out_length, err_length;
    long most_kb; /* peak resident memory */
};

/* build/asan, say: from XUNJIAN_BUILD, default build/release. */
const char *build_folder(void);

/* Runs build/.../xunjian with these arguments (NULL-terminated, without argv[0]) until it ends, at
 * most two minutes. `environment` is NAME=VALUE pairs added to ours, NULL-terminated; or NULL. */
struct ran xunjian(const char *const *arguments, const char *const *environment);
void ran_done(struct ran *ran);

/* The same in two parts, for signals in between. */
struct running {
    pid_t pid;
    int out, err; /* unlinked files being written to */
};
struct running xunjian_start(const char *const *arguments, const char *const *environment);
struct ran xunjian_wait(struct running *running);

#define XUNJIAN(...) xunjian((const char *const[]){__VA_ARGS__, NULL}, NULL)
