/* SPDX-License-Identifier: Apache-2.0 */
/* process.c - see process.h. */

#include "transport/browser/process.h"
#include "base/arena.h"
#include "base/child.h"
#include "base/files.h"
#include "base/must.h"
#include "transport/browser/home.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_ARGUMENTS = 48, THEIR_READ = 3, THEIR_WRITE = 4, ABOVE = 20 };

static const char *const programs[] = {"chromium-headless-shell", "chromium",
                                       "google-chrome-stable", "chrome", NULL};

static const char *const usual_flags[] = {
    "--remote-debugging-pipe",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-breakpad",
    "--disable-domain-reliability",
    "--disable-client-side-phishing-detection",
    "--disable-backgrounding-occluded-windows",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-ipc-flooding-protection",
    "--disable-hang-monitor",
    "--metrics-recording-only",
    "--mute-audio",
    "--no-proxy-server",
    "--password-store=basic",
    "--use-mock-keychain",
    "--force-color-profile=srgb",
    ("--disable-features=Translate,OptimizationHints,MediaRouter,AutofillServerCommunication,"
     "InterestFeedContentSuggestions,CertificateTransparencyComponentUpdater"),
};

static const char *installed(bool visible)
{
    /* The first has no windows at all. */
    for (size_t i = visible ? 1 : 0; programs[i] != NULL; i++)
        if (files_on_path(programs[i]))
            return programs[i];
    return NULL;
}

static const char **arguments(struct arena *arena, const struct chrome_launch *launch,
                              const char *program, const char *home)
{
    const char **argv = arena_array(arena, MOST_ARGUMENTS + 1, const char *);
    size_t n = 0;
    argv[n++] = program;
    for (size_t i = 0; i < sizeof usual_flags / sizeof usual_flags[0]; i++)
        argv[n++] = usual_flags[i];
    argv[n++] = launch->visible ? "--no-startup-window" : "--headless=new";
    if (launch->devtools > 0)
        argv[n++] =
            arena_printf(arena, "--remote-debugging-port=%lld", (long long)launch->devtools);
    if (geteuid() == 0)
        argv[n++] = "--no-sandbox"; /* Chromium refuses to start as root otherwise */
    argv[n++] = arena_printf(arena, "--user-data-dir=%s/profile", home);
    if (launch->resolve != NULL)
        argv[n++] = arena_printf(arena, "--host-resolver-rules=%s", launch->resolve);
    if (launch->media != MEDIA_NONE) { /* headless has nobody to ask for permission */
        argv[n++] = launch->media == MEDIA_DENIED ? "--use-fake-ui-for-media-stream=deny"
                                                  : "--use-fake-ui-for-media-stream";
        argv[n++] = "--use-fake-device-for-media-stream";
    }
    if (launch->camera != NULL)
        argv[n++] = arena_printf(arena, "--use-file-for-fake-video-capture=%s", launch->camera);
    if (launch->microphone != NULL)
        argv[n++] =
            arena_printf(arena, "--use-file-for-fake-audio-capture=%s", launch->microphone);
    if (!launch->visible)
        argv[n++] = "about:blank";
    must(n <= MOST_ARGUMENTS);
    return argv;
}

static char **environment(struct arena *arena, const struct chrome_launch *launch,
                          const char *home)
{
    static const char *const displays[] = {"DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY",
                                           "XDG_RUNTIME_DIR"};
    const char *path = getenv("PATH"), *zone = getenv("TZ");
    char **list = arena_array(arena, 12, char *);
    size_t n = 0;
    list[n++] = arena_printf(arena, "PATH=%s", path != NULL ? path : "/usr/bin:/bin");
    list[n++] = arena_printf(arena, "HOME=%s", home);
    list[n++] = arena_printf(arena, "TMPDIR=%s", home);
    list[n++] = arena_strdup(arena, "LANG=C.UTF-8");
    /* Without it each start waits for a bus that is not there. */
    list[n++] = arena_strdup(arena, "DBUS_SESSION_BUS_ADDRESS=disabled:");
    if (zone != NULL)
        list[n++] = arena_printf(arena, "TZ=%s", zone);
    for (size_t i = 0; launch->visible && i < sizeof displays / sizeof displays[0]; i++)
        if (getenv(displays[i]) != NULL)
            list[n++] = arena_printf(arena, "%s=%s", displays[i], getenv(displays[i]));
    /* Where X looks by itself, were HOME not another. */
    if (launch->visible && getenv("XAUTHORITY") == NULL && getenv("HOME") != NULL)
        list[n++] = arena_printf(arena, "XAUTHORITY=%s/.Xauthority", getenv("HOME"));
    return list;
}

/* A descriptor that the numbers 3 and 4 cannot collide with. */
static int above(int fd)
{
    int moved = fcntl(fd, F_DUPFD_CLOEXEC, ABOVE);
    close(fd);
    return moved;
}

static bool make_pipe(int ends[2])
{
    if (pipe2(ends, O_CLOEXEC) != 0)
        return false;
    ends[0] = above(ends[0]);
    ends[1] = above(ends[1]);
    return ends[0] >= 0 && ends[1] >= 0;
}

static int spawn(struct arena *arena, const struct chrome_launch *launch,
                 const char *const *argv, int their_read, int their_write,
                 struct process *process)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    const char *words = arena_printf(arena, "%s/stderr", process->home);
    must(posix_spawn_file_actions_init(&actions) == 0);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, words,
                                     O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_adddup2(&actions, their_read, THEIR_READ);
    posix_spawn_file_actions_adddup2(&actions, their_write, THEIR_WRITE);
    posix_spawn_file_actions_addclosefrom_np(&actions, THEIR_WRITE + 1);
    child_attributes(&attributes, 0);
    int wrong =
        posix_spawnp(&process->pid, argv[0], &actions, &attributes,
                     (char *const *)(uintptr_t)argv, environment(arena, launch, process->home));
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return wrong;
}

static void run(struct arena *arena, const struct chrome_launch *launch, const char *program,
                struct process *process)
{
    int down[2] = {-1, -1}, up[2] = {-1, -1};
    if (!make_pipe(down) || !make_pipe(up)) {
        process->why = arena_printf(arena, "no pipe to the browser: %s", strerror(errno));
    } else {
        int wrong = spawn(arena, launch, arguments(arena, launch, program, process->home),
                          down[0], up[1], process);
        if (wrong != 0)
            process->why =
                arena_printf(arena, "could not start %s: %s", program, strerror(wrong));
    }
    if (down[0] >= 0)
        close(down[0]);
    if (up[1] >= 0)
        close(up[1]);
    process->write_fd = down[1];
    process->read_fd = up[0];
}

void process_start(struct arena *arena, const struct chrome_launch *launch, struct process *ret)
{
    *ret = (struct process){.pidfd = -1, .write_fd = -1, .read_fd = -1};
    const char *program = installed(launch->visible);
    if (program == NULL) {
        ret->why =
            launch->visible
                ? "no browser with windows is installed (looked for chromium, "
                  "google-chrome-stable, chrome)"
                : "no browser is installed (looked for chromium-headless-shell, chromium, "
                  "google-chrome-stable, chrome)";
        return;
    }
    if (launch->visible && getenv("DISPLAY") == NULL && getenv("WAYLAND_DISPLAY") == NULL) {
        ret->why = "there is no display for a visible browser (neither DISPLAY nor "
                   "WAYLAND_DISPLAY is set)";
        return;
    }
    ret->home = home_make(arena, launch->ca_file, &ret->why);
    if (ret->home == NULL)
        return;
    run(arena, launch, program, ret);
    if (ret->why == NULL) {
        home_note(ret->home, ret->pid);
        ret->pidfd = (int)syscall(SYS_pidfd_open, ret->pid, 0);
        if (ret->pidfd < 0)
            ret->why = arena_printf(arena, "cannot watch the browser: %s", strerror(errno));
    }
}

void process_kill(struct process *process)
{
    int status;
    if (process->pid > 0) {
        kill(-process->pid, SIGKILL);
        while (waitpid(process->pid, &status, 0) < 0 && errno == EINTR)
            continue;
    }
    process->pid = 0;
    if (process->pidfd >= 0)
        close(process->pidfd);
    process->pidfd = -1;
}

/* ---- memory ---- */

static long long pss_of(const char *pid)
{
    char path[300], line[256];
    long long kilobytes = 0;
    snprintf(path, sizeof path, "/proc/%s/smaps_rollup", pid);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return 0;
    while (fgets(line, sizeof line, file) != NULL)
        if (sscanf(line, "Pss: %lld kB", &kilobytes) == 1)
            break;
    fclose(file);
    return kilobytes * 1024;
}

static bool in_group(const char *pid, pid_t group)
{
    return getpgid((pid_t)strtol(pid, NULL, 10)) == group;
}

long long process_memory(pid_t group)
{
    long long sum = 0;
    DIR *proc = opendir("/proc");
    if (proc == NULL)
        return 0;
    for (const struct dirent *entry; (entry = readdir(proc)) != NULL;)
        if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9' &&
            in_group(entry->d_name, group))
            sum += pss_of(entry->d_name);
    closedir(proc);
    return sum;
}

const char *process_last_words(struct arena *arena, const struct process *process)
{
    enum { MOST_WORDS = 64 * 1024, MOST_TOLD = 200 };
    struct text words;
    const char *why, *last = NULL;
    if (process->home == NULL ||
        !files_read(arena, arena_printf(arena, "%s/stderr", process->home), MOST_WORDS, &words,
                    &why))
        return NULL;
    for (size_t from = 0; from < words.length;) {
        ptrdiff_t end = text_find(words, text_of("\n"), from);
        size_t to = end < 0 ? words.length : (size_t)end;
        struct text line = text_trim(text_slice(words, from, to));
        if (line.length > 0)
            last = text_string(arena, text_slice(line, 0, MOST_TOLD));
        from = to + 1;
    }
    return last;
}
