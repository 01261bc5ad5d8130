/* SPDX-License-Identifier: Apache-2.0 */
/* A program of others begins as if it had been started from a shell. */

#include "base/child.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* /proc/self/status of a child started so. */
static void started(char *status, size_t size)
{
    static const char *const argv[] = {"cat", "/proc/self/status", NULL};
    int ends[2], code;
    pid_t pid;
    posix_spawnattr_t attributes;
    posix_spawn_file_actions_t actions;
    cr_assert_eq(pipe(ends), 0);
    child_attributes(&attributes, 0);
    cr_assert_eq(posix_spawn_file_actions_init(&actions), 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    cr_assert_eq(posix_spawnp(&pid, argv[0], &actions, &attributes,
                              (char *const *)(uintptr_t)argv, environ),
                 0);
    close(ends[1]);
    cr_expect_eq(getpgid(pid), pid, "it leads a group");
    size_t length = 0;
    for (ssize_t got;
         length + 1 < size && (got = read(ends[0], status + length, size - 1 - length)) > 0;)
        length += (size_t)got;
    status[length] = '\0';
    close(ends[0]);
    cr_assert_eq(waitpid(pid, &code, 0), pid);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
}

static unsigned long long signals(const char *status, const char *name)
{
    unsigned long long set = ~0ULL;
    const char *at = strstr(status, name);
    cr_assert_not_null(at, "%s", status);
    cr_assert_eq(sscanf(at + strlen(name), "%llx", &set), 1);
    return set;
}

Test(child, has_a_group_of_its_own_and_no_signal_of_ours_blocked_or_ignored)
{
    char status[8192];
    sigset_t all;
    sigfillset(&all);
    cr_assert_eq(sigprocmask(SIG_SETMASK, &all, NULL), 0);
    cr_assert_neq(signal(SIGPIPE, SIG_IGN), SIG_ERR);
    started(status, sizeof status);
    cr_expect_eq(signals(status, "SigBlk:"), 0);
    cr_expect_eq(signals(status, "SigIgn:") >> (SIGPIPE - 1) & 1, 0);
}
