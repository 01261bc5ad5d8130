/* SPDX-License-Identifier: Apache-2.0 */
/* probe.h - the way to a peer that tcp and tls steps share: an address read, a name resolved, a
 * connection made, each phase timed; and the end of an attempt, however it ends. */
#pragma once

#include "base/phase.h"
#include "loop/loop.h"
#include "model/observation.h"

#include <netdb.h>
#include <stdbool.h>

struct attempt;
struct offload;
struct resolve;
struct template;
struct trust;

/* What the probes of one worker share. */
struct probe_station {
    struct loop *loop;
    struct offload *offload;
    struct trust *trust; /* NULL until a TLS step needs it */
};

void *probe_station_open(struct loop *loop, struct offload *offload);
void probe_station_close(void *station);

struct probe {
    struct attempt *attempt;
    struct probe_station *station;
    void (*connected)(struct probe *probe); /* fd is connected; its watch is `watch` */
    void (*release)(struct probe *probe);   /* frees the probe and what is around it */
    struct exchange saw;
    const char *host; /* as written in the step */
    int port;
    const char *to;   /* "HOST:PORT", for messages */
    enum phase phase; /* under way */
    int64_t phase_ns; /* when it began */
    int fd;           /* -1: none */
    struct loop_watch watch;
    struct loop_timer timer;
    struct resolve *resolve; /* under way, or what was found */
    struct addrinfo *next;   /* addresses not yet tried */
    bool resolving;
    bool ended;
};

/* Begins: evaluates `address` ("HOST:PORT"; `port` when there is none, 0: it must be there) and goes
 * on to connected, or ends. `scheme` is for the exchange's url. */
void probe_start(struct probe *probe, struct attempt *attempt, const char *scheme,
                 const struct template *address, int port);

/* Ends at once with a fault: the step could not be evaluated. */
void probe_refuse(struct probe *probe, struct attempt *attempt, const struct fault *fault);

/* The phase under way is over, the next one begins. */
void probe_enter(struct probe *probe, enum phase next);

/* The first byte of an answer came: the wait is over. */
void probe_answered(struct probe *probe);

/* All is over: the observation is completed and done called, soon and not from within. A reason
 * other than none is a fault, in the phase under way. */
void probe_end(struct probe *probe, enum reason reason, const char *message);

/* The same, when it is the robot's own side that lacks something. */
void probe_fail_robot(struct probe *probe, const char *message);

/* A transport's cancel. */
void probe_cancel(struct attempt *attempt);
