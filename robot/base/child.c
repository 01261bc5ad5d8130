/* SPDX-License-Identifier: Apache-2.0 */
/* child.c - see child.h. */

#include "base/child.h"
#include "base/must.h"

#include <signal.h>

void child_attributes(posix_spawnattr_t *attributes, pid_t group)
{
    sigset_t none, usual;
    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    must(posix_spawnattr_init(attributes) == 0);
    posix_spawnattr_setsigmask(attributes, &none);
    posix_spawnattr_setsigdefault(attributes, &usual);
    posix_spawnattr_setpgroup(attributes, group);
    posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                             POSIX_SPAWN_SETPGROUP);
}
