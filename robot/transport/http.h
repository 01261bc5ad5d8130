/* SPDX-License-Identifier: Apache-2.0 */
/* http.h - what an `http:` step says: the keys as read, templates in them.
 *
 * Immutable, in the plan; shared by all runs. */
#pragma once

#include "base/diag.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct step_kind;
struct template;
struct tree;

/* NAME: TEMPLATE, in the order written. */
struct http_pair {
    const char *name;
    struct place at; /* of the name */
    const struct template *value;
};

struct http_pairs {
    const struct http_pair *items;
    size_t count;
};

/* One part of a multipart body: its content is a value or a file. */
struct http_part {
    const struct template *name;
    const struct template *value, *file;
    const struct template *filename; /* NULL: the last part of the file's path */
    const struct template *type;     /* NULL: none for a value, application/octet-stream */
};

struct http_basic {
    const struct template *user, *password;
};

enum http_version { HTTP_VERSION_ANY = 0, HTTP_VERSION_1, HTTP_VERSION_2 };

struct http_request {
    struct place at;
    const char *method; /* NULL: GET, or POST when there is a body */
    const struct template *url;
    struct place url_at;
    struct http_pairs headers, query, cookies;
    /* At most one of these is the body. */
    const struct tree *json;
    struct http_pairs form;
    const struct http_part *parts;
    size_t part_count;
    const struct template *body, *file;
    const struct http_basic *basic; /* or NULL */
    bool follow;
    int64_t redirects; /* at most so many; the journey's limit counts, too */
    enum http_version version;
    bool compressed;            /* ask for, and undo, compression */
    int64_t connect_timeout_ns; /* dns, connect and tls together; 0: the step's time-out only */
};

extern const struct step_kind step_kind_http;
