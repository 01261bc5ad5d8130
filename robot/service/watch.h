/* SPDX-License-Identifier: Apache-2.0 */
/* watch.h - notices when a file of the configuration changes: inotify on the folders they are in. */
#pragma once

struct config;
struct loop;
struct watcher;

/* Calls changed(thing) on the loop's thread, once for a burst of changes. */
struct watcher *watcher_new(struct loop *loop, void (*changed)(void *thing), void *thing);
/* The folders of this configuration: its own, and those of scenarios, at any depth. */
void watcher_set(struct watcher *watcher, const struct config *config);
void watcher_end(struct watcher *watcher);
