/* SPDX-License-Identifier: Apache-2.0 */
/* web.h - the status page, its API, /metrics, /probe and /-/...: libmicrohttpd, a thread per connection.
 *
 * What it shows comes from the store (a reader per request) and from the service by the functions
 * below, which any thread may call. It never sees a plan. */
#pragma once

#include "alert/alert.h"
#include "model/config.h"

struct arena;
struct buffer;
struct graph;
struct layout;
struct web;

/* A monitor as the page lists it. */
struct monitor_view {
    const char *journey, *title, *environment, *owner, *business, *severity, *schedule;
    const char *const *tags;
    const char *const
        *opens;        /* routes its journey opens in browsers, as its file says; NULL: none */
    const char *state; /* alerts_state */
    bool running;
    int64_t next_utc_ns;       /* 0: never */
    const struct record *last; /* NULL: never ran since the start */
};

/* The app's map, and where its modules stand when it is drawn. */
struct map_view {
    const struct graph *graph; /* NULL: there is none */
    const struct layout *layout;
};

struct web_backend {
    void *thing;
    /* In the arena; the order of the files. */
    size_t (*monitors)(void *thing, struct arena *arena, const struct monitor_view **ret);
    /* Held by the arena. */
    struct map_view (*map)(void *thing, struct arena *arena);
    /* The windows of maintenance that the configuration sets, two days back and 14 ahead. */
    size_t (*windows)(void *thing, struct arena *arena, const struct alert_window **ret);
    /* Counts up whenever something shown may have changed; waits up to `wait_ns` for it to be other
     * than `seen`. */
    uint64_t (*version)(void *thing, uint64_t seen, int64_t wait_ns);
    bool (*run_now)(void *thing, const char *journey, const char *environment,
                    struct arena *arena, const char **ret_why);
    bool (*command)(void *thing, const struct alert_command *command, struct arena *arena,
                    const char **ret_why);
    /* The errors of a refused configuration go to `out`. */
    bool (*reload)(void *thing, struct buffer *out);
    bool (*ready)(void *thing, struct buffer *why);
    /* The whole page of /metrics. */
    void (*metrics)(void *thing, bool open_metrics, struct buffer *out);
    /* /probe: runs one now and waits for it. False with *ret_why: no such journey, no place in time. */
    bool (*probe)(void *thing, const char *journey, const char *environment, int64_t timeout_ns,
                  bool open_metrics, struct buffer *out, struct arena *arena,
                  const char **ret_why);
};

struct web_options {
    const struct web_rule *rule;
    const char *store_path;
    const char *location, *version;
    struct web_backend backend;
};

/* NULL with *ret_why: the address is taken, or it is public without token and TLS. */
struct web *web_start(const struct web_options *options, struct arena *arena,
                      const char **ret_why);
/* "http://127.0.0.1:8480": with the port that was given for port 0. */
const char *web_url(const struct web *web);
void web_stop(struct web *web);
