/* SPDX-License-Identifier: Apache-2.0 */
/* What a person at a terminal sees, and what two Ctrl-C do: the real binary on a pty. */

#include "tests/system/demo.h"
#include "tests/system/process.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_SEEN = 256 * 1024, LONGEST_MS = 60000 };

struct seen {
    char *text;
    size_t length;
    int code;
};

static pid_t start_on_pty(const char *const *arguments, int *ret_terminal)
{
    struct winsize size = {.ws_row = 24, .ws_col = 80};
    char program[512];
    snprintf(program, sizeof program, "%s/xunjian", build_folder());
    pid_t pid = forkpty(ret_terminal, NULL, NULL, &size);
    cr_assert_geq(pid, 0);
    if (pid == 0) {
        setenv("TERM", "xterm", 1);
        unsetenv("NO_COLOR");
        execv(program, (char *const *)(uintptr_t)arguments);
        _exit(126);
    }
    return pid;
}

/* Reads until the program closes its terminal, which Linux tells as EIO. */
static struct seen watch(pid_t pid, int terminal)
{
    struct seen seen = {.text = calloc(1, MOST_SEEN + 1), .code = -1};
    struct pollfd readable = {.fd = terminal, .events = POLLIN};
    cr_assert_not_null(seen.text);
    while (seen.length < MOST_SEEN && poll(&readable, 1, LONGEST_MS) > 0) {
        ssize_t n = read(terminal, seen.text + seen.length, MOST_SEEN - seen.length);
        if (n <= 0)
            break;
        seen.length += (size_t)n;
    }
    int status;
    cr_assert_eq(waitpid(pid, &status, 0), pid);
    if (WIFEXITED(status))
        seen.code = WEXITSTATUS(status);
    close(terminal);
    return seen;
}

static void base_setting(const struct demo *demo, char *to, size_t size)
{
    snprintf(to, size, "base=%s", demo->plain);
}

Test(terminal, runs_under_way_are_drawn_in_place_and_the_end_is_clean)
{
    char base[100];
    int terminal;
    struct demo *demo = demo_start((const char *const[]){"--seed", "1", NULL});
    demo_fault(demo, "{\"endpoint\":\"GET /api/funds\",\"kind\":\"delay\","
                     "\"delay_us\":500000}");
    base_setting(demo, base, sizeof base);
    pid_t pid = start_on_pty((const char *const[]){"xunjian", "run", "--set", base,
                                                   "tests/system/faults.journey.yaml", NULL},
                             &terminal);
    struct seen seen = watch(pid, terminal);
    cr_expect_eq(seen.code, 0, "exit %d\n%s", seen.code, seen.text);
    cr_expect_not_null(strstr(seen.text, "A\x1b[J"), "the live lines were wiped: %s",
                       seen.text);
    cr_expect_not_null(strstr(seen.text, "\x1b[32m"), "a pass is green: %s", seen.text);
    const char *wiped = seen.text, *summary = strstr(seen.text, "1 run: ");
    for (const char *next; (next = strstr(wiped + 1, "\x1b[J")) != NULL;)
        wiped = next;
    cr_assert_not_null(summary, "%s", seen.text);
    cr_expect_gt(summary, wiped, "nothing is wiped behind the summary");
    cr_expect_eq(seen.text[seen.length - 1], '\n', "the prompt starts a line of its own");
    free(seen.text);
    demo_stop(demo);
}

Test(terminal, ctrl_c_typed_stops_the_run_and_cleans_up)
{
    char base[100];
    int terminal;
    struct demo *demo = demo_start((const char *const[]){"--seed", "1", NULL});
    base_setting(demo, base, sizeof base);
    pid_t pid =
        start_on_pty((const char *const[]){"xunjian", "run", "--set", base,
                                           "tests/system/interrupted.journey.yaml", NULL},
                     &terminal);
    for (int i = 0; i < 500 && demo_count(demo, "GET /api/funds") == 0; i++)
        poll(NULL, 0, 20);
    cr_assert_eq(write(terminal, "\x03", 1), 1);
    struct seen seen = watch(pid, terminal);
    cr_expect_eq(seen.code, 5, "exit %d\n%s", seen.code, seen.text);
    cr_expect_eq(demo_count(demo, "GET /api/funds/{}"), 1, "the clean-up ran once");
    free(seen.text);
    demo_stop(demo);
}
