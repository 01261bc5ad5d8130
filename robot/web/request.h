/* SPDX-License-Identifier: Apache-2.0 */
/* request.h - what a handler is given, and what it answers with.
 *
 * Handlers never see the HTTP library: they read a struct request and fill a struct answer, on the
 * connection's own thread, where waiting is allowed. */
#pragma once

#include "base/buffer.h"
#include "base/text.h"
#include "reporters/file/json_out.h"

struct MHD_Connection;
struct arena;
struct json;
struct reader;
struct web;

enum { REQUEST_MOST_CAPTURES = 2, ANSWER_MOST_HEADERS = 6 };

struct request {
    struct web *web;
    struct arena *arena; /* the request's own */
    struct MHD_Connection *connection;
    const char *method, *path;                   /* the path as it was sent: not decoded */
    const char *captures[REQUEST_MOST_CAPTURES]; /* of the route's {}, decoded */
    struct text body;
    struct text session; /* the id of a known session; empty: none */
    bool bearer;         /* came with the right token */
    struct reader *reader;
};

struct answer {
    unsigned status;    /* 200 unless told */
    const char *type;   /* application/json unless told */
    struct buffer body; /* redacted on its way out */
    bool
        clean; /* but not this one: its texts were when they were written, and numbers are none */
    const char *ready; /* instead of the body: text of our own, for ever */
    size_t ready_length;
    const char *etag; /* of `ready`, or of a body that is never another */
    bool dense;       /* compressed already, and nothing to be read in: a picture */
    bool secret;      /* holds a CSRF token: never compressed beside what others choose */
    /* Instead of both: called again and again until false; it may wait a second. */
    bool (*stream)(void *thing, struct buffer *out);
    void *stream_thing;
    struct arena *stream_arena; /* where that lives; ended with the stream */
    struct answer_header {
        const char *name, *value;
    } headers[ANSWER_MOST_HEADERS];
    size_t header_count;
};

typedef void handle_fn(struct request *request, struct answer *answer);

/* NULL when there is none. Parameters are decoded; one that cannot be is as if it was not there. */
const char *request_parameter(const struct request *request, const char *name);
const char *request_header(const struct request *request, const char *name);

/* A number of the query: `fallback` when it is not there or empty. False: it is none, or too small or too
 * large, and answered. */
struct number_parameter {
    const char *name;
    int64_t least, most, fallback;
};
bool request_number(struct request *request, struct answer *answer,
                    const struct number_parameter *wanted, int64_t *ret);

/* The body as a JSON object; NULL: answered with what is wrong. */
const struct json *request_json(struct request *request, struct answer *answer);

/* The store, opened at the first call; NULL: answered with why not. */
struct reader *request_reader(struct request *request, struct answer *answer);

void answer_header(struct answer *answer, const char *name, const char *value);
void answer_text(struct answer *answer, const char *type, const char *text);
struct json_out answer_json(struct answer *answer); /* to be written into */
/* {"error": {"code": ..., "message": ...}} to programs, a page to people. `code` is one word. */
void answer_error(struct request *request, struct answer *answer, unsigned status,
                  const char *code, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
