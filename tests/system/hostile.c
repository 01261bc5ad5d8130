/* SPDX-License-Identifier: Apache-2.0 */
/* The hostile server, started for one test. */

#include "hostile.h"
#include "process.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { READY_MS = 20000 };

void hostile_start(struct hostile *hostile)
{
    int ends[2];
    size_t length = 0;
    cr_assert_eq(pipe(ends), 0);
    hostile->pid = fork();
    cr_assert_geq(hostile->pid, 0);
    if (hostile->pid == 0) {
        char path[512];
        snprintf(path, sizeof path, "%s/hostile", build_folder());
        dup2(ends[1], STDOUT_FILENO);
        execl(path, path, "--parent-dies", (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    while (length == 0 || hostile->ready[length - 1] != '\n') {
        struct pollfd wait = {.fd = ends[0], .events = POLLIN};
        cr_assert_eq(poll(&wait, 1, READY_MS), 1, "the hostile server is not ready");
        ssize_t got =
            read(ends[0], hostile->ready + length, sizeof hostile->ready - 1 - length);
        cr_assert_gt(got, 0, "the hostile server ended: `make fixtures`?");
        length += (size_t)got;
    }
    close(ends[0]);
    snprintf(hostile->plain, sizeof hostile->plain, "%s", hostile_url(hostile, "plain"));
}

const char *hostile_url(const struct hostile *hostile, const char *name)
{
    static char url[64];
    char key[64];
    snprintf(key, sizeof key, "\"%s\":\"", name);
    const char *at = strstr(hostile->ready, key);
    cr_assert_not_null(at, "no %s in %s", name, hostile->ready);
    snprintf(url, sizeof url, "%.*s", (int)strcspn(at + strlen(key), "\""), at + strlen(key));
    return url;
}

void hostile_stop(struct hostile *hostile)
{
    int status = 0;
    kill(hostile->pid, SIGTERM);
    cr_assert_eq(waitpid(hostile->pid, &status, 0), hostile->pid);
    cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 0, "it ended with status %x",
              (unsigned)status);
}
