/* SPDX-License-Identifier: Apache-2.0 */
/* inside.h - what the files of this room share: the running page's server. */
#pragma once

#include "base/buffer.h"
#include "web/listen.h"
#include "web/sessions.h"
#include "web/throttle.h"
#include "web/web.h"

#include <stdatomic.h>

struct MHD_Daemon;
struct connections;

struct web {
    struct arena *arena;
    struct web_backend backend;
    /* Copies: a reload replaces the configuration they came from. */
    const char *token_hash; /* NULL: no token asked for */
    const char *const *hosts;
    const char *store_path, *location, *version;
    const char *certificate, *key; /* PEM; NULL: no TLS */
    size_t request_bytes, connection_count;
    struct listening listening;
    const char *url, *cookie; /* the cookie's name */
    int64_t started_utc_ns;
    struct MHD_Daemon *daemon;
    struct connections *connections;
    struct sessions sessions;
    struct throttle throttle;
    struct web_overview {
        pthread_mutex_t lock;
        struct buffer body;
        int64_t made_ns; /* 0: never */
    } overview;
    atomic_bool stopping;
    atomic_size_t streams;
};
