/* SPDX-License-Identifier: Apache-2.0 */
/* api_events.c - /api/events: Server-Sent Events that say "look again", nothing more.
 *
 * What changed is asked for by the page as anything else is: so that a page that was away for an
 * hour and one that was there the whole time show the same. */
#include "base/arena.h"
#include "base/clock.h"
#include "web/api.h"
#include "web/inside.h"

#define SLICE_NS NS_PER_S /* how soon a stop of the robot is noticed */
#define QUIET_NS (15 * NS_PER_S)

struct events {
    struct web *web;
    struct text session;
    bool begun;
    uint64_t seen;
    int64_t said_ns;
};

/* After a log-out there is nothing more to be told. */
static bool is_still_let_in(const struct events *e)
{
    return e->web->token_hash == NULL || e->session.length == 0 ||
           sessions_known(&e->web->sessions, e->session, clock_now_ns());
}

static bool tell(void *thing, struct buffer *out)
{
    struct events *e = thing;
    struct web_backend *backend = &e->web->backend;
    uint64_t version = backend->version(backend->thing, e->seen, e->begun ? SLICE_NS : 0);
    int64_t now = clock_now_ns();
    if (!is_still_let_in(e))
        return false;
    if (!e->begun || version != e->seen) {
        buffer_printf(out, "%sdata: %llu\n\n", e->begun ? "" : "retry: 2000\n",
                      (unsigned long long)version);
        e->said_ns = now;
    } else if (now - e->said_ns > QUIET_NS) {
        buffer_add_string(out, ": still here\n\n");
        e->said_ns = now;
    }
    e->begun = true;
    e->seen = version;
    return true;
}

void api_events(struct request *request, struct answer *answer)
{
    struct web *web = request->web;
    /* Half of the connections stay for questions. */
    if (atomic_fetch_add(&web->streams, 1) >= web->connection_count / 2) {
        atomic_fetch_sub(&web->streams, 1);
        answer_header(answer, "Retry-After", "10");
        answer_error(request, answer, 503, "too_many_streams", "too many pages are open");
        return;
    }
    struct arena *arena = arena_new();
    struct events *e = arena_make(arena, struct events);
    *e = (struct events){.web = web, .session = text_copy(arena, request->session)};
    answer->type = "text/event-stream";
    answer->stream = tell;
    answer->stream_thing = e;
    answer->stream_arena = arena;
}
