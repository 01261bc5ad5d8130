/* SPDX-License-Identifier: Apache-2.0 */
/* ask.h - a really started page on a free port, and questions to it over a
 * socket. */
#pragma once

#include "tests/shared/backend.h"

struct asked {
    struct arena *arena;
    struct fake fake;
    struct web_rule rule;
    struct web *web;
    const char *why; /* the start's, when web is NULL */
};

/* `rule` may leave listen NULL: 127.0.0.1:0. */
void asked_start(struct asked *asked, const struct web_rule *rule, const char *store_path);
void asked_stop(struct asked *asked);

/* A certificate and its key for localhost, in `folder`, as a person would make them. */
void make_certificate(struct arena *arena, const char *folder, struct web_rule *rule);

struct said_back {
    int status;
    const char *headers, *body;
    double seconds;
};

/* libcurl; `headers`: lines, NULL-terminated, or NULL. The path goes out as it
 * is. */
struct said_back ask(struct asked *asked, const char *method, const char *path,
                     const char *const *headers, const char *body);
struct said_back get(struct asked *asked, const char *path);

/* The value of a header in an answer; NULL: it has none. */
const char *header_of(struct asked *asked, const struct said_back *said, const char *name);

/* Bytes as they are over a plain socket; what comes back until the end, or
 * `most_ms`. */
const char *ask_raw(struct asked *asked, const char *bytes, int most_ms);
