/* SPDX-License-Identifier: Apache-2.0 */
/* http_transfer.h - one request on its way and the answer to it: one exchange. */
#pragma once

#include "base/buffer.h"
#include "base/fault.h"
#include "transport/http_clock.h"
#include "transport/http_station.h"

#include <curl/curl.h>

struct attempt;
struct exchange;
struct http_message;
struct http_session;
struct host_rule;

struct http_transfer {
    struct http_rider rider; /* first; the transfer's own */
    struct http_station *station;
    struct http_session *session;
    struct attempt *attempt;
    const struct http_message *message;
    const struct host_rule *rule;                  /* of the host asked, or NULL */
    struct exchange *saw;                          /* in the attempt's arena */
    void (*ended)(struct http_transfer *transfer); /* called once, with *saw complete */
    CURL *curl;                                    /* NULL: not under way */
    struct http_clock clock;
    struct buffer body;
    size_t header_size; /* room in saw->headers */
    bool tailing;       /* its latest bytes are kept: see http_answer_is_cut */
    unsigned char tail[4];
    bool head_whole;     /* the empty line after the last header was seen */
    const char *crossed; /* which limit was, in words */
    int socket_error;    /* why this machine gave no socket */
    char error[CURL_ERROR_SIZE];
};

/* Begins; station to ended must be set, the rest zero. Called again for the next exchange. */
void http_transfer_start(struct http_transfer *transfer);
/* Ends it now, for this reason, in the phase it is in. *saw is complete; ended is not called. */
void http_transfer_stop(struct http_transfer *transfer, enum reason reason);
