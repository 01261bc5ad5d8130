/* SPDX-License-Identifier: Apache-2.0 */
/* program.c - a message to a program's standard input, its end awaited.
 *
 * posix_spawn, because the robot has many threads; a process group of its own, so that a program that
 * hangs is ended with all it started. What the robot has open is closed in it: libcurl's sockets are
 * not marked close-on-exec. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/child.h"
#include "base/clock.h"
#include "base/must.h"
#include "deliver/send.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_SAID = 4096, MOST_ENVIRONMENT = 256 };

struct program {
    pid_t pid;
    int in, err; /* our ends, non-blocking; -1: closed */
};

static char **environment_of(struct arena *arena, const char *const *more)
{
    const char *path = getenv("PATH");
    char **list = arena_array(arena, MOST_ENVIRONMENT + 2, char *);
    size_t n = 0;
    list[n++] = arena_printf(arena, "PATH=%s", path != NULL ? path : "/usr/bin:/bin");
    for (size_t i = 0; more != NULL && more[i] != NULL && n <= MOST_ENVIRONMENT; i++)
        list[n++] = arena_strdup(arena, more[i]);
    return list;
}

static int spawn(struct program *program, struct arena *arena,
                 const struct wire_request *request, int in, int err)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    must(posix_spawn_file_actions_init(&actions) == 0);
    posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, err, STDERR_FILENO);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    child_attributes(&attributes, 0);
    int wrong = posix_spawnp(&program->pid, request->argv[0], &actions, &attributes,
                             (char *const *)(uintptr_t)request->argv,
                             environment_of(arena, request->environment));
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return wrong;
}

static bool start(struct program *program, struct arena *arena,
                  const struct wire_request *request, const char **ret_why)
{
    int in[2], err[2];
    if (pipe2(in, O_CLOEXEC) != 0) {
        *ret_why = arena_printf(arena, "no pipe: %s", strerror(errno));
        return false;
    }
    if (pipe2(err, O_CLOEXEC) != 0) {
        *ret_why = arena_printf(arena, "no pipe: %s", strerror(errno));
        close(in[0]);
        close(in[1]);
        return false;
    }
    int wrong = spawn(program, arena, request, in[0], err[1]);
    close(in[0]);
    close(err[1]);
    program->in = in[1];
    program->err = err[0];
    fcntl(program->in, F_SETFL, O_NONBLOCK);
    fcntl(program->err, F_SETFL, O_NONBLOCK);
    if (wrong == 0)
        return true;
    *ret_why = arena_printf(arena, "could not start %s: %s", request->argv[0], strerror(wrong));
    close(program->in);
    close(program->err);
    return false;
}

static void shut(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* Writes what it takes; it may close its input early, that is its business. */
static void feed(struct program *program, struct text *body)
{
    ssize_t sent = body->length > 0 ? write(program->in, body->at, body->length) : 0;
    if (sent > 0)
        *body = text_slice(*body, (size_t)sent, body->length);
    if (body->length == 0 || (sent < 0 && errno != EAGAIN && errno != EINTR))
        shut(&program->in);
}

static void listen_to(struct program *program, struct buffer *said)
{
    char bytes[1024];
    ssize_t got = read(program->err, bytes, sizeof bytes);
    if (got > 0)
        buffer_add(said, bytes, (size_t)got); /* what does not fit is dropped */
    else if (got == 0 || (errno != EAGAIN && errno != EINTR))
        shut(&program->err);
}

/* Until it has closed its standard error, which it does at its end, or the deadline. */
static bool talk(struct program *program, struct text body, struct buffer *said,
                 int64_t deadline_ns)
{
    while (program->err >= 0) {
        int64_t left_ns = deadline_ns - clock_now_ns();
        struct pollfd ready[2] = {{.fd = program->err, .events = POLLIN},
                                  {.fd = program->in, .events = POLLOUT}};
        if (left_ns <= 0)
            return false;
        if (poll(ready, 2, (int)(left_ns / NS_PER_MS) + 1) < 0 && errno != EINTR)
            return false;
        if (ready[1].revents != 0 && program->in >= 0)
            feed(program, &body);
        if (ready[0].revents != 0)
            listen_to(program, said);
    }
    return true;
}

/* It may live on with its standard error closed: it is waited for until the deadline, too. */
static bool reap(struct program *program, int64_t deadline_ns, int *ret_status)
{
    for (;;) {
        pid_t pid = waitpid(program->pid, ret_status, WNOHANG);
        if (pid == program->pid)
            return true;
        if (clock_now_ns() >= deadline_ns)
            return false;
        poll(NULL, 0, 5);
    }
}

bool program_run(struct arena *arena, const struct wire_request *request,
                 struct wire_answer *ret, const char **ret_why)
{
    struct program program;
    struct buffer said;
    int status = 0;
    int64_t deadline_ns = clock_now_ns() + request->timeout_ns;
    if (!start(&program, arena, request, ret_why))
        return false;
    buffer_init(&said, MOST_SAID);
    bool ended = talk(&program, request->body, &said, deadline_ns) &&
                 reap(&program, deadline_ns, &status);
    if (!ended) {
        kill(-program.pid, SIGKILL);
        while (waitpid(program.pid, &status, 0) < 0 && errno == EINTR)
            continue;
        *ret_why = "the program did not end in time";
    } else if (WIFSIGNALED(status)) {
        ended = false;
        *ret_why = arena_printf(arena, "the program was ended by signal %d", WTERMSIG(status));
    }
    shut(&program.in);
    shut(&program.err);
    *ret = (struct wire_answer){.status = WIFEXITED(status) ? WEXITSTATUS(status) : 0,
                                .body = text_copy(arena, buffer_text(&said)),
                                .retry_after_ns = -1};
    buffer_done(&said);
    return ended;
}
