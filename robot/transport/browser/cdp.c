/* SPDX-License-Identifier: Apache-2.0 */
/* cdp.c - see cdp.h. Two pipes, a list of calls under way, a list of listeners. */

#include "transport/browser/cdp.h"
#include "base/arena.h"
#include "base/must.h"
#include "document/json.h"
#include "loop/loop.h"
#include "loop/offload.h"
#include "transport/browser/cdp_message.h"
#include "transport/browser/cdp_split.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

enum {
    LIGHT = 32 * 1024,       /* about 50 us of reading */
    MOST_MESSAGE = 64 << 20, /* a screenshot of a long page is 10 MB */
    MOST_UNSENT = 64 << 20,  /* what the browser has not taken yet */
    MOST_READ = 256 * 1024,
};

struct call {
    int64_t id;
    cdp_done_fn *done;
    void *thing;
    struct call *next;
};

/* A message that waits for its turn, or is being read in the pool. */
struct arrived {
    struct offload_job job;
    struct arena *arena;
    struct text bytes;
    struct cdp_message message;
    bool read, good;
    struct cdp *cdp;
    struct arrived *next;
};

struct cdp {
    struct loop *loop;
    struct offload *offload;
    struct loop_watch in, out; /* of what we read, of what we write */
    struct cdp_split split;
    struct buffer unsent;
    size_t sent; /* bytes of it */
    struct call *calls, **calls_end;
    int64_t last_id;
    struct cdp_session *sessions;
    struct arrived *line, **line_end; /* in order; the first may be in the pool */
    struct loop_timer end_timer;
    bool broken;
    char *chunk;
    void (*ended)(void *thing);
    void *thing;
};

/* ---- what comes ---- */

static void answer(struct cdp *cdp, const struct cdp_message *message, struct arena *arena)
{
    for (struct call **at = &cdp->calls; *at != NULL; at = &(*at)->next) {
        struct call *call = *at;
        if (call->id != message->id)
            continue;
        *at = call->next;
        if (*at == NULL)
            cdp->calls_end = at;
        struct cdp_reply reply = {.result = message->result};
        if (message->result == NULL)
            reply.error = text_string(arena, message->error);
        if (call->done != NULL)
            call->done(call->thing, &reply);
        free(call);
        return;
    }
}

static void tell(struct cdp *cdp, const struct cdp_message *message)
{
    for (struct cdp_session *s = cdp->sessions, *next; s != NULL; s = next) {
        next = s->next;
        if (text_is(message->session, s->id)) {
            s->event(s->thing, message);
            return;
        }
    }
}

static void deliver(struct cdp *cdp, const struct cdp_message *message, struct arena *arena)
{
    if (message->id > 0)
        answer(cdp, message, arena);
    else
        tell(cdp, message);
}

static void arrived_end(void *thing)
{
    struct arrived *arrived = thing;
    arena_end(arrived->arena);
    free(arrived);
}

static void arrived_read(void *thing)
{
    struct arrived *arrived = thing;
    arrived->good = cdp_message_read(arrived->arena, arrived->bytes, &arrived->message);
}

static void advance_line(struct cdp *cdp);

static void arrived_done(void *thing)
{
    struct arrived *arrived = thing;
    arrived->read = true;
    advance_line(arrived->cdp);
}

/* Delivers what is read, in order; gives the next one to the pool, if it is large. */
static void advance_line(struct cdp *cdp)
{
    struct arrived *first;
    while ((first = cdp->line) != NULL) {
        if (!first->read && first->bytes.length > LIGHT) {
            if (first->job.work != NULL)
                return; /* in the pool */
            first->job = (struct offload_job){.work = arrived_read,
                                              .done = arrived_done,
                                              .drop = arrived_end,
                                              .thing = first};
            offload_submit(cdp->offload, cdp->loop, &first->job);
            return;
        }
        if (!first->read)
            arrived_read(first);
        cdp->line = first->next;
        if (cdp->line == NULL)
            cdp->line_end = &cdp->line;
        if (first->good)
            deliver(cdp, &first->message, first->arena);
        arrived_end(first);
    }
}

static void take(void *thing, struct text bytes)
{
    struct cdp *cdp = thing;
    if (cdp->line == NULL && bytes.length <= LIGHT) {
        struct arena *arena = arena_new();
        struct cdp_message message;
        if (cdp_message_read(arena, bytes, &message))
            deliver(cdp, &message, arena);
        arena_end(arena);
        return;
    }
    struct arrived *arrived = calloc(1, sizeof *arrived);
    must(arrived != NULL);
    arrived->arena = arena_new();
    arrived->bytes = text_copy(arrived->arena, bytes);
    arrived->cdp = cdp;
    *cdp->line_end = arrived;
    cdp->line_end = &arrived->next;
    advance_line(cdp);
}

static int64_t tell_end(void *thing, int64_t now_ns)
{
    struct cdp *cdp = thing;
    (void)now_ns;
    cdp->ended(cdp->thing);
    return 0;
}

/* Later, from the loop: whoever is calling us now must not lose its ground. */
static void break_off(struct cdp *cdp)
{
    if (cdp->broken)
        return;
    cdp->broken = true;
    loop_watch_set(cdp->loop, &cdp->in, 0);
    loop_watch_set(cdp->loop, &cdp->out, 0);
    loop_timer_set(cdp->loop, &cdp->end_timer, loop_now_ns(cdp->loop));
}

static void readable(void *thing, uint32_t events)
{
    struct cdp *cdp = thing;
    (void)events;
    ssize_t got = read(cdp->in.fd, cdp->chunk, MOST_READ);
    if (got > 0)
        cdp_split_bytes(&cdp->split, (struct text){cdp->chunk, (size_t)got}, take, cdp);
    else if (got == 0 || (errno != EAGAIN && errno != EINTR))
        break_off(cdp);
}

/* ---- what goes ---- */

static void flush(struct cdp *cdp)
{
    while (cdp->sent < cdp->unsent.length) {
        ssize_t n =
            write(cdp->out.fd, cdp->unsent.at + cdp->sent, cdp->unsent.length - cdp->sent);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN) {
            loop_watch_set(cdp->loop, &cdp->out, EPOLLOUT);
            return;
        }
        if (n < 0) {
            break_off(cdp);
            return;
        }
        cdp->sent += (size_t)n;
    }
    buffer_clear(&cdp->unsent);
    cdp->sent = 0;
    loop_watch_set(cdp->loop, &cdp->out, 0);
}

static void writable(void *thing, uint32_t events)
{
    (void)events;
    flush(thing);
}

void cdp_call(struct cdp *cdp, const char *session, const char *method,
              const struct json *params, cdp_done_fn *done, void *thing)
{
    struct call *call = calloc(1, sizeof *call);
    must(call != NULL);
    *call = (struct call){.id = ++cdp->last_id, .done = done, .thing = thing};
    *cdp->calls_end = call;
    cdp->calls_end = &call->next;
    if (cdp->broken)
        return; /* answered `gone` when the connection is ended */
    buffer_printf(&cdp->unsent, "{\"id\":%lld,\"method\":\"%s\"", (long long)call->id, method);
    if (session[0] != '\0')
        buffer_printf(&cdp->unsent, ",\"sessionId\":\"%s\"", session);
    if (params != NULL) {
        buffer_add_string(&cdp->unsent, ",\"params\":");
        json_write(params, &cdp->unsent);
    }
    buffer_add(&cdp->unsent, "}", 2); /* its NUL ends the message */
    if (cdp->unsent.full)
        break_off(cdp);
    else if (cdp->out.wants == 0)
        flush(cdp);
}

void cdp_forget(struct cdp *cdp, const void *thing)
{
    for (struct call *call = cdp->calls; call != NULL; call = call->next)
        if (call->thing == thing)
            call->done = NULL;
}

void cdp_listen(struct cdp *cdp, struct cdp_session *session)
{
    session->next = cdp->sessions;
    cdp->sessions = session;
}

void cdp_deafen(struct cdp *cdp, struct cdp_session *session)
{
    for (struct cdp_session **at = &cdp->sessions; *at != NULL; at = &(*at)->next)
        if (*at == session) {
            *at = session->next;
            return;
        }
}

/* ---- its life ---- */

struct cdp *cdp_new(struct loop *loop, struct offload *offload, int write_fd, int read_fd,
                    void (*ended)(void *thing), void *thing)
{
    struct cdp *cdp = calloc(1, sizeof *cdp);
    must(cdp != NULL);
    cdp->loop = loop;
    cdp->offload = offload;
    cdp->in = (struct loop_watch){.ready = readable, .thing = cdp, .fd = read_fd};
    cdp->out = (struct loop_watch){.ready = writable, .thing = cdp, .fd = write_fd};
    cdp->chunk = malloc(MOST_READ);
    must(cdp->chunk != NULL);
    cdp->calls_end = &cdp->calls;
    cdp->line_end = &cdp->line;
    cdp->end_timer = (struct loop_timer){.fire = tell_end, .thing = cdp};
    cdp->ended = ended;
    cdp->thing = thing;
    cdp_split_init(&cdp->split, MOST_MESSAGE);
    buffer_init(&cdp->unsent, MOST_UNSENT);
    fcntl(read_fd, F_SETFL, O_NONBLOCK);
    fcntl(write_fd, F_SETFL, O_NONBLOCK);
    loop_watch_set(loop, &cdp->in, EPOLLIN);
    return cdp;
}

static void answer_gone(struct cdp *cdp)
{
    static const struct cdp_reply gone = {.gone = true, .error = "the browser is gone"};
    struct call *call;
    while ((call = cdp->calls) != NULL) {
        cdp->calls = call->next;
        if (call->done != NULL)
            call->done(call->thing, &gone);
        free(call);
    }
    cdp->calls_end = &cdp->calls;
}

void cdp_end(struct cdp *cdp)
{
    struct arrived *next;
    cdp->broken = true;
    answer_gone(cdp);
    loop_watch_set(cdp->loop, &cdp->in, 0);
    loop_watch_set(cdp->loop, &cdp->out, 0);
    loop_timer_stop(cdp->loop, &cdp->end_timer);
    close(cdp->in.fd);
    close(cdp->out.fd);
    for (struct arrived *arrived = cdp->line; arrived != NULL; arrived = next) {
        next = arrived->next;
        if (arrived->job.work != NULL && !arrived->read)
            offload_abandon(&arrived->job);
        else
            arrived_end(arrived);
    }
    cdp_split_done(&cdp->split);
    buffer_done(&cdp->unsent);
    free(cdp->chunk);
    free(cdp);
}

/* ---- what calls are made of ---- */

const struct json *cdp_object(struct arena *arena, ...)
{
    enum { MOST_MEMBERS = 16 };
    struct json *object = json_object_new(arena, MOST_MEMBERS);
    va_list pairs;
    va_start(pairs, arena);
    for (const char *name; (name = va_arg(pairs, const char *)) != NULL;) {
        const struct json *value = va_arg(pairs, const struct json *);
        if (value != NULL)
            json_set(arena, object, text_of(name), value);
    }
    va_end(pairs);
    return object;
}

const struct json *cdp_number(struct arena *arena, double number)
{
    return json_number(arena, text_of(arena_printf(arena, "%.6f", number)));
}
