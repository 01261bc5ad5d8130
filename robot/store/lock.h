/* SPDX-License-Identifier: Apache-2.0 */
/* lock.h - one robot a store: two would each page about the same failure. */
#pragma once

struct arena;

/* Locks PATH.lock (flock(2): a kill lets go of it) and writes the process' number into it. The
 * descriptor, to be closed; -1 with *ret_why, which names the process that has it. */
int lock_take(const char *path, struct arena *arena, const char **ret_why);
