/* SPDX-License-Identifier: Apache-2.0 */
/* network.h - one request of a visit. For network.c and who reads its list. */
#pragma once

#include "model/observation.h"

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
    struct request *next;
};
