/* SPDX-License-Identifier: Apache-2.0 */
/* home.c - see home.h.
 *
 * Chromium on Linux trusts what stands in the NSS database of $HOME, and checks it as it checks
 * everybody else's: dates, names, chain. Telling it to ignore certificate errors instead would hide
 * the very failures the robot looks for. */

#include "transport/browser/home.h"
#include "base/arena.h"
#include "base/child.h"
#include "base/clock.h"
#include "base/must.h"
#include "base/text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static const char prefix[] = "xunjian-browser-";

static const char *homes_folder(void)
{
    const char *folder = getenv("TMPDIR");
    return folder != NULL && folder[0] == '/' ? folder : "/tmp";
}

/* Field 22 of /proc/PID/stat: with the pid it names a process for good. 0: there is none, or only what
 * nobody has waited for. */
static unsigned long long started_at(pid_t pid)
{
    char path[64], line[1024], state = 'Z';
    unsigned long long start = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return 0;
    const char *after = fgets(line, sizeof line, file) != NULL ? strrchr(line, ')') : NULL;
    if (after == NULL ||
        sscanf(after + 1,
               " %c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %*d %*d %*d %*d %*d %*d "
               "%llu",
               &state, &start) != 2 ||
        state == 'Z')
        start = 0;
    fclose(file);
    return start;
}

/* ---- certificates ---- */

#define CERTUTIL_NS (10 * NS_PER_S)

/* Waits for it to end; what does not is killed. True when it went well. */
static bool ends_well(pid_t pid, bool *ret_late)
{
    int status;
    int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
    int64_t until_ns = clock_now_ns() + CERTUTIL_NS;
    bool late = false;
    while (pidfd >= 0 && !late) {
        struct pollfd end = {.fd = pidfd, .events = POLLIN};
        int64_t left_ns = until_ns - clock_now_ns();
        if (poll(&end, 1, left_ns > 0 ? (int)(left_ns / NS_PER_MS) + 1 : 0) > 0)
            break;
        late = left_ns <= 0;
    }
    if (pidfd < 0 || late)
        kill(-pid, SIGKILL);
    if (pidfd >= 0)
        close(pidfd);
    *ret_late = late;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return false;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* NULL, or why it did not go well. */
static const char *run_certutil(const char *const *argv)
{
    pid_t pid;
    bool late = false, well = false;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    must(posix_spawn_file_actions_init(&actions) == 0);
    child_attributes(&attributes, 0);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    if (posix_spawnp(&pid, argv[0], &actions, &attributes, (char *const *)(uintptr_t)argv,
                     environ) == 0)
        well = ends_well(pid, &late);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (well)
        return NULL;
    return late ? "certutil did not end within 10s"
                : "is certutil, of the package libnss3-tools, installed?";
}

static bool trust(struct arena *arena, const char *home, const char *ca_file,
                  const char **ret_why)
{
    const char *pki = arena_printf(arena, "%s/.pki", home);
    const char *folder = arena_printf(arena, "%s/nssdb", pki);
    const char *database = arena_printf(arena, "sql:%s", folder);
    const char *const create[] = {"certutil", "-N", "-d", database, "--empty-password", NULL};
    const char *const add[] = {"certutil", "-A",  "-d", database, "-n", "xunjian",
                               "-t",       "C,,", "-i", ca_file,  NULL};
    const char *why = mkdir(pki, 0700) == 0 && mkdir(folder, 0700) == 0 ? run_certutil(create)
                                                                        : strerror(errno);
    if (why == NULL)
        why = run_certutil(add);
    if (why != NULL)
        *ret_why =
            arena_printf(arena, "could not have the browser trust %s (%s)", ca_file, why);
    return why == NULL;
}

/* ---- a home ---- */

const char *home_make(struct arena *arena, const char *ca_file, const char **ret_why)
{
    char *home = arena_printf(arena, "%s/%s%d-XXXXXX", homes_folder(), prefix, (int)getpid());
    if (mkdtemp(home) == NULL) {
        *ret_why = arena_printf(arena, "no folder for the browser in %s: %s", homes_folder(),
                                strerror(errno));
        return NULL;
    }
    home_note(home, 0);
    if (ca_file != NULL && !trust(arena, home, ca_file, ret_why)) {
        home_remove(home);
        return NULL;
    }
    return home;
}

void home_note(const char *home, pid_t browser)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/owner", home);
    FILE *file = fopen(path, "we");
    if (file == NULL)
        return;
    fprintf(file, "%d %llu %d %llu\n", (int)getpid(), started_at(getpid()), (int)browser,
            browser > 0 ? started_at(browser) : 0);
    fclose(file);
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *walk)
{
    (void)about;
    (void)kind;
    (void)walk;
    remove(path);
    return 0; /* what cannot be removed is left */
}

void home_remove(const char *home)
{
    nftw(home, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* ---- what others left ---- */

static bool sweep_one(const char *home)
{
    char path[4200];
    struct stat about;
    int robot = 0, browser = 0;
    unsigned long long robot_start = 0, browser_start = 0;
    if (lstat(home, &about) != 0 || !S_ISDIR(about.st_mode) || about.st_uid != geteuid())
        return false;
    snprintf(path, sizeof path, "%s/owner", home);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return false; /* being made just now */
    int read = fscanf(file, "%d %llu %d %llu", &robot, &robot_start, &browser, &browser_start);
    fclose(file);
    if (read != 4 || robot <= 0 || started_at(robot) == robot_start)
        return false;
    /* Without its leader a group's number is nobody else's as long as one of it lives. */
    unsigned long long leader = browser > 1 ? started_at(browser) : 1;
    if (browser > 1 && (leader == 0 || leader == browser_start))
        kill(-browser, SIGKILL);
    home_remove(home);
    return true;
}

int home_sweep(void)
{
    int swept = 0;
    DIR *folder = opendir(homes_folder());
    if (folder == NULL)
        return 0;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char path[4096];
        if (strncmp(entry->d_name, prefix, sizeof prefix - 1) != 0)
            continue;
        snprintf(path, sizeof path, "%s/%s", homes_folder(), entry->d_name);
        swept += sweep_one(path) ? 1 : 0;
    }
    closedir(folder);
    return swept;
}
