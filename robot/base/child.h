/* SPDX-License-Identifier: Apache-2.0 */
/* child.h - how a program of others is started: with posix_spawn, untouched by what we are. */
#pragma once

#include <spawn.h>
#include <sys/types.h>

/* Its own process group (`group`; 0: it leads one), so that it can be killed with all it starts; no
 * signal blocked, as our threads have them; SIGPIPE as usual. Initializes: destroy it afterwards. */
void child_attributes(posix_spawnattr_t *attributes, pid_t group);
