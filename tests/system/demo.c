/* SPDX-License-Identifier: Apache-2.0 */
/* The demo app, started for one test. */

#include "demo.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/poll.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ARGUMENTS_MOST 16

static const int READY_MS = 20000; /* under ASan, on a busy machine */

static void run_app(int out, const char *const *more)
{
    char path[512];
    const char *arguments[ARGUMENTS_MOST] = {path, "--parent-dies"};
    const char *folder = getenv("XUNJIAN_BUILD");
    snprintf(path, sizeof path, "%s/demo-app", folder != NULL ? folder : "build/release");
    for (size_t i = 2; more != NULL && *more != NULL && i < ARGUMENTS_MOST - 1; i++)
        arguments[i] = *more++;
    dup2(out, STDOUT_FILENO);
    execv(path, (char *const *)(uintptr_t)arguments);
    fprintf(stderr, "could not start %s: run `make fixtures`\n", path);
    _exit(127);
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The one line that the app prints once it listens. */
static void read_line(int from, char *line, size_t room)
{
    size_t length = 0;
    int64_t deadline_ms = now_ms() + READY_MS;
    while (length == 0 || line[length - 1] != '\n') {
        struct pollfd wait = {.fd = from, .events = POLLIN};
        int left_ms = (int)(deadline_ms - now_ms());
        cr_assert(left_ms > 0 && poll(&wait, 1, left_ms) == 1, "the demo app is not ready");
        ssize_t count = read(from, line + length, room - length - 1);
        cr_assert(count > 0, "the demo app ended before it was ready");
        length += (size_t)count;
    }
    line[length] = '\0';
}

static void copy_field(const char *line, const char *name, char *to, size_t room)
{
    struct reply said = {.body = (char *)(uintptr_t)line};
    const char *text = reply_text(&said, name);
    cr_assert(text[0] != '\0' && strlen(text) < room, "no \"%s\" in %s", name, line);
    memcpy(to, text, strlen(text) + 1);
}

static void learn(struct demo *demo, const char *line)
{
    copy_field(line, "base", demo->base, sizeof demo->base);
    copy_field(line, "plain", demo->plain, sizeof demo->plain);
    copy_field(line, "control", demo->control, sizeof demo->control);
    copy_field(line, "tls_expired", demo->tls_expired, sizeof demo->tls_expired);
    copy_field(line, "tls_wrong_name", demo->tls_wrong_name, sizeof demo->tls_wrong_name);
    copy_field(line, "tls_self_signed", demo->tls_self_signed, sizeof demo->tls_self_signed);
    copy_field(line, "token", demo->token, sizeof demo->token);
    copy_field(line, "ca", demo->ca, sizeof demo->ca);
}

struct demo *demo_start(const char *const *arguments)
{
    struct demo *demo = calloc(1, sizeof *demo);
    int ends[2];
    char line[2048];
    cr_assert(demo != NULL && pipe(ends) == 0);
    demo->pid = fork();
    cr_assert(demo->pid >= 0, "could not fork");
    if (demo->pid == 0) {
        close(ends[0]);
        run_app(ends[1], arguments);
    }
    close(ends[1]);
    read_line(ends[0], line, sizeof line);
    close(ends[0]);
    learn(demo, line);
    return demo;
}

void demo_stop(struct demo *demo)
{
    int status = 0;
    cr_assert_eq(kill(demo->pid, SIGTERM), 0, "the demo app was gone");
    cr_assert_eq(waitpid(demo->pid, &status, 0), demo->pid);
    cr_expect(WIFEXITED(status) && WEXITSTATUS(status) == 0,
              "the demo app ended with status %x", (unsigned)status);
    free(demo);
}
