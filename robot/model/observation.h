/* SPDX-License-Identifier: Apache-2.0 */
/* observation.h - what one attempt of one step saw. Facts, never opinions.
 *
 * Filled by one transport on one loop; immutable once the attempt has ended, and then readable by
 * any thread. Everything lives in the attempt's arena. */
#pragma once

#include "base/fault.h"
#include "base/text.h"

#include <stdint.h>

enum { NETWORK_PHASES = PHASE_RECEIVE + 1 };

/* Durations in ns, -1 where the phase did not happen (no TLS on http://, reused connection). */
struct timing {
    int64_t phase_ns[NETWORK_PHASES];
    int64_t first_byte_ns; /* from the start to the first byte of the answer */
    int64_t total_ns;
    /* How far off any of these may be: how long the loop was away while the transfer was in
     * flight and no kernel timestamp covers it. */
    int64_t uncertainty_ns;
};

struct header {
    struct text name, value;
};

struct headers {
    struct header *items;
    size_t count;
};

/* One certificate of the chain the peer presented, leaf first; kept when verification fails. */
struct certificate {
    const char *subject, *issuer; /* RFC 2253 */
    const char *serial;           /* hex */
    const char *sha256;           /* fingerprint, hex */
    const char *key;              /* "RSA 2048", "EC P-256" */
    const char *signature;        /* "sha256WithRSAEncryption" */
    const char *const *names;     /* subjectAltName: DNS and IP, name_count of them */
    size_t name_count;
    int64_t not_before_utc_ns, not_after_utc_ns;
};

/* What went over a WebSocket (RFC 6455) in this attempt. */
struct socket_message {
    bool sent; /* by the page; else it received it */
    bool binary;
    struct text data; /* as much of it as is kept */
    int64_t bytes;
    int64_t at_ns; /* monotonic */
};
struct socket_talk {
    const struct socket_message *messages; /* the first ones, in order */
    size_t count;
    int64_t sent, received; /* messages, those that are not kept, too */
    int64_t sent_bytes, received_bytes;
    bool continued; /* it was opened in an earlier step: no request of this one */
};

/* One request and its answer. A redirect makes another one. tls, tcp and dns steps fill what they
 * have: status stays 0. */
struct exchange {
    int64_t started_utc_ns;
    int64_t started_ns; /* monotonic */
    const char *method; /* NULL when nothing was requested (tcp, tls, dns) */
    struct text url;
    struct headers request_headers;
    struct text request_body;

    int status;             /* 0 when no status line came */
    const char *protocol;   /* "HTTP/1.1" "HTTP/2"; NULL before an answer */
    struct headers headers; /* of the answer, as received, in order */
    struct text body;       /* decoded, up to the limit */
    int64_t body_bytes;     /* decoded bytes received */
    int64_t wire_bytes;     /* body bytes as they came over the wire */
    int64_t header_bytes;
    int64_t sent_bytes;       /* request headers and body */
    struct text redirect_url; /* absolute target, when the answer redirects */

    const char *remote_address; /* NULL before a connection */
    int remote_port;
    bool reused; /* on a connection an earlier exchange of this run opened */
    const char *tls_version, *tls_cipher;
    const struct certificate *certificates;
    size_t certificate_count;
    const char *tls_verify_error; /* NULL when verified or not asked to */

    /* A browser's: "Document" "Frame" "Stylesheet" "Script" "Image" "Font" "XHR" "Fetch" ...;
     * NULL elsewhere. */
    const char *resource;
    bool pending;                     /* a browser's: still under way when the step ended */
    const struct socket_talk *socket; /* of a "WebSocket"; NULL: it is none */

    struct timing time;
    struct fault fault;
};

struct observation {
    const char *kind; /* the step kind's name */
    int64_t started_utc_ns, started_ns;
    struct exchange *exchanges; /* in order; the last one is the answer */
    size_t exchange_count;
    const char *const *addresses; /* dns: what the name resolved to */
    size_t address_count;
    const struct page_sight *page; /* a browser's; NULL for other kinds */
    struct timing time;            /* of the whole attempt: sums over the exchanges */
    struct fault fault;            /* reason none when the exchange went through */
};

/* The last exchange; of a browser's, the one its page came by. NULL when there is none. */
const struct exchange *observation_answer(const struct observation *saw);
/* The first header of that name (ASCII case ignored), NULL when there is none. */
const struct header *headers_find(const struct headers *headers, const char *name);
/* Every phase "did not happen". */
struct timing timing_none(void);
/* Adds an exchange's phases to a whole. */
void timing_add(struct timing *sum, const struct timing *part);
