/* SPDX-License-Identifier: Apache-2.0 */
/* home.h - a folder for one browser: its profile, its trusted certificates, and who owns it.
 *
 * Everything a browser writes is below its home, and goes with it. Who started it stands in the
 * file `owner`, so that a robot started after a kill -9 ends what that one left behind. These block:
 * for a thread of the offload pool. */
#pragma once

#include <stdbool.h>
#include <sys/types.h>

struct arena;

/* Makes a new home, readable by its owner only. `ca_file`: PEM certificates to be trusted beside the
 * system's, or NULL. NULL with *ret_why. */
const char *home_make(struct arena *arena, const char *ca_file, const char **ret_why);
/* Notes which process group lives there, led by `browser`. */
void home_note(const char *home, pid_t browser);
/* Removes it with all that is in it. */
void home_remove(const char *home);

/* Ends browsers whose robot is no more, and removes their homes. Returns how many homes. */
int home_sweep(void);
