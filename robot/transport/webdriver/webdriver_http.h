/* SPDX-License-Identifier: Apache-2.0 */
/* webdriver_http.h - commands to remote ends over HTTP, on a worker's loop.
 *
 * Each has a deadline of its own. A large answer (a picture) is read in the offload pool. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct json;
struct loop;
struct offload;
struct webdriver_call;
struct webdriver_http;
struct webdriver_reply;

struct webdriver_http *webdriver_http_open(struct loop *loop, struct offload *offload);
/* Calls under way are let go, unanswered; farewells are waited for, a moment. */
void webdriver_http_close(struct webdriver_http *http);

struct webdriver_request {
    const char *method; /* GET POST DELETE */
    const char *url;
    const struct json *body; /* of a POST; NULL: {} */
    int64_t timeout_ns;
};

/* The reply is good during the call only. */
typedef void webdriver_done_fn(void *thing, const struct webdriver_reply *reply);

/* Begins. `done` is called once, from the loop, never from inside; not after webdriver_cancel. What
 * the request points to is needed during the call only. */
struct webdriver_call *webdriver_call(struct webdriver_http *http,
                                      const struct webdriver_request *request,
                                      webdriver_done_fn *done, void *thing);
void webdriver_cancel(struct webdriver_call *call);
/* DELETE: a session is given back. Nobody waits for the answer but the closing of `http`. */
void webdriver_farewell(struct webdriver_http *http, const char *url);
