/* SPDX-License-Identifier: Apache-2.0 */
/* secrets.c - the values of secrets: from the environment, a file or a command.
 *
 * A value is in the redaction table before anything else can see it. Messages here name the secret
 * and its source, never the value, and never what a command printed. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/redact.h"
#include "document/json.h"
#include "plan/loader.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_SECRET_BYTES = 64 * 1024 };

static struct text first_line(struct text t)
{
    ptrdiff_t end = text_find(t, text_of("\n"), 0);
    t = end < 0 ? t : text_slice(t, 0, (size_t)end);
    return t.length > 0 && t.at[t.length - 1] == '\r' ? text_slice(t, 0, t.length - 1) : t;
}

/* Reads until the end or the deadline. */
static bool drain(int fd, struct buffer *out, int64_t deadline_ns)
{
    for (;;) {
        int64_t left_ns = deadline_ns - clock_now_ns();
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        char bytes[4096];
        if (left_ns <= 0)
            return false;
        if (poll(&ready, 1, (int)(left_ns / NS_PER_MS) + 1) < 0 && errno != EINTR)
            return false;
        if (ready.revents == 0)
            continue;
        ssize_t got = read(fd, bytes, sizeof bytes);
        if (got == 0)
            return true;
        if (got < 0 && errno != EINTR)
            return false;
        if (got > 0)
            buffer_add(out, bytes, (size_t)got);
    }
}

/* In a process group of its own, so that a command that hangs is ended with its children. */
static pid_t start_command(const char *command, int *ret_fd)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return -1;
    pid_t pid = fork();
    if (pid == 0) {
        setpgid(0, 0);
        int null = open("/dev/null", O_RDWR);
        dup2(null, STDIN_FILENO);
        dup2(ends[1], STDOUT_FILENO);
        dup2(null, STDERR_FILENO);
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    if (pid < 0)
        close(ends[0]);
    *ret_fd = ends[0];
    return pid;
}

static bool run_command(const struct secret_source *from, struct buffer *out,
                        const char **ret_why)
{
    int fd, status = 0;
    pid_t pid = start_command(from->command, &fd);
    if (pid < 0) {
        *ret_why = "the command could not be started";
        return false;
    }
    bool ended = drain(fd, out, clock_now_ns() + from->timeout_ns);
    close(fd);
    if (!ended)
        kill(-pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    *ret_why = !ended ? "the command did not end in time" : "the command failed";
    return ended && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool value_of(struct loader *loader, const struct secret_source *from, struct text *ret,
                     const char **ret_why)
{
    if (from->variable != NULL) {
        const char *value = getenv(from->variable);
        *ret_why = arena_printf(loader->arena, "the environment variable %s is not set",
                                from->variable);
        *ret = text_of(value);
        return value != NULL;
    }
    if (from->file != NULL) {
        const struct source *file = loader_source(loader, from->file, from->at);
        *ret_why = NULL; /* told already */
        if (file != NULL)
            *ret = first_line(file->bytes);
        return file != NULL;
    }
    struct buffer out;
    buffer_init(&out, MOST_SECRET_BYTES);
    bool right = run_command(from, &out, ret_why);
    if (right)
        *ret = text_copy(loader->arena, first_line(buffer_text(&out)));
    buffer_done(&out);
    return right;
}

bool fetch_secret(struct loader *loader, const struct secret_source *from, struct text *ret)
{
    struct text value;
    const char *why = NULL;
    if (!value_of(loader, from, &value, &why)) {
        if (why != NULL)
            diag_add(loader->diags, from->at, "secret \"%s\" has no value: %s", from->name,
                     why);
        return false;
    }
    if (!redact_add(value, from->name)) {
        diag_add(loader->diags, from->at,
                 "secret \"%s\" is too short to be found and redacted by its value",
                 from->name);
        return false;
    }
    *ret = text_copy(loader->arena, value);
    return true;
}

static const struct secret_source *source_of(const struct environment *environment,
                                             const char *name)
{
    for (size_t i = 0; environment != NULL && i < environment->secret_count; i++)
        if (strcmp(environment->secrets[i].name, name) == 0)
            return &environment->secrets[i];
    return NULL;
}

static const struct json *fetch(struct loader *loader, const struct secret *secret)
{
    const struct secret_source *from = source_of(loader->environment, secret->name);
    struct text value;
    if (from == NULL) {
        diag_add(loader->diags, secret->at, "nobody says where secret \"%s\" comes from",
                 secret->name)
            ->hint = loader->environment == NULL
                         ? "choose an environment with --env"
                         : "add it under `secrets:` in the environment's file";
        return NULL;
    }
    if (!fetch_secret(loader, from, &value))
        return NULL;
    return json_string(loader->arena, value);
}

bool fetch_secrets(struct loader *loader, struct journey *journey)
{
    struct secret *secrets =
        arena_array(loader->arena, journey->secret_count + 1, struct secret);
    int before = loader->diags->count;
    /* One that was asked for and is wrong has been told already. */
    bool no_environment = loader->environment == NULL && loader->options->environment != NULL;
    for (size_t i = 0; i < journey->secret_count; i++) {
        secrets[i] = journey->secrets[i];
        if (!loader->options->lint && !no_environment)
            secrets[i].value = fetch(loader, &secrets[i]);
    }
    journey->secrets = secrets;
    return loader->diags->count == before;
}
