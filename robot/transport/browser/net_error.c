/* SPDX-License-Identifier: Apache-2.0 */
/* net_error.c - see net_error.h; the names are those of Chromium's net/base/net_error_list.h. */

#include "transport/browser/net_error.h"
#include "base/arena.h"

#include <string.h>

enum { MOST_URL = 200 };

struct row {
    const char *begins; /* of the name, without "net::ERR_" */
    enum phase phase;
    enum reason reason;
    const char *sentence; /* %s: the url */
};

static const struct row rows[] = {
    {"NAME_NOT_RESOLVED", PHASE_DNS, REASON_UNRESOLVED, "the name of %s could not be resolved"},
    {"NAME_RESOLUTION", PHASE_DNS, REASON_UNRESOLVED, "the name of %s could not be resolved"},
    {"CONNECTION_REFUSED", PHASE_CONNECT, REASON_REFUSED, "the connection to %s was refused"},
    {"ADDRESS_", PHASE_CONNECT, REASON_UNREACHABLE, "there is no way to %s"},
    {"INTERNET_DISCONNECTED", PHASE_CONNECT, REASON_UNREACHABLE,
     "there is no network to reach %s"},
    {"CONNECTION_TIMED_OUT", PHASE_CONNECT, REASON_TIMEOUT, "no connection to %s in time"},
    {"TIMED_OUT", PHASE_WAIT, REASON_TIMEOUT, "no answer from %s in time"},
    {"CONNECTION_RESET", PHASE_WAIT, REASON_RESET, "the connection to %s was reset"},
    {"CONNECTION_CLOSED", PHASE_WAIT, REASON_CLOSED,
     "the connection to %s was closed before an answer"},
    {"CONNECTION_ABORTED", PHASE_WAIT, REASON_CLOSED, "the connection to %s was aborted"},
    {"EMPTY_RESPONSE", PHASE_WAIT, REASON_CLOSED, "%s closed the connection without an answer"},
    {"CONTENT_LENGTH_MISMATCH", PHASE_RECEIVE, REASON_CLOSED, "the answer of %s was cut short"},
    {"INCOMPLETE_CHUNKED", PHASE_RECEIVE, REASON_CLOSED, "the answer of %s was cut short"},
    {"CONTENT_DECODING", PHASE_RECEIVE, REASON_PROTOCOL, "the answer of %s cannot be decoded"},
    {"INVALID_", PHASE_RECEIVE, REASON_PROTOCOL, "the answer of %s is malformed"},
    {"RESPONSE_HEADERS", PHASE_RECEIVE, REASON_PROTOCOL, "the answer of %s is malformed"},
    {"HTTP2_", PHASE_RECEIVE, REASON_PROTOCOL, "%s broke the HTTP/2 protocol"},
    {"TOO_MANY_REDIRECTS", PHASE_RECEIVE, REASON_REDIRECT, "%s redirects too many times"},
    {"UNSAFE_REDIRECT", PHASE_RECEIVE, REASON_REDIRECT, "%s redirects to a refused address"},
    {"CERT_", PHASE_TLS, REASON_TLS_VERIFY, "the certificate of %s is not to be trusted"},
    {"SSL_", PHASE_TLS, REASON_TLS, "the TLS handshake with %s failed"},
    {"BAD_SSL", PHASE_TLS, REASON_TLS, "the TLS handshake with %s failed"},
    {"BLOCKED_BY", PHASE_RECEIVE, REASON_PROTOCOL, "the browser refuses to load %s"},
    {"UNSAFE_PORT", PHASE_CONNECT, REASON_REFUSED, "the browser refuses the port of %s"},
};

struct fault net_error_fault(struct arena *arena, struct text error, struct text url)
{
    static const char prefix[] = "net::ERR_";
    struct text name = error;
    const char *to = text_string(arena, text_slice(url, 0, MOST_URL));
    if (text_starts_with(name, text_of(prefix)))
        name = text_slice(name, sizeof prefix - 1, name.length);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (text_starts_with(name, text_of(rows[i].begins)))
            return (struct fault){.phase = rows[i].phase,
                                  .reason = rows[i].reason,
                                  .message =
                                      arena_printf(arena, "%s (%.*s)",
                                                   arena_printf(arena, rows[i].sentence, to),
                                                   TEXT_ARGS(error))};
    return (struct fault){
        .phase = PHASE_WAIT,
        .reason = REASON_PROTOCOL,
        .message = arena_printf(arena, "%s could not be loaded (%.*s)", to, TEXT_ARGS(error))};
}
