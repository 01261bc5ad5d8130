/* SPDX-License-Identifier: Apache-2.0 */
/* lock.h - one robot a store: two would each page about the same failure. */
#pragma once

struct arena;

#include <stdbool.h>

/* Locks PATH.lock (flock(2): a kill lets go of it) and writes the process' number into it. The
 * descriptor, to be closed; -1 with *ret_why, which names the process that has it. *ret_failing: the
 * robot before told of a store that failed, and ended before it could tell that it works again. */
int lock_take(const char *path, struct arena *arena, bool *ret_failing, const char **ret_why);

/* Whether the store fails, which a store that fails cannot keep: a line that is written over in its
 * place needs no room on the disk. */
void lock_mark(int fd, bool failing);
