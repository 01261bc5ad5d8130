/* SPDX-License-Identifier: Apache-2.0 */
/* network.h - one request of a visit. For network.c and who reads its list. */
#pragma once

#include "model/observation.h"

struct arena;
struct cdp_message;
struct json;
struct session;
struct talk;
struct visit;

struct request {
    struct visit *visit;
    const char *id, *kind; /* Chromium's: "Document", "XHR" ... */
    struct exchange saw;
    int64_t headers_ns; /* when the answer's head came; 0: not yet */
    int raw_headers;    /* those of the wire were told, cookies among them */
    bool document;      /* of a window itself, not of a frame in it */
    bool wants_body, cached, ended;
    bool carried; /* of an attempt before this one: told by that */
    bool counted; /* among those waited for: streams and beacons never end, or nobody cares */
    uint64_t document_number; /* it began in: those of documents gone are not waited for */
    struct talk *talk;        /* of a WebSocket; NULL: it is none */
    struct request *next;
};

/* For network.c and websocket.c. A new request of the attempt, known by its id. */
struct request *network_new(struct visit *visit, struct text id, const char *kind);
bool network_has_room(const struct visit *visit);
struct request *network_find(struct visit *visit, const struct cdp_message *message);
void network_headers(struct arena *arena, const struct json *from, struct headers *to);

/* websocket.c: what Chromium tells of WebSockets. */
void websocket_event(struct session *session, const struct cdp_message *message);
/* An attempt begins: one that is open still goes on in it. */
void websocket_carry(struct visit *visit, const struct request *from);
/* Is it a WebSocket of which this attempt has nothing to tell? */
bool websocket_is_silent(const struct request *request);
/* What went over it so far. */
const struct socket_talk *websocket_collect(const struct request *request);
