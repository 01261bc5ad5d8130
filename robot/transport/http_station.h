/* SPDX-License-Identifier: Apache-2.0 */
/* http_station.h - libcurl's multi handle on a loop: what the HTTP runs of one worker share.
 *
 * Connections are not shared: they belong to a run's session (http_session.h). */
#pragma once

#include "loop/loop.h"

#include <curl/curl.h>

struct http_attempt;
struct http_clock;
struct http_socket;
struct offload;
struct trust;

/* Whoever has a transfer on a station: the private pointer of its CURL handle. Embedded. */
struct http_rider {
    void (*ended)(struct http_rider *rider, CURLcode result); /* libcurl says so */
    struct http_clock *clock; /* of its first byte; NULL: nobody asks */
};

struct http_station {
    struct loop *loop;
    CURLM *multi;
    struct trust *trust;
    struct loop_timer timer; /* libcurl's own wishes to be called */
    struct loop_hook hook;
    bool due;                 /* libcurl wishes to be called at once */
    uint64_t actions;         /* times libcurl was given control */
    struct http_socket *idle; /* to be used again */
    struct http_attempt
        *settled; /* ended without libcurl: done is called before the loop sleeps */
    int stamps;   /* see http_clock.c */
};

void *http_station_open(struct loop *loop, struct offload *offload);
void http_station_close(void *station);

/* Gives libcurl a handle that is set up; rider->ended is called once, from the loop. */
void http_station_add(struct http_station *station, CURL *curl, struct http_rider *rider);
/* Lets libcurl begin what was just added, so that a start is when it is said to be. */
void http_station_kick(struct http_station *station);
