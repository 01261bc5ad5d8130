/* SPDX-License-Identifier: Apache-2.0 */
/* remote_loads.c - what a page loaded, by its own Resource Timing (https://www.w3.org/TR/resource-timing).
 *
 * Addresses, times and sizes; no methods, headers or bodies, a status in some engines only. Enough for a
 * waterfall, not for a judgement. */

#include "base/arena.h"
#include "base/clock.h"
#include "document/json.h"
#include "model/observation.h"
#include "transport/browser/cdp_value.h"
#include "transport/webdriver/remote.h"

enum { MOST_LOADS = 1000 };

static const char *kind_of(struct text initiator)
{
    static const struct {
        const char *initiator, *kind;
    } rows[] = {
        {"navigation", "Document"}, {"script", "Script"}, {"link", "Stylesheet"},
        {"css", "Stylesheet"},      {"img", "Image"},     {"image", "Image"},
        {"xmlhttprequest", "XHR"},  {"fetch", "Fetch"},   {"iframe", "Frame"},
        {"video", "Media"},         {"audio", "Media"},   {"beacon", "Ping"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (text_is(initiator, rows[i].initiator))
            return rows[i].kind;
    return "Other";
}

static int64_t ms(const struct json *load, const char *name)
{
    double value = value_number(load, name, -1);
    return value < 0 || value > 1e9 ? -1 : (int64_t)(value * 1e6);
}

static void take(struct remote *remote, const struct json *load)
{
    struct arena *arena = remote->seen;
    struct exchange *to = &remote->loads[remote->load_count++];
    struct text protocol = value_text(load, "protocol");
    int64_t age_ns = ms(load, "age");
    *to = (struct exchange){
        .started_ns = clock_now_ns() - (age_ns > 0 ? age_ns : 0),
        .started_utc_ns = clock_now_utc_ns() - (age_ns > 0 ? age_ns : 0),
        .url = text_copy(arena, value_text(load, "url")),
        .status = (int)value_int(load, "status", 0),
        .protocol = protocol.length > 0 ? text_string(arena, protocol) : NULL,
        .body_bytes = value_int(load, "body", 0),
        .wire_bytes = value_int(load, "wire", 0),
        .resource = kind_of(value_text(load, "kind")),
        .time = timing_none(),
    };
    to->time.phase_ns[PHASE_DNS] = ms(load, "dns");
    to->time.phase_ns[PHASE_CONNECT] = ms(load, "connect");
    to->time.phase_ns[PHASE_TLS] = ms(load, "tls");
    to->time.phase_ns[PHASE_WAIT] = ms(load, "wait");
    to->time.phase_ns[PHASE_RECEIVE] = ms(load, "receive");
    to->time.total_ns = ms(load, "total");
    to->pending = to->time.total_ns < 0;
    if (to->pending)
        to->time.total_ns = age_ns > 0 ? age_ns : 0;
}

void remote_loaded(struct remote *remote, const struct json *loads)
{
    if (loads == NULL || loads->kind != JSON_ARRAY || loads->count == 0)
        return;
    if (remote->loads == NULL)
        remote->loads = arena_array(remote->seen, MOST_LOADS, struct exchange);
    for (size_t i = 0; i < loads->count && remote->load_count < MOST_LOADS; i++)
        take(remote, loads->items[i]);
}

const struct exchange *remote_loads(const struct remote *remote, struct observation *saw)
{
    const struct exchange *document = NULL;
    saw->exchanges = remote->loads;
    saw->exchange_count = remote->load_count;
    for (size_t i = 0; i < remote->load_count; i++)
        if (text_is(text_of(remote->loads[i].resource), "Document") &&
            remote->loads[i].status > 0)
            document = &remote->loads[i];
    return document;
}
