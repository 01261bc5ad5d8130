/* SPDX-License-Identifier: Apache-2.0 */
/* service.h - `xunjian serve`: rounds by schedule until told to stop.
 *
 * Threads: the caller's runs the main loop (schedule, reload, signals); the crew's run journeys; the
 * store's keeps and judges; deliver's sends; the page's answer. They meet only by messages, and on
 * the board. */
#pragma once

#include <stddef.h>

struct arena;
struct buffer;
struct vocabulary;

struct service_options {
    const struct vocabulary *vocabulary;
    const char *config_path;
    const char *version;
    /* Called once all is up, on the main thread: the page's address (NULL: none), how many monitors. */
    void (*started)(const char *url, size_t monitors);
};

enum service_end {
    SERVICE_STOPPED = 0,  /* by SIGTERM or SIGINT, drained */
    SERVICE_WRONG_CONFIG, /* the errors are in `errors` */
    SERVICE_FAILED,       /* the store or the page would not start: why is in `errors` */
};

/* Returns when it was told to stop. SIGHUP reloads. */
enum service_end service_run(const struct service_options *options, struct buffer *errors);
