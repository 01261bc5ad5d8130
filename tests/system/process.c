/* SPDX-License-Identifier: Apache-2.0 */
/* process.c - fork, exec, wait with a deadline. */

#include "tests/system/process.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_ARGUMENTS = 64, LONGEST_MS = 120000 };

const char *build_folder(void)
{
    const char *folder = getenv("XUNJIAN_BUILD");
    return folder != NULL ? folder : "build/release";
}

struct running xunjian_start(const char *const *arguments, const char *const *environment)
{
    char program[512];
    char *argv[MOST_ARGUMENTS];
    size_t n = 0;
    struct running running = {.out = memfd_create("out", 0), .err = memfd_create("err", 0)};
    snprintf(program, sizeof program, "%s/xunjian", build_folder());
    argv[n++] = program;
    for (; *arguments != NULL; arguments++) {
        cr_assert_lt(n, MOST_ARGUMENTS - 1);
        argv[n++] = (char *)(uintptr_t)*arguments;
    }
    argv[n] = NULL;
    running.pid = fork();
    if (running.pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL); /* a test that fails leaves nothing running */
        for (; environment != NULL && *environment != NULL; environment++)
            putenv((char *)(uintptr_t)*environment);
        dup2(open("/dev/null", O_RDONLY), STDIN_FILENO);
        dup2(running.out, STDOUT_FILENO);
        dup2(running.err, STDERR_FILENO);
        execv(program, argv);
        _exit(126);
    }
    cr_assert_gt(running.pid, 0);
    return running;
}

static char *contents(int fd, size_t *ret_length)
{
    off_t length = lseek(fd, 0, SEEK_END);
    char *bytes = malloc((size_t)length + 1);
    cr_assert_not_null(bytes);
    cr_assert_eq(pread(fd, bytes, (size_t)length, 0), length);
    bytes[length] = '\0';
    *ret_length = (size_t)length;
    close(fd);
    return bytes;
}

struct ran xunjian_wait(struct running *running)
{
    struct ran ran = {.code = -1};
    struct rusage usage = {0};
    int status = 0;
    int handle = (int)syscall(SYS_pidfd_open, running->pid, 0);
    struct pollfd ended = {.fd = handle, .events = POLLIN};
    if (poll(&ended, 1, LONGEST_MS) <= 0)
        kill(running->pid, SIGKILL);
    close(handle);
    cr_assert_eq(wait4(running->pid, &status, 0, &usage), running->pid);
    if (WIFEXITED(status))
        ran.code = WEXITSTATUS(status);
    ran.most_kb = usage.ru_maxrss;
    ran.out = contents(running->out, &ran.out_length);
    ran.err = contents(running->err, &ran.err_length);
    cr_expect_null(strstr(ran.err, "Sanitizer"), "%s", ran.err);
    cr_expect_null(strstr(ran.err, "runtime error:"), "%s", ran.err);
    return ran;
}

struct ran xunjian(const char *const *arguments, const char *const *environment)
{
    struct running running = xunjian_start(arguments, environment);
    return xunjian_wait(&running);
}

void ran_done(struct ran *ran)
{
    free(ran->out);
    free(ran->err);
}
