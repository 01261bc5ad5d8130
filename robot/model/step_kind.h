/* SPDX-License-Identifier: Apache-2.0 */
/* step_kind.h - the shape of a way to act: http, tls, tcp, dns, wait, include; browser later.
 *
 * To add one: write robot/transport/NAME.c defining `const struct step_kind step_kind_NAME`, and
 * add its line to robot/transport/registry.c. */
#pragma once

#include "model/observation.h"

#include <stdbool.h>

struct arena;
struct attempt;
struct environment;
struct field_table;
struct journey;
struct limits;
struct loop;
struct node;
struct offload;
struct reading;
struct scope;
struct step;

/* One try of one step, from start until done is called or cancel returns. Made by the run; the
 * transport fills *saw, in `arena`. */
struct attempt {
    struct arena *arena; /* owns the observation and all it points to */
    struct observation *saw;
    const struct journey *journey;
    const struct step *step;
    const void *params;  /* the kind's struct, templates in it */
    struct scope *scope; /* to evaluate them */
    const char *run_id;
    const char *trace_id,
        *span_id;        /* W3C trace context, 32 and 16 hex digits; the span is the step */
    int64_t deadline_ns; /* monotonic; the run cancels then, a transport may sooner */
    void *station;       /* what the kind's open returned on this worker */
    void **
        session; /* the run's own state of this kind (cookie jar, connections): NULL at first */
    struct arena
        *session_arena; /* the session lives here, ends here by arena_defer, on this thread */
    void *prepared;     /* what prepare has made of the params */
    void *progress;     /* the transport's own, for this attempt */
    /* Set by the transport: what the run had with it is lost by the robot's own fault (its browser
     * died). The run begins anew, once. */
    bool lost;

    /* The transport calls this once, never from inside start, when *saw is complete. */
    void (*done)(struct attempt *attempt);
    void *owner; /* the run; the transport does not look */
};

struct transport {
    /* Opens what the runs of one worker thread share (curl multi); NULL when nothing is. */
    void *(*open)(struct loop *loop, struct offload *offload);
    void (*close)(void *station);
    /* Fills in the templates. On the loop, or for a step with heavy calls on a thread of the offload
     * pool while the run is parked: so it touches nothing but the attempt's arena, scope, *saw (a
     * fault, which start then settles) and `prepared`. NULL: start does it, always on the loop. */
    void (*prepare)(struct attempt *attempt);
    /* Begins. Every wait inside has a deadline no later than attempt->deadline_ns. */
    void (*start)(struct attempt *attempt);
    /* Ends it at once, completing *saw with what is known so far (the phase it was in). After it
     * returns done is not called. */
    void (*cancel)(struct attempt *attempt);
};

struct step_kind {
    const char *name;
    const char *text;                 /* one sentence */
    const struct field_table *fields; /* keys under the kind's own key; NULL: not built in */
    const struct transport
        *transport;     /* NULL: the plan deals with it (include), or not built in */
    const char *absent; /* why it is not built in, for the error; NULL when it is */
    /* What one key cannot say alone ("json and body exclude each other"). May be NULL. */
    void (*check)(struct reading *reading, const struct node *at, void *params);
};

extern const struct step_kind *const step_kinds[]; /* sorted by name, NULL-terminated */
