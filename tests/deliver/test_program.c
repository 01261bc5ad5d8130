/* SPDX-License-Identifier: Apache-2.0 */
/* A program that is given a message: what it gets, what it does not get, and its end. */

#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/clock.h"
#include "deliver/send.h"

static struct arena *arena;

static void begin(void)
{
    arena = arena_new();
    signal(SIGPIPE, SIG_IGN); /* as main does */
}

static void end(void)
{
    arena_end(arena);
}

TestSuite(program, .init = begin, .fini = end);

static bool ran(const char *script, struct text body, int64_t timeout_ns,
                struct wire_answer *ret, const char **ret_why)
{
    const char **argv = arena_array(arena, 4, const char *);
    const char **environment = arena_array(arena, 2, const char *);
    argv[0] = "sh";
    argv[1] = "-c";
    argv[2] = script;
    environment[0] = "XUNJIAN_TITLE=a b";
    const struct wire_request request = {.medium = WIRE_PROGRAM,
                                         .argv = argv,
                                         .environment = environment,
                                         .body = body,
                                         .timeout_ns = timeout_ns};
    *ret = (struct wire_answer){.status = -1};
    *ret_why = "";
    return program_run(arena, &request, ret, ret_why);
}

Test(program, it_reads_the_message_and_says_how_it_went)
{
    struct wire_answer answer;
    const char *why;
    cr_assert(
        ran("cat >&2; exit 7", text_of("{\"kind\":\"test\"}\n"), 60 * NS_PER_S, &answer, &why),
        "%s", why);
    cr_expect_eq(answer.status, 7);
    cr_expect(text_is(answer.body, "{\"kind\":\"test\"}\n"), "%.*s", TEXT_ARGS(answer.body));
    const char *argv[] = {"/nowhere/program", NULL};
    const struct wire_request none = {
        .medium = WIRE_PROGRAM, .argv = argv, .timeout_ns = 60 * NS_PER_S};
    cr_expect_not(program_run(arena, &none, &answer, &why));
    cr_expect_str_eq(why, "could not start /nowhere/program: No such file or directory");
}

Test(program, one_that_does_not_read_its_input_harms_nobody)
{
    size_t length = 1 << 20;
    char *bytes = arena_alloc(arena, length);
    memset(bytes, 'x', length);
    for (int i = 0; i < 50; i++) {
        struct wire_answer answer;
        const char *why;
        cr_assert(ran("exec <&-", (struct text){bytes, length}, 60 * NS_PER_S, &answer, &why),
                  "%s", why);
        cr_expect_eq(answer.status, 0);
    }
}

Test(program, it_has_nothing_of_the_robot_but_path_and_the_message)
{
    struct wire_answer answer;
    const char *why;
    int fd = open("/dev/null", O_RDONLY); /* as a library opens it: not close-on-exec */
    cr_assert_geq(fd, 3);
    cr_assert_eq(setenv("LOGIN_PASSWORD", "hunter2", 1), 0);
    cr_assert(ran("env >&2; for f in /proc/$$/fd/*; do echo ${f##*/} >&2; done", text_of(""),
                  60 * NS_PER_S, &answer, &why),
              "%s", why);
    const char *said = text_string(arena, answer.body);
    cr_expect(strstr(said, "XUNJIAN_TITLE=a b\n") != NULL, "%s", said);
    cr_expect(strstr(said, "PATH=") != NULL, "%s", said);
    cr_expect(strstr(said, "LOGIN_PASSWORD") == NULL, "%s", said);
    cr_expect(strstr(said, arena_printf(arena, "\n%d\n", fd)) == NULL, "%s", said);
    close(fd);
}

Test(program, one_that_hangs_is_ended_with_all_it_started)
{
    struct wire_answer answer;
    const char *why;
    char path[] = "/tmp/xunjian-program-XXXXXX";
    int file = mkstemp(path), child = 0, status = 0;
    cr_assert_geq(file, 0);
    cr_assert_eq(prctl(PR_SET_CHILD_SUBREAPER, 1), 0); /* orphans are ours to wait for */
    const char *script = arena_printf(arena, "sleep 600 & echo $! > %s; wait", path);
    cr_expect_not(ran(script, text_of(""), 2 * NS_PER_S, &answer, &why));
    cr_expect_str_eq(why, "the program did not end in time");
    char said[32] = "";
    cr_assert_gt(pread(file, said, sizeof said - 1, 0), 0);
    child = atoi(said);
    cr_assert_gt(child, 1);
    cr_assert_eq(waitpid(child, &status, 0), child);
    cr_expect(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    close(file);
    unlink(path);
}
