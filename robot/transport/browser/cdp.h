/* SPDX-License-Identifier: Apache-2.0 */
/* cdp.h - a conversation with a browser over its debugging pipe: calls, answers, events.
 *
 * One browser, one connection, on one loop. Calls are written at once and answered in any order;
 * events go to whoever listens to their session. A message larger than LIGHT bytes is read in the
 * offload pool, and what comes after it waits, so that the order stays. */
#pragma once

#include "base/text.h"

#include <stdbool.h>

struct arena;
struct cdp;
struct cdp_message;
struct json;
struct loop;
struct offload;

/* An answer. Good during the callback only: copy what is kept. */
struct cdp_reply {
    const struct json *result; /* NULL when it failed */
    const char *error;         /* the browser's words; NULL when it did not */
    bool gone;                 /* the connection ended before an answer came */
};

typedef void cdp_done_fn(void *thing, const struct cdp_reply *reply);

/* Whoever listens to the events of one session. Embedded in its owner. */
struct cdp_session {
    const char *id; /* "": the browser itself */
    void (*event)(void *thing, const struct cdp_message *message);
    void *thing;
    struct cdp_session *next;
};

/* Takes both descriptors. `ended` is called once, when the browser hung up, from the loop and never
 * from inside a call; not after cdp_end. */
struct cdp *cdp_new(struct loop *loop, struct offload *offload, int write_fd, int read_fd,
                    void (*ended)(void *thing), void *thing);
/* Closes. Pending calls are answered `gone` first. */
void cdp_end(struct cdp *cdp);

/* `params` may be NULL. `done` may be NULL: nobody asks. It is never called from inside cdp_call. */
void cdp_call(struct cdp *cdp, const char *session, const char *method,
              const struct json *params, cdp_done_fn *done, void *thing);
/* What was asked with this `thing` need not be answered any more. */
void cdp_forget(struct cdp *cdp, const void *thing);

void cdp_listen(struct cdp *cdp, struct cdp_session *session);
void cdp_deafen(struct cdp *cdp, struct cdp_session *session);

/* {"name": value, ...}: pairs of const char * and const struct json *, then NULL. A NULL value is
 * left out. */
const struct json *cdp_object(struct arena *arena, ...) __attribute__((sentinel));
const struct json *cdp_number(struct arena *arena, double number);
