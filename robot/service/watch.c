/* SPDX-License-Identifier: Apache-2.0 */
/* watch.c - inotify, with a moment's patience: editors and deployments write many files at once.
 *
 * Where there are no watches to be had (the machine's limit), changes go unnoticed and SIGHUP still
 * works: that is told, and no reason not to run. */

#include "service/watch.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/must.h"
#include "base/text.h"
#include "loop/loop.h"
#include "model/config.h"

#include <dirent.h>
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    MOST_DEPTH = 16,
    PATIENCE_NS = 300 * 1000 * 1000,
    CHANGES = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE | IN_ONLYDIR,
};

struct watcher {
    struct loop *loop;
    struct loop_watch watch;
    struct loop_timer patience;
    void (*changed)(void *thing);
    void *thing;
    char
        store[NAME_MAX + 1]; /* what its file is called: the robot's own writing is no change */
};

/* The robot's own database and logs may lie beside its configuration. */
static bool matters(const struct watcher *watcher, const struct inotify_event *event)
{
    static const char *const endings[] = {".yaml", ".yml", ".json", ".csv", ".pem", ".crt"};
    struct text name = text_of(event->len > 0 ? event->name : "");
    if (text_starts_with(name, text_of(watcher->store)))
        return false;
    if ((event->mask & IN_ISDIR) != 0)
        return true;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (text_ends_with(name, text_of(endings[i])))
            return true;
    return false;
}

static void ready(void *thing, uint32_t events)
{
    struct watcher *watcher = thing;
    _Alignas(struct inotify_event) char bytes[16 * 1024];
    bool changed = false;
    ssize_t got;
    (void)events;
    while ((got = read(watcher->watch.fd, bytes, sizeof bytes)) > 0) {
        for (ssize_t at = 0; at < got;) {
            const struct inotify_event *event =
                (const struct inotify_event *)(const void *)(bytes + at);
            changed = changed || matters(watcher, event);
            at += (ssize_t)(sizeof *event + event->len);
        }
    }
    if (changed)
        loop_timer_set(watcher->loop, &watcher->patience, clock_now_ns() + PATIENCE_NS);
}

static int64_t patience_ended(void *thing, int64_t now_ns)
{
    struct watcher *watcher = thing;
    (void)now_ns;
    watcher->changed(watcher->thing);
    return 0;
}

struct watcher *watcher_new(struct loop *loop, void (*changed)(void *thing), void *thing)
{
    struct watcher *watcher = calloc(1, sizeof *watcher);
    must(watcher != NULL);
    *watcher = (struct watcher){.loop = loop, .changed = changed, .thing = thing};
    watcher->patience = (struct loop_timer){.fire = patience_ended, .thing = watcher};
    watcher->watch = (struct loop_watch){.ready = ready, .thing = watcher, .fd = -1};
    return watcher;
}

static void forget(struct watcher *watcher)
{
    if (watcher->watch.fd < 0)
        return;
    loop_watch_set(watcher->loop, &watcher->watch, 0);
    close(watcher->watch.fd);
    watcher->watch.fd = -1;
}

static bool add_folder(int fd, const char *path, int depth)
{
    if (inotify_add_watch(fd, path, CHANGES) < 0)
        return false;
    DIR *folder = depth < MOST_DEPTH ? opendir(path) : NULL;
    bool all = true;
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        char below[PATH_MAX];
        struct stat what;
        if (entry->d_name[0] == '.')
            continue;
        int length = snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
        if (length < (int)sizeof below && lstat(below, &what) == 0 && S_ISDIR(what.st_mode))
            all = add_folder(fd, below, depth + 1) && all;
    }
    if (folder != NULL)
        closedir(folder);
    return all;
}

static bool add_path(int fd, const char *path)
{
    char folder[PATH_MAX];
    struct stat what;
    if (stat(path, &what) == 0 && S_ISDIR(what.st_mode))
        return add_folder(fd, path, 0);
    snprintf(folder, sizeof folder, "%s", path);
    return inotify_add_watch(fd, dirname(folder), CHANGES) >= 0;
}

void watcher_set(struct watcher *watcher, const struct config *config)
{
    const char *slash = strrchr(config->store_path, '/');
    snprintf(watcher->store, sizeof watcher->store, "%s",
             slash != NULL ? slash + 1 : config->store_path);
    forget(watcher);
    int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    bool all = fd >= 0 && add_path(fd, config->file);
    for (size_t i = 0; all && config->scenarios[i] != NULL; i++)
        all = add_path(fd, config->scenarios[i]);
    if (all && config->graph_file != NULL)
        all = add_path(fd, config->graph_file);
    if (!all)
        log_write(LEVEL_WARNING,
                  "could not watch every folder: reload by SIGHUP or POST /-/reload", "reason",
                  strerror(errno), NULL);
    if (fd < 0)
        return;
    watcher->watch.fd = fd;
    loop_watch_set(watcher->loop, &watcher->watch, EPOLLIN);
}

void watcher_end(struct watcher *watcher)
{
    if (watcher == NULL)
        return;
    forget(watcher);
    loop_timer_stop(watcher->loop, &watcher->patience);
    free(watcher);
}
