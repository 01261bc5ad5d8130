/* SPDX-License-Identifier: Apache-2.0 */
/* http_clock.h - when the parts of one exchange happened, as honestly as it can be told.
 *
 * libcurl's own timers say when the loop got round to noticing: with assertions evaluated on the
 * same thread and 200 journeys at once they were 69-351 ms wrong at the 99th percentile. The kernel
 * stamps every packet as it arrives; taking the answer's moments from there measured 39-62 us. What
 * cannot be had from the kernel carries its uncertainty: how long the loop was away meanwhile. */
#pragma once

#include "base/phase.h"

#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>

struct loop;
struct timing;

struct http_clock {
    struct loop *loop;
    int64_t started_ns;   /* 0: not begun */
    int64_t handshake_ns; /* the TLS handshake began */
    int64_t request_ns;   /* connected, about to write the request */
    int64_t sent_ns;      /* the request written; 0: at once, at request_ns */
    int64_t first_ns;     /* the answer's first byte arrived */
    int64_t looked_ns;    /* nothing of the answer had arrived then */
    int64_t last_ns;      /* the last bytes seen so far arrived */
    int64_t ended_ns;
    int fd;                   /* where bytes arrived last */
    int64_t uncertain_ns;     /* of all up to first_ns */
    int64_t end_uncertain_ns; /* of last_ns */
    uint64_t request_action;  /* the station's count of actions at request_ns */
    bool answering;           /* a header was read: first_ns stands */
    bool writing;             /* libcurl waits for room to write */
    bool secure, multiplexed; /* TLS; HTTP/2 */
    bool reused;              /* no dns, connect and tls */
    bool reset;               /* the peer reset the connection */
};

void http_clock_start(struct http_clock *clock, struct loop *loop, bool secure);
/* Just before the TLS handshake: libcurl tells when it was connected only once that went well. */
void http_clock_handshake(struct http_clock *clock);
/* Just before the request is written. */
void http_clock_request(struct http_clock *clock, uint64_t action, bool multiplexed);
/* libcurl's interest in a descriptor changed: with or without room to write. */
void http_clock_writing(struct http_clock *clock, bool writing, uint64_t action);
/* A descriptor became readable; libcurl will read soon. `broken`: it has an error, too. */
void http_clock_noticed(struct http_clock *clock, int fd, bool broken);
/* A descriptor is readable; libcurl will read now. `broken`: it has an error, too. */
void http_clock_arrived(struct http_clock *clock, int fd, bool broken);
/* What arrived before now was not the answer: a session ticket of TLS 1.3. */
void http_clock_not_yet(struct http_clock *clock);
/* The first header was read. */
void http_clock_answering(struct http_clock *clock);
/* The exchange is over; `whole`: with the answer's last byte. Fills *ret_time; its phases sum to its
 * total. Returns the phase it ended in: receive when all went well. */
enum phase http_clock_stop(struct http_clock *clock, CURL *curl, bool whole,
                           struct timing *ret_time);

/* Asks for the kernel's receive stamps on a new socket. */
void http_clock_stamp(int fd);
/* The kernel switches stamping on with the first socket that wants it and off with the last, and
 * takes its time to do so. A descriptor held open keeps it on. */
int http_clock_keep_stamping(void);
void http_clock_stop_stamping(int keeper);
