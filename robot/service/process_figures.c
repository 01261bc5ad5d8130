/* SPDX-License-Identifier: Apache-2.0 */
/* process_figures.c - proc(5): /proc/self/stat, /proc/self/fd and the machine's boot time. */

#include "service/process_figures.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/files.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { MOST_STAT = 4096 };

/* Fields 3 on; the second is the program's name, which may hold anything, in brackets. */
static bool read_stat(struct arena *arena, struct process_figures *ret,
                      int64_t *ret_start_ticks)
{
    struct text all;
    const char *why = NULL;
    unsigned long user, system, size;
    long threads, resident;
    unsigned long long start;
    if (!files_read(arena, "/proc/self/stat", MOST_STAT, &all, &why))
        return false;
    const char *rest = strrchr(all.at, ')');
    if (rest == NULL ||
        sscanf(rest + 1,
               " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %*d %*d %*d %*d %ld %*d"
               " %llu %lu %ld",
               &user, &system, &threads, &start, &size, &resident) != 6)
        return false;
    int64_t tick_ns = NS_PER_S / sysconf(_SC_CLK_TCK);
    ret->cpu_ns = (int64_t)(user + system) * tick_ns;
    ret->threads = threads;
    ret->virtual_bytes = (int64_t)size;
    ret->resident_bytes = resident * sysconf(_SC_PAGESIZE);
    *ret_start_ticks = (int64_t)start;
    return true;
}

/* Ticks count from boot; the clock that does, too, says when that was. */
static int64_t moment_of(int64_t start_ticks)
{
    struct timespec up;
    if (clock_gettime(CLOCK_BOOTTIME, &up) != 0)
        return -1;
    int64_t boot_utc_ns = clock_now_utc_ns() - (up.tv_sec * NS_PER_S + up.tv_nsec);
    return boot_utc_ns + start_ticks * (NS_PER_S / sysconf(_SC_CLK_TCK));
}

static int64_t count_descriptors(void)
{
    int64_t count = 0;
    DIR *folder = opendir("/proc/self/fd");
    if (folder == NULL)
        return -1;
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;)
        count += entry->d_name[0] != '.';
    closedir(folder);
    return count - 1; /* the folder's own */
}

struct process_figures process_figures_read(void)
{
    struct process_figures figures = {-1, -1, -1, -1, -1, -1, -1};
    struct arena *scratch = arena_new();
    struct rlimit most;
    int64_t start_ticks;
    if (read_stat(scratch, &figures, &start_ticks))
        figures.started_utc_ns = moment_of(start_ticks);
    figures.open_descriptors = count_descriptors();
    if (getrlimit(RLIMIT_NOFILE, &most) == 0 && most.rlim_cur != RLIM_INFINITY)
        figures.most_descriptors = (int64_t)most.rlim_cur;
    arena_end(scratch);
    return figures;
}
