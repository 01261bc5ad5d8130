/* SPDX-License-Identifier: Apache-2.0 */
/* failure.c - libcurl's codes into phase, reason and a sentence.
 *
 * The phase is the one the transfer was in; a row says otherwise only where the code knows better.
 * Rows with an errno come before those without. */

#include "transport/failure.h"
#include "base/arena.h"

#include <errno.h>
#include <string.h>

enum { ANY_ERRNO = 0, ANY_PHASE = -1 };

struct row {
    CURLcode code;
    long os_error; /* ANY_ERRNO, or the row is for this one only */
    int phase;     /* ANY_PHASE, or the row is for this one only */
    enum reason reason;
    const char *sentence; /* %s is HOST:PORT */
};

static const struct row rows[] = {
    {CURLE_COULDNT_CONNECT, EADDRNOTAVAIL, ANY_PHASE, REASON_ROBOT,
     "no local port left to connect to %s"},
    {CURLE_SSL_CACERT_BADFILE, ANY_ERRNO, ANY_PHASE, REASON_ROBOT,
     "the CA file for %s holds no certificate"},
    {CURLE_SSL_CERTPROBLEM, ANY_ERRNO, ANY_PHASE, REASON_ROBOT,
     "the client certificate for %s could not be used"},
    {CURLE_COULDNT_RESOLVE_HOST, ANY_ERRNO, ANY_PHASE, REASON_UNRESOLVED,
     "could not resolve the name of %s"},
    {CURLE_COULDNT_CONNECT, ECONNREFUSED, ANY_PHASE, REASON_REFUSED,
     "%s refused the connection"},
    {CURLE_COULDNT_CONNECT, ECONNRESET, ANY_PHASE, REASON_RESET,
     "%s reset the connection while it was made"},
    {CURLE_COULDNT_CONNECT, EHOSTUNREACH, ANY_PHASE, REASON_UNREACHABLE,
     "no route to the host %s"},
    {CURLE_COULDNT_CONNECT, ENETUNREACH, ANY_PHASE, REASON_UNREACHABLE,
     "no route to the network of %s"},
    {CURLE_COULDNT_CONNECT, ETIMEDOUT, ANY_PHASE, REASON_TIMEOUT,
     "%s did not accept the connection"},
    {CURLE_COULDNT_CONNECT, ANY_ERRNO, ANY_PHASE, REASON_UNREACHABLE,
     "could not connect to %s"},
    {CURLE_OPERATION_TIMEDOUT, ANY_ERRNO, ANY_PHASE, REASON_TIMEOUT, "%s took too long"},
    {CURLE_PEER_FAILED_VERIFICATION, ANY_ERRNO, ANY_PHASE, REASON_TLS_VERIFY,
     "the certificate of %s is not to be trusted"},
    {CURLE_SSL_CONNECT_ERROR, ECONNRESET, ANY_PHASE, REASON_RESET,
     "%s reset the connection during the TLS handshake"},
    {CURLE_SSL_CONNECT_ERROR, ANY_ERRNO, ANY_PHASE, REASON_TLS,
     "the TLS handshake with %s failed"},
    {CURLE_SSL_CIPHER, ANY_ERRNO, ANY_PHASE, REASON_TLS, "no TLS cipher in common with %s"},
    {CURLE_SEND_ERROR, ANY_ERRNO, ANY_PHASE, REASON_RESET,
     "%s broke the connection while the request was sent"},
    {CURLE_SEND_FAIL_REWIND, ANY_ERRNO, ANY_PHASE, REASON_RESET,
     "%s broke the connection while the request was sent"},
    {CURLE_GOT_NOTHING, ANY_ERRNO, ANY_PHASE, REASON_CLOSED,
     "%s closed the connection without a whole answer"},
    {CURLE_PARTIAL_FILE, ANY_ERRNO, ANY_PHASE, REASON_CLOSED,
     "%s closed the connection before the body was whole"},
    {CURLE_RECV_ERROR, ECONNRESET, ANY_PHASE, REASON_RESET, "%s reset the connection"},
    {CURLE_RECV_ERROR, ANY_ERRNO, PHASE_WAIT, REASON_CLOSED,
     "%s broke the connection before it answered"},
    {CURLE_RECV_ERROR, ANY_ERRNO, PHASE_RECEIVE, REASON_PROTOCOL,
     "the answer of %s is malformed or was cut off"},
    {CURLE_BAD_CONTENT_ENCODING, ANY_ERRNO, ANY_PHASE, REASON_PROTOCOL,
     "the body of %s is not compressed as its header says"},
    {CURLE_WRITE_ERROR, ANY_ERRNO, ANY_PHASE, REASON_PROTOCOL,
     "the body of %s could not be decoded"},
    {CURLE_UNSUPPORTED_PROTOCOL, ANY_ERRNO, ANY_PHASE, REASON_PROTOCOL,
     "%s did not answer in HTTP"},
    {CURLE_WEIRD_SERVER_REPLY, ANY_ERRNO, ANY_PHASE, REASON_PROTOCOL,
     "%s did not answer in HTTP"},
    {CURLE_HTTP2, ANY_ERRNO, ANY_PHASE, REASON_PROTOCOL, "%s broke the rules of HTTP/2"},
    {CURLE_HTTP2_STREAM, ANY_ERRNO, ANY_PHASE, REASON_RESET, "%s reset the HTTP/2 stream"},
    /* A header line over libcurl's own 100 KB is told as this in 7.88. */
    {CURLE_OUT_OF_MEMORY, ANY_ERRNO, PHASE_RECEIVE, REASON_LIMIT,
     "a header of %s is over 100 KB"},
    {CURLE_OUT_OF_MEMORY, ANY_ERRNO, PHASE_WAIT, REASON_LIMIT, "a header of %s is over 100 KB"},
};

static const struct row *find(const struct failure *failure)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (rows[i].code == failure->code &&
            (rows[i].os_error == ANY_ERRNO || rows[i].os_error == failure->os_error) &&
            (rows[i].phase == ANY_PHASE || rows[i].phase == (int)failure->phase))
            return &rows[i];
    return NULL;
}

static struct fault tell(struct arena *arena, const struct failure *failure, enum phase phase,
                         enum reason reason, const char *message)
{
    return (struct fault){
        .phase = phase,
        .reason = reason,
        .message = message,
        .detail = failure->said[0] != '\0' ? arena_strdup(arena, failure->said) : NULL,
    };
}

/* Some failures reach us without an errno, others wrapped in a TLS error's words. */
static bool was_reset(const struct failure *failure)
{
    return failure->reset || strstr(failure->said, "Connection reset by peer") != NULL;
}

static bool was_cut_off(const struct failure *failure)
{
    return failure->code == CURLE_RECV_ERROR && strstr(failure->said, "unexpected eof") != NULL;
}

struct fault failure_fault(struct arena *arena, const struct failure *failure)
{
    struct failure known = *failure;
    if (known.socket_error != 0)
        return tell(arena, failure, PHASE_ROBOT, REASON_ROBOT,
                    arena_printf(arena, "no socket to connect to %s: %s", known.host,
                                 strerror(known.socket_error)));
    if (known.limit != NULL)
        return tell(arena, failure, PHASE_RECEIVE, REASON_LIMIT, known.limit);
    if (known.verify_error != NULL)
        return tell(arena, failure, PHASE_TLS, REASON_TLS_VERIFY,
                    arena_printf(arena, "the certificate of %s is not to be trusted: %s",
                                 known.host, known.verify_error));
    if (was_reset(failure))
        known.os_error = ECONNRESET;
    if (was_reset(failure) && known.code == CURLE_GOT_NOTHING)
        known.code = CURLE_RECV_ERROR;
    if (was_cut_off(failure))
        known.code = known.phase == PHASE_WAIT ? CURLE_GOT_NOTHING : CURLE_PARTIAL_FILE;
    const struct row *row = find(&known);
    if (row != NULL)
        return tell(arena, failure, row->reason == REASON_ROBOT ? PHASE_ROBOT : known.phase,
                    row->reason, arena_printf(arena, row->sentence, known.host));
    return tell(arena, failure, PHASE_ROBOT, REASON_ROBOT,
                arena_printf(arena, "the request to %s could not be made: %s", known.host,
                             curl_easy_strerror(known.code)));
}

struct fault failure_stopped(struct arena *arena, enum phase phase, enum reason reason,
                             const char *host)
{
    static const char *const doing[PHASE_COUNT] = {
        [PHASE_DNS] = "while the name of %s was resolved",
        [PHASE_CONNECT] = "while connecting to %s",
        [PHASE_TLS] = "during the TLS handshake with %s",
        [PHASE_SEND] = "while the request to %s was sent",
        [PHASE_WAIT] = "before %s began to answer",
        [PHASE_RECEIVE] = "before the answer of %s was whole",
        [PHASE_ACT] = "",
        [PHASE_JUDGE] = "",
        [PHASE_ROBOT] = "before the request to %s began",
    };
    const char *where = arena_printf(arena, doing[phase], host);
    return (struct fault){
        .phase = phase,
        .reason = reason,
        .message = arena_printf(arena, "%s %s",
                                reason == REASON_TIMEOUT ? "time was up" : "cancelled", where),
    };
}
