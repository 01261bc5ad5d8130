/* SPDX-License-Identifier: Apache-2.0 */
/* dns.c - what a name resolves to, asked the way this machine asks. */

#include "base/arena.h"
#include "base/clock.h"
#include "base/must.h"
#include "document/field.h"
#include "loop/loop.h"
#include "model/step_kind.h"
#include "plan/template.h"
#include "transport/failure.h"
#include "transport/probe.h"
#include "transport/resolve.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { ADDRESSES_MOST = 64 };

struct dns {
    const struct template *name;
    int family;
};

struct asking {
    struct attempt *attempt;
    struct probe_station *station;
    struct resolve *resolve; /* NULL: not under way */
    struct loop_timer timer; /* to hand over */
    int64_t started_ns;
};

static const struct word families[] = {
    {.name = "any", .value = AF_UNSPEC, .text = "IPv4 and IPv6"},
    {.name = "A", .value = AF_INET, .text = "IPv4"},
    {.name = "AAAA", .value = AF_INET6, .text = "IPv6"},
    {0},
};

static const struct field fields[] = {
    {.name = "name",
     .type = FIELD_TEMPLATE,
     .at = offsetof(struct dns, name),
     .required = true,
     .text = "the host name to resolve"},
    {.name = "type",
     .type = FIELD_WORD,
     .at = offsetof(struct dns, family),
     .words = families,
     .fallback = "any",
     .text = "the kind of address to ask for"},
    {0},
};

static const struct field_table table = {
    .name = "dns",
    .text = "a name resolved; its addresses are the body, one on each line",
    .size = sizeof(struct dns),
    .fields = fields,
    .shorthand = "name",
};

static void release(struct asking *asking)
{
    loop_timer_stop(asking->station->loop, &asking->timer);
    asking->attempt->progress = NULL;
    free(asking);
}

static int64_t hand_over(void *thing, int64_t now_ns)
{
    (void)now_ns;
    struct asking *asking = thing;
    struct attempt *attempt = asking->attempt;
    release(asking);
    attempt->done(attempt);
    return 0;
}

static bool is_kept(const char *const *kept, size_t count, const char *address)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(kept[i], address) == 0)
            return true;
    return false;
}

/* Each address once: glibc tells 127.0.0.1 twice where a hosts file has ::1 beside it. */
static void keep_addresses(struct attempt *attempt, const struct addrinfo *found)
{
    const char **kept = arena_array(attempt->arena, ADDRESSES_MOST, const char *);
    size_t count = 0;
    for (; found != NULL && count < ADDRESSES_MOST; found = found->ai_next) {
        char text[NI_MAXHOST];
        if (getnameinfo(found->ai_addr, found->ai_addrlen, text, sizeof text, NULL, 0,
                        NI_NUMERICHOST) == 0 &&
            !is_kept(kept, count, text))
            kept[count++] = arena_strdup(attempt->arena, text);
    }
    attempt->saw->addresses = kept;
    attempt->saw->address_count = count;
}

/* A body with one on each line, for assertions. */
static struct text lines(struct arena *arena, const struct observation *saw)
{
    const char *all = "";
    for (size_t i = 0; i < saw->address_count; i++)
        all = arena_printf(arena, "%s%s\n", all, saw->addresses[i]);
    return text_of(all);
}

/* One exchange that has only a dns phase. */
static void record(struct attempt *attempt, const char *name, int64_t began_ns, int64_t took_ns)
{
    struct exchange *exchange = arena_make(attempt->arena, struct exchange);
    *exchange = (struct exchange){
        .started_ns = began_ns,
        .started_utc_ns = clock_now_utc_ns() - (clock_now_ns() - began_ns),
        .url = text_of(arena_printf(attempt->arena, "dns://%s", name)),
        .time = timing_none(),
        .fault = attempt->saw->fault,
    };
    exchange->body = lines(attempt->arena, attempt->saw);
    exchange->body_bytes = (int64_t)exchange->body.length;
    exchange->time.phase_ns[PHASE_DNS] = exchange->time.total_ns = took_ns;
    timing_add(&attempt->saw->time, &exchange->time);
    attempt->saw->exchanges = exchange;
    attempt->saw->exchange_count = 1;
}

/* Timed on the worker: neither its queue nor the loop's delay is the name server's. */
static void resolved(struct resolve *resolve, void *thing)
{
    struct asking *asking = thing;
    struct attempt *attempt = asking->attempt;
    asking->resolve = NULL;
    if (resolve->error != 0)
        attempt->saw->fault = resolve_fault(attempt->arena, resolve);
    else
        keep_addresses(attempt, resolve->found);
    record(attempt, resolve->name, resolve->began_ns, resolve->ended_ns - resolve->began_ns);
    resolve_end(resolve);
    release(asking);
    attempt->done(attempt);
}

static void start(struct attempt *attempt)
{
    const struct dns *dns = attempt->params;
    struct asking *asking = calloc(1, sizeof *asking);
    must(asking != NULL);
    asking->attempt = attempt;
    asking->station = attempt->station;
    asking->timer = (struct loop_timer){.fire = hand_over, .thing = asking};
    asking->started_ns = clock_now_ns();
    attempt->progress = asking;
    struct text name;
    struct loop *loop = asking->station->loop;
    if (template_text(dns->name, attempt->scope, attempt->arena, &name, &attempt->saw->fault))
        asking->resolve = resolve_start(asking->station->offload, loop,
                                        text_string(attempt->arena, text_trim(name)),
                                        dns->family, resolved, asking);
    else
        loop_timer_set(loop, &asking->timer, loop_now_ns(loop));
}

static void cancel(struct attempt *attempt)
{
    struct asking *asking = attempt->progress;
    must(asking != NULL);
    int64_t now_ns = clock_now_ns();
    if (asking->resolve != NULL) {
        const char *name = arena_strdup(attempt->arena, asking->resolve->name);
        resolve_abandon(asking->resolve);
        attempt->saw->fault = failure_stopped(
            attempt->arena, PHASE_DNS,
            now_ns >= attempt->deadline_ns ? REASON_TIMEOUT : REASON_CANCELLED, name);
        record(attempt, name, asking->started_ns, now_ns - asking->started_ns);
    }
    release(asking);
}

static const struct transport transport = {
    .open = probe_station_open,
    .close = probe_station_close,
    .start = start,
    .cancel = cancel,
};

extern const struct step_kind step_kind_dns;

const struct step_kind step_kind_dns = {
    .name = "dns",
    .text = "a name resolved to addresses",
    .fields = &table,
    .transport = &transport,
};
