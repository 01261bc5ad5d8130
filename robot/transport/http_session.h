/* SPDX-License-Identifier: Apache-2.0 */
/* http_session.h - what one run keeps between its HTTP steps: cookies and connections.
 *
 * Each run has a CURLSH with its own connection cache: without one, 67-79 % of the steps of many
 * runs on one multi handle travelled on another run's connection, even with FRESH_CONNECT and
 * FORBID_REUSE set. With it, none did. */
#pragma once

#include <curl/curl.h>

struct arena;
struct http_transfer;

struct http_session {
    CURLSH *share;
    /* What is being transferred: a run does one thing at a time. TLS callbacks belong to a
     * connection, which may outlive the transfer that opened it; they look here. */
    struct http_transfer *transfer;
};

/* *slot when it is set, else a new one, kept there, that ends with `arena`. */
struct http_session *http_session_of(void **slot, struct arena *arena);
