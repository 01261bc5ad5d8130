/* SPDX-License-Identifier: Apache-2.0 */
/* webdriver_process.c - see webdriver_process.h. */

#include "transport/webdriver/webdriver_process.h"
#include "base/arena.h"
#include "base/child.h"
#include "base/must.h"
#include "transport/browser/home.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SCREEN_MS = 20 * 1000, THEIR_FD = 3, ABOVE = 20, MOST_VARIABLES = 16 };

/* ---- starting a program ---- */

struct starting {
    const char *const *argv;
    char *const *environment;
    const char *words; /* where its standard error goes */
    pid_t group;       /* to join; 0: one of its own */
    int fd;            /* it gets as THEIR_FD; -1: none */
};

static int spawn(const struct starting *starting, pid_t *ret_pid)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    must(posix_spawn_file_actions_init(&actions) == 0);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, starting->words,
                                     O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (starting->fd >= 0)
        posix_spawn_file_actions_adddup2(&actions, starting->fd, THEIR_FD);
    posix_spawn_file_actions_addclosefrom_np(&actions,
                                             starting->fd >= 0 ? THEIR_FD + 1 : THEIR_FD);
    child_attributes(&attributes, starting->group);
    int wrong = posix_spawnp(ret_pid, starting->argv[0], &actions, &attributes,
                             (char *const *)(uintptr_t)starting->argv, starting->environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return wrong;
}

/* "zh-CN" is zh_CN.UTF-8 here. */
static const char *language(struct arena *arena, const char *locale)
{
    if (locale == NULL)
        return "LANG=C.UTF-8";
    char *name = arena_printf(arena, "LANG=%s.UTF-8", locale);
    for (char *at = name; *at != '\0'; at++)
        if (*at == '-' && at < name + strlen(name) - strlen(".UTF-8"))
            *at = '_';
    return name;
}

static char **environment(struct arena *arena, const struct webdriver_launch *launch,
                          const char *home, const char *display)
{
    const char *path = getenv("PATH"), *wayland = getenv("WAYLAND_DISPLAY");
    const char *zone = launch->time_zone != NULL ? launch->time_zone : getenv("TZ");
    char **list = arena_array(arena, MOST_VARIABLES + 1, char *);
    size_t n = 0;
    list[n++] = arena_printf(arena, "PATH=%s", path != NULL ? path : "/usr/bin:/bin");
    list[n++] = arena_printf(arena, "HOME=%s", home);
    list[n++] = arena_printf(arena, "TMPDIR=%s", home);
    list[n++] = arena_printf(arena, "XDG_RUNTIME_DIR=%s", home);
    list[n++] = arena_strdup(arena, language(arena, launch->locale));
    if (launch->locale != NULL)
        list[n++] = arena_printf(arena, "LANGUAGE=%s", launch->locale);
    /* Without these each start waits for services that are not there. */
    list[n++] = arena_strdup(arena, "DBUS_SESSION_BUS_ADDRESS=disabled:");
    list[n++] = arena_strdup(arena, "GSETTINGS_BACKEND=memory");
    list[n++] = arena_strdup(arena, "NO_AT_BRIDGE=1");
    if (geteuid() == 0) /* bubblewrap refuses to sandbox root's */
        list[n++] = arena_strdup(arena, "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1");
    if (zone != NULL)
        list[n++] = arena_printf(arena, "TZ=%s", zone);
    if (display != NULL)
        list[n++] = arena_printf(arena, "DISPLAY=%s", display);
    else if (wayland != NULL)
        list[n++] = arena_printf(arena, "WAYLAND_DISPLAY=%s", wayland);
    must(n <= MOST_VARIABLES);
    return list;
}

/* ---- the screen ---- */

/* Xvfb chooses a free number and writes it when it serves. */
static bool read_number(int fd, char *number, size_t size)
{
    size_t got = 0;
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    while (got + 1 < size && poll(&wait, 1, SCREEN_MS) > 0) {
        ssize_t n = read(fd, number + got, size - 1 - got);
        if (n <= 0)
            return false;
        got += (size_t)n;
        number[got] = '\0';
        if (strchr(number, '\n') != NULL) {
            number[strcspn(number, "\n")] = '\0';
            return true;
        }
    }
    return false;
}

static const char *start_screen(struct arena *arena, char *const *variables,
                                struct webdriver_process *process)
{
    static const char *const argv[] = {"Xvfb",         "-displayfd", "3",   "-screen", "0",
                                       "1600x1200x24", "-nolisten",  "tcp", "-ac",     NULL};
    char number[16];
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        process->why = arena_printf(arena, "no pipe to Xvfb: %s", strerror(errno));
        return NULL;
    }
    int theirs = fcntl(ends[1], F_DUPFD_CLOEXEC, ABOVE);
    close(ends[1]);
    const struct starting starting = {.argv = argv,
                                      .environment = variables,
                                      .words = arena_printf(arena, "%s/stderr", process->home),
                                      .fd = theirs};
    int wrong = spawn(&starting, &process->screen);
    close(theirs);
    process->group = process->screen;
    home_note(process->home, process->screen);
    bool serves = wrong == 0 && read_number(ends[0], number, sizeof number);
    close(ends[0]);
    if (wrong != 0)
        process->why = arena_printf(
            arena, "there is no display, and Xvfb (package xvfb) could not be started: %s",
            strerror(wrong));
    else if (!serves)
        process->why = "Xvfb did not come up";
    return serves ? arena_printf(arena, ":%s", number) : NULL;
}

/* ---- the driver ---- */

/* Free a moment ago. Were it taken meanwhile, the driver would end at once, and the run be begun anew. */
static int free_port(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof at;
    int port = 0, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && bind(fd, (struct sockaddr *)&at, sizeof at) == 0 &&
        getsockname(fd, (struct sockaddr *)&at, &length) == 0)
        port = ntohs(at.sin_port);
    if (fd >= 0)
        close(fd);
    return port;
}

static void start_driver(struct arena *arena, const struct webdriver_launch *launch,
                         const char *display, struct webdriver_process *process)
{
    process->port = free_port();
    const char *argv[] = {launch->program, "--host=127.0.0.1",
                          arena_printf(arena, "--port=%d", process->port), NULL};
    const struct starting starting = {.argv = argv,
                                      .environment =
                                          environment(arena, launch, process->home, display),
                                      .words = arena_printf(arena, "%s/stderr", process->home),
                                      .group = process->group,
                                      .fd = -1};
    int wrong = spawn(&starting, &process->driver);
    if (wrong != 0) {
        process->driver = 0;
        process->why = arena_printf(arena, "could not start %s (package webkit2gtk-driver): %s",
                                    launch->program, strerror(wrong));
        return;
    }
    if (process->group == 0) {
        process->group = process->driver;
        home_note(process->home, process->driver);
    }
    process->pidfd = (int)syscall(SYS_pidfd_open, process->driver, 0);
    if (process->pidfd < 0)
        process->why = arena_printf(arena, "cannot watch the driver: %s", strerror(errno));
}

void webdriver_process_start(struct arena *arena, const struct webdriver_launch *launch,
                             struct webdriver_process *ret)
{
    const char *display = getenv("DISPLAY");
    *ret = (struct webdriver_process){.pidfd = -1};
    home_sweep();
    ret->home = home_make(arena, NULL, &ret->why);
    if (ret->home == NULL)
        return;
    if (display == NULL && getenv("WAYLAND_DISPLAY") == NULL)
        display = start_screen(arena, environment(arena, launch, ret->home, NULL), ret);
    if (ret->why == NULL)
        start_driver(arena, launch, display, ret);
}

static void reap(pid_t pid)
{
    int status;
    while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
}

void webdriver_process_end(struct webdriver_process *process)
{
    if (process->group > 0)
        kill(-process->group, SIGKILL);
    reap(process->driver);
    reap(process->screen);
    if (process->pidfd >= 0)
        close(process->pidfd);
    if (process->home != NULL)
        home_remove(process->home);
    *process = (struct webdriver_process){.pidfd = -1};
}
