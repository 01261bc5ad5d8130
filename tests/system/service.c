/* SPDX-License-Identifier: Apache-2.0 */
/* service.c - programs beside the robot. */

#include "tests/system/service.h"
#include "tests/system/process.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { READY_MS = 60000, POLL_MS = 20 };

long long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void pause_ms(int ms)
{
    poll(NULL, 0, ms);
}

static void read_first_line(struct service *service, int from, const char *name)
{
    long long deadline_ms = now_ms() + READY_MS;
    size_t length = 0;
    while (length == 0 || service->said[length - 1] != '\n') {
        struct pollfd wait = {.fd = from, .events = POLLIN};
        int left_ms = (int)(deadline_ms - now_ms());
        cr_assert(left_ms > 0 && poll(&wait, 1, left_ms) == 1, "%s is not ready", name);
        ssize_t got = read(from, service->said + length, sizeof service->said - 1 - length);
        cr_assert_gt(got, 0, "%s ended before it was ready", name);
        length += (size_t)got;
    }
    service->said[length] = '\0';
}

void service_start(struct service *service, const char *const *argv, const char *log,
                   bool speaks)
{
    int in[2], out[2];
    *service = (struct service){.in = -1};
    cr_assert_eq(pipe2(in, O_CLOEXEC), 0);
    cr_assert_eq(pipe2(out, O_CLOEXEC), 0);
    service->pid = fork();
    cr_assert_geq(service->pid, 0);
    if (service->pid == 0) {
        int file = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        dup2(in[0], STDIN_FILENO);
        dup2(speaks ? out[1] : file, STDOUT_FILENO);
        dup2(file, STDERR_FILENO);
        execvp(argv[0], (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    service->in = in[1];
    if (speaks)
        read_first_line(service, out[0], argv[0]);
    close(out[0]);
}

void service_stop(struct service *service)
{
    int status = 0;
    close(service->in);
    kill(service->pid, SIGTERM);
    cr_assert_eq(waitpid(service->pid, &status, 0), service->pid);
}

void sink_start(struct sink *sink, const char *folder)
{
    char program[512], own[256];
    snprintf(program, sizeof program, "%s/sink", build_folder());
    snprintf(sink->log, sizeof sink->log, "%s/sink.log", folder);
    snprintf(sink->control, sizeof sink->control, "%s/sink.control", folder);
    snprintf(own, sizeof own, "%s/sink.err", folder);
    const char *const argv[] = {program,       "--log",         sink->log, "--control",
                                sink->control, "--parent-dies", NULL};
    service_start(&sink->service, argv, own, true);
    const char *at = strstr(sink->service.said, "http://");
    cr_assert_not_null(at);
    snprintf(sink->url, sizeof sink->url, "%.*s", (int)strcspn(at, "\""), at);
}

void sink_stop(struct sink *sink)
{
    service_stop(&sink->service);
}

void sink_answers(const struct sink *sink, const char *word)
{
    char part[300];
    snprintf(part, sizeof part, "%s.part", sink->control);
    write_file(part, "%s\n", word);
    cr_assert_eq(rename(part, sink->control), 0);
}

char *file_text(const char *path)
{
    FILE *file = fopen(path, "re");
    char *text = calloc(1, 1);
    size_t length = 0, got;
    char bytes[4096];
    while (file != NULL && (got = fread(bytes, 1, sizeof bytes, file)) > 0) {
        text = realloc(text, length + got + 1);
        cr_assert_not_null(text);
        memcpy(text + length, bytes, got);
        text[length += got] = '\0';
    }
    if (file != NULL)
        fclose(file);
    return text;
}

static size_t lines_of(const char *text)
{
    size_t lines = 0;
    for (; *text != '\0'; text++)
        lines += *text == '\n';
    return lines;
}

char *await_lines(const char *path, size_t lines)
{
    long long deadline_ms = now_ms() + READY_MS;
    char *text = file_text(path);
    while (lines_of(text) < lines) {
        cr_assert_lt(now_ms(), deadline_ms, "%s has no %zu lines: %s", path, lines, text);
        free(text);
        pause_ms(POLL_MS);
        text = file_text(path);
    }
    return text;
}

void write_file(const char *path, const char *format, ...)
{
    FILE *file = fopen(path, "we");
    va_list ap;
    cr_assert_not_null(file, "%s", path);
    va_start(ap, format);
    cr_assert_geq(vfprintf(file, format, ap), 0);
    va_end(ap);
    cr_assert_eq(fclose(file), 0);
}

int shell(char *out, size_t room, const char *format, ...)
{
    char command[4096], nothing[256];
    va_list ap;
    va_start(ap, format);
    cr_assert_lt((size_t)vsnprintf(command, sizeof command, format, ap), sizeof command);
    va_end(ap);
    FILE *pipe = popen(command, "re");
    cr_assert_not_null(pipe);
    size_t got = 0, length = 0;
    while ((got = out != NULL && length < room - 1
                      ? fread(out + length, 1, room - 1 - length, pipe)
                      : fread(nothing, 1, sizeof nothing, pipe)) > 0)
        length += out != NULL && length < room - 1 ? got : 0;
    if (out != NULL)
        out[length] = '\0';
    int status = pclose(pipe);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int free_port(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    cr_assert_eq(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    cr_assert_eq(getsockname(fd, (struct sockaddr *)&address, &size), 0);
    close(fd);
    return ntohs(address.sin_port);
}
