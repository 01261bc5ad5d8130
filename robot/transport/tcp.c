/* SPDX-License-Identifier: Apache-2.0 */
/* tcp.c - can a port be reached; and, when asked, does it say what it should.
 *
 * For what stands beside an app and does not speak HTTP: a gateway's SMPP port, a cache, a
 * database's listener. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "document/field.h"
#include "model/step_kind.h"
#include "plan/template.h"
#include "transport/probe.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>

struct tcp {
    const struct template *address, *send, *expect;
    int64_t bytes;
};

struct talking {
    struct probe probe;
    struct text send, expect;
    size_t sent;
    struct buffer received;
};

static const struct field fields[] = {
    {.name = "address",
     .type = FIELD_TEMPLATE,
     .at = offsetof(struct tcp, address),
     .required = true,
     .text = "HOST:PORT to connect to"},
    {.name = "send",
     .type = FIELD_TEMPLATE,
     .at = offsetof(struct tcp, send),
     .text = "text to send once connected"},
    {.name = "expect",
     .type = FIELD_TEMPLATE,
     .at = offsetof(struct tcp, expect),
     .text = "text to wait for; what came until then is the body"},
    {.name = "bytes",
     .type = FIELD_SIZE,
     .at = offsetof(struct tcp, bytes),
     .least = 1,
     .most = 1 << 20,
     .fallback = "4KB",
     .text = "the expected text must come within so many bytes"},
    {0},
};

static const struct field_table table = {
    .name = "tcp",
    .text = "connects to a port",
    .size = sizeof(struct tcp),
    .fields = fields,
    .shorthand = "address",
};

static void release(struct probe *probe)
{
    struct talking *talking = (struct talking *)probe; /* its first member */
    buffer_done(&talking->received);
    free(talking);
}

static void finish(struct talking *talking, enum reason reason, const char *sentence)
{
    struct probe *probe = &talking->probe;
    struct arena *arena = probe->attempt->arena;
    probe->saw.body = text_copy(arena, buffer_text(&talking->received));
    probe->saw.body_bytes = probe->saw.wire_bytes = (int64_t)talking->received.length;
    probe_end(probe, reason,
              sentence != NULL ? arena_printf(arena, sentence, probe->to) : NULL);
}

static void broken(struct talking *talking, int error)
{
    if (error == ECONNRESET || error == EPIPE)
        finish(talking, REASON_RESET, "%s reset the connection");
    else
        finish(talking, REASON_CLOSED, "the connection to %s broke");
}

static void receive(struct talking *talking)
{
    char chunk[4096];
    size_t room = talking->received.most - talking->received.length;
    ssize_t got = recv(talking->probe.fd, chunk, room < sizeof chunk ? room : sizeof chunk, 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got < 0) {
        broken(talking, errno);
        return;
    }
    if (got == 0) {
        finish(talking, REASON_CLOSED,
               "%s closed the connection before it said what was expected");
        return;
    }
    if (talking->probe.phase == PHASE_WAIT)
        probe_answered(&talking->probe);
    buffer_add(&talking->received, chunk, (size_t)got);
    if (text_find(buffer_text(&talking->received), talking->expect, 0) >= 0)
        finish(talking, REASON_NONE, NULL);
    else if (talking->received.length == talking->received.most)
        finish(talking, REASON_PROTOCOL, "%s said something else than what was expected");
}

static void next_word(struct talking *talking);

static void ready(void *thing, uint32_t events)
{
    (void)events;
    struct talking *talking = thing;
    if (talking->sent < talking->send.length)
        next_word(talking);
    else
        receive(talking);
}

/* Sends what is left to send, then listens. */
static void next_word(struct talking *talking)
{
    struct probe *probe = &talking->probe;
    struct text left = text_slice(talking->send, talking->sent, talking->send.length);
    ssize_t sent = left.length > 0 ? send(probe->fd, left.at, left.length, MSG_NOSIGNAL) : 0;
    if (sent < 0 && errno != EAGAIN && errno != EINTR) {
        broken(talking, errno);
        return;
    }
    talking->sent += sent > 0 ? (size_t)sent : 0;
    if (talking->sent < talking->send.length) {
        loop_watch_set(probe->station->loop, &probe->watch, EPOLLOUT);
        return;
    }
    probe->saw.sent_bytes = (int64_t)talking->sent;
    if (talking->expect.length == 0) {
        finish(talking, REASON_NONE, NULL);
        return;
    }
    probe_enter(probe, PHASE_WAIT);
    loop_watch_set(probe->station->loop, &probe->watch, EPOLLIN);
}

static void connected(struct probe *probe)
{
    struct talking *talking = (struct talking *)probe;
    if (talking->send.length == 0 && talking->expect.length == 0) {
        finish(talking, REASON_NONE, NULL);
        return;
    }
    probe_enter(probe, PHASE_SEND);
    probe->watch.ready = ready;
    next_word(talking);
}

static bool evaluate(struct attempt *attempt, const struct template *t, struct text *ret,
                     struct fault *ret_fault)
{
    return t == NULL || template_text(t, attempt->scope, attempt->arena, ret, ret_fault);
}

static void start(struct attempt *attempt)
{
    const struct tcp *tcp = attempt->params;
    struct talking *talking = calloc(1, sizeof *talking);
    must(talking != NULL);
    talking->probe.connected = connected;
    talking->probe.release = release;
    buffer_init(&talking->received, (size_t)tcp->bytes);
    struct fault fault = {0};
    if (!evaluate(attempt, tcp->send, &talking->send, &fault) ||
        !evaluate(attempt, tcp->expect, &talking->expect, &fault))
        probe_refuse(&talking->probe, attempt, &fault);
    else
        probe_start(&talking->probe, attempt, "tcp", tcp->address, 0);
}

static const struct transport transport = {
    .open = probe_station_open,
    .close = probe_station_close,
    .start = start,
    .cancel = probe_cancel,
};

extern const struct step_kind step_kind_tcp;

const struct step_kind step_kind_tcp = {
    .name = "tcp",
    .text = "connects to a port, and may talk to it",
    .fields = &table,
    .transport = &transport,
};
