/* SPDX-License-Identifier: Apache-2.0 */
/* send.h - one request of a wire on its way: an HTTP call, a mail, or a program. For this room only. */
#pragma once

#include "model/wire.h"

#include <curl/curl.h>

struct arena;

/* Between send_begin and send_done; in the arena given. */
struct sending {
    struct arena *arena;
    struct wire_request request;
    CURL *curl; /* NULL: a program */
    struct curl_slist *headers, *recipients;
    size_t read; /* of the body, uploaded so far */
    struct wire_answer answer;
    char *kept; /* the answer's first bytes */
    size_t kept_bytes;
    char error[CURL_ERROR_SIZE];
};

/* A curl handle ready to be performed. `private` is what CURLINFO_PRIVATE gives back. */
void send_begin(struct sending *sending, struct arena *arena,
                const struct wire_request *request, void *private);

/* The transfer has ended with `code`: fills sending->answer; false with *ret_why when no answer came.
 * The URL is never part of the words: it may hold a token. */
bool send_end(struct sending *sending, CURLcode code, const char **ret_why);

/* Frees the handle and its lists. */
void send_done(struct sending *sending);

/* program.c: runs it to its end or its time-out, on this thread. The answer's body is the last of what
 * it wrote to standard error. */
bool program_run(struct arena *arena, const struct wire_request *request,
                 struct wire_answer *ret, const char **ret_why);

/* What the wire says of the answer; when it has no words of its own: an HTTP status, a mail server's
 * code (5xx is for good), a program's exit code (0 or try again). */
enum wire_verdict send_judge(const struct wire *wire, const void *params,
                             enum wire_medium medium, const struct wire_answer *answer,
                             struct arena *arena, const char **ret_why);
