/* SPDX-License-Identifier: Apache-2.0 */
/* backend.h - a second implementation of struct web_backend: answers what it
 * was told to. */
#pragma once

#include "web/web.h"

#include <pthread.h>
#include <stdatomic.h>

struct fake {
    const struct monitor_view *views;
    size_t count;
    struct map_view map;
    const struct alert_window *windows;
    size_t window_count;
    bool ready, reload_fails;
    atomic_uint_fast64_t version;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    /* What was asked for last, in words: "acknowledge incident-1 by li: on it".
   */
    char said[512];
    bool refuses; /* run_now and command */
};

void fake_init(struct fake *fake);
struct web_backend fake_backend(struct fake *fake);
void fake_change(struct fake *fake); /* the version counts up */
