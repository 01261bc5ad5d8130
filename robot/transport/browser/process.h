/* SPDX-License-Identifier: Apache-2.0 */
/* process.h - the browser's processes: started in a group of their own, measured, killed together.
 *
 * process_start blocks for some milliseconds (a home is made, certificates are stored): for a thread
 * of the offload pool. */
#pragma once

#include "transport/browser/chrome.h"

struct arena;

struct process {
    pid_t pid; /* leads the group; 0: not started */
    int pidfd; /* readable when it has ended; -1 */
    int write_fd, read_fd;
    const char *home;
    const char *why; /* it could not be started; NULL when it was */
};

/* Strings are in `arena`. */
void process_start(struct arena *arena, const struct chrome_launch *launch,
                   struct process *ret);
/* Kills the group and waits for its leader. The pipe's ends are the caller's to close. */
void process_kill(struct process *process);
/* Memory of all processes of the group that is theirs alone, shared parts divided among the sharers
 * (PSS), in bytes; 0 when it cannot be told. Reads /proc: some milliseconds. */
long long process_memory(pid_t group);
/* The last words it wrote to its standard error, or NULL. */
const char *process_last_words(struct arena *arena, const struct process *process);
