/* SPDX-License-Identifier: Apache-2.0 */
/* api_monitors.c - /api/monitors: everything the overview shows, in one answer. */
#include "web/api.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/map.h"
#include "model/verdict.h"
#include "store/read.h"
#include "web/inside.h"

#include <string.h>

#define WINDOW_NS (24 * 3600 * NS_PER_S)

enum { TICKS = 30 };

static struct text key_of(struct arena *arena, const char *journey, const char *environment)
{
    return text_of(arena_printf(arena, "%s@%s", journey, environment));
}

static void put_tags(struct json_out *out, const char *const *tags)
{
    json_out_open(out, "tags", '[');
    for (; tags != NULL && *tags != NULL; tags++)
        json_out_string(out, NULL, *tags);
    json_out_close(out, ']');
}

static void put_last(struct json_out *out, const struct record *last)
{
    if (last == NULL) {
        json_out_null(out, "last");
        return;
    }
    json_out_open(out, "last", '{');
    json_out_string(out, "run_id", last->run_id);
    json_out_string(out, "verdict", verdict_name(last->verdict));
    json_out_utc(out, "started", last->started_utc_ns);
    json_out_ms(out, "duration_ms", last->duration_ns);
    json_out_bool(out, "broken", last->breakpoint.reason != REASON_NONE);
    json_out_string(out, "step", last->breakpoint.step);
    json_out_string(out, "phase", phase_name(last->breakpoint.phase));
    json_out_string(out, "reason", reason_name(last->breakpoint.reason));
    json_out_string(out, "message", last->message);
    json_out_close(out, '}');
}

static void put_uptime(struct json_out *out, const struct uptime_row *row)
{
    if (row == NULL) {
        json_out_null(out, "day");
        return;
    }
    json_out_open(out, "day", '{');
    json_out_int(out, "runs", row->runs);
    json_out_int(out, "good", row->good);
    json_out_int(out, "degraded", row->degraded);
    json_out_int(out, "failed", row->failed);
    json_out_int(out, "internal", row->internal);
    json_out_ms(out, "p50_ms", row->p50_ns);
    json_out_ms(out, "p95_ms", row->p95_ns);
    json_out_close(out, '}');
}

/* The last runs, the newest last. */
static bool put_ticks(struct json_out *out, struct reader *reader, struct arena *arena,
                      const struct monitor_view *m, const char **ret_why)
{
    const struct run_row *rows;
    size_t count;
    struct run_filter filter = {
        .journey = m->journey, .environment = m->environment, .verdict = -1, .most = TICKS};
    if (!read_runs(reader, &filter, arena, &rows, &count, ret_why))
        return false;
    json_out_open(out, "ticks", '[');
    for (size_t i = count; i-- > 0;) {
        json_out_open(out, NULL, '[');
        json_out_string(out, NULL, rows[i].run_id);
        json_out_string(out, NULL, verdict_name(rows[i].verdict));
        json_out_utc(out, NULL, rows[i].started_utc_ns);
        json_out_ms(out, NULL, rows[i].duration_ns);
        json_out_close(out, ']');
    }
    json_out_close(out, ']');
    return true;
}

static void put_monitor(struct json_out *out, const struct monitor_view *m)
{
    json_out_string(out, "journey", m->journey);
    json_out_string(out, "title", m->title);
    json_out_string(out, "environment", m->environment);
    json_out_string(out, "owner", m->owner);
    json_out_string(out, "business", m->business);
    json_out_string(out, "severity", m->severity);
    json_out_string(out, "schedule", m->schedule);
    put_tags(out, m->tags);
    json_out_string(out, "state", m->state);
    json_out_bool(out, "running", m->running);
    if (m->next_utc_ns > 0)
        json_out_utc(out, "next", m->next_utc_ns);
    else
        json_out_null(out, "next");
    put_last(out, m->last);
}

static bool put_all(struct request *request, struct json_out *out, struct reader *reader,
                    const char **ret_why)
{
    struct web *web = request->web;
    const struct monitor_view *views;
    const struct uptime_row *rows;
    size_t count, row_count;
    struct map days;
    int64_t now = clock_now_utc_ns();
    struct run_filter filter = {.from_utc_ns = now - WINDOW_NS, .verdict = -1};
    if (!read_uptime(reader, &filter, false, request->arena, &rows, &row_count, ret_why))
        return false;
    map_init(&days, request->arena);
    for (size_t i = 0; i < row_count; i++)
        map_put(&days, key_of(request->arena, rows[i].journey, rows[i].environment),
                (void *)(uintptr_t)&rows[i]);
    count = web->backend.monitors(web->backend.thing, request->arena, &views);
    json_out_open(out, NULL, '{');
    json_out_utc(out, "now", now);
    json_out_string(out, "location", web->location);
    json_out_open(out, "monitors", '[');
    for (size_t i = 0; i < count; i++) {
        json_out_open(out, NULL, '{');
        put_monitor(out, &views[i]);
        put_uptime(out, map_get(&days, key_of(request->arena, views[i].journey,
                                              views[i].environment)));
        if (!put_ticks(out, reader, request->arena, &views[i], ret_why))
            return false;
        json_out_close(out, '}');
    }
    json_out_close(out, ']');
    json_out_close(out, '}');
    return true;
}

void api_monitors(struct request *request, struct answer *answer)
{
    const char *why = "";
    struct reader *reader = request_reader(request, answer);
    if (reader == NULL)
        return;
    struct json_out out = answer_json(answer);
    if (!put_all(request, &out, reader, &why))
        answer_error(request, answer, 503, "store", "could not read the store: %s", why);
}
