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
#define SHARED_NS (NS_PER_S / 2)

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

/* The last runs, the oldest first, in short: thirty of each of a thousand monitors are sent. */
static void put_ticks(struct json_out *out, const struct ticks_row *row)
{
    static const char letters[VERDICT_COUNT] = {'p', 'd', 'f', 'i', 's'};
    char verdicts[TICKS + 1];
    size_t count = row != NULL ? row->count : 0;
    for (size_t i = 0; i < count; i++)
        verdicts[i] = letters[row->ticks[count - 1 - i].verdict];
    verdicts[count] = '\0';
    json_out_open(out, "ticks", '{');
    json_out_string(out, "verdicts", verdicts);
    json_out_open(out, "started", '[');
    for (size_t i = count; i-- > 0;)
        json_out_int(out, NULL, row->ticks[i].started_utc_ns / NS_PER_S);
    json_out_close(out, ']');
    json_out_open(out, "ms", '[');
    for (size_t i = count; i-- > 0;)
        json_out_int(out, NULL, row->ticks[i].duration_ns / NS_PER_MS);
    json_out_close(out, ']');
    json_out_close(out, '}');
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

/* What the store knows of each monitor, by "journey@environment". */
struct known {
    struct map days, ticks;
};

static bool read_known(struct reader *reader, const char *journey, int64_t now,
                       struct arena *arena, struct known *ret, const char **ret_why)
{
    const struct uptime_row *days;
    const struct ticks_row *ticks;
    size_t day_count, tick_count;
    struct run_filter filter = {
        .journey = journey, .from_utc_ns = now - WINDOW_NS, .verdict = -1};
    if (!read_uptime(reader, &filter, false, arena, &days, &day_count, ret_why) ||
        !read_ticks(reader, TICKS, arena, &ticks, &tick_count, ret_why))
        return false;
    map_init(&ret->days, arena);
    map_init(&ret->ticks, arena);
    for (size_t i = 0; i < day_count; i++)
        map_put(&ret->days, key_of(arena, days[i].journey, days[i].environment),
                (void *)(uintptr_t)&days[i]);
    for (size_t i = 0; i < tick_count; i++)
        map_put(&ret->ticks, key_of(arena, ticks[i].journey, ticks[i].environment),
                (void *)(uintptr_t)&ticks[i]);
    return true;
}

/* `journey` NULL: all of them. False: answered with what is wrong. */
static bool put_monitors(struct request *request, const char *journey, struct answer *answer)
{
    struct web *web = request->web;
    const struct monitor_view *views;
    const char *why = "";
    struct known known;
    int64_t now = clock_now_utc_ns();
    struct reader *reader = request_reader(request, answer);
    if (reader == NULL)
        return false;
    if (!read_known(reader, journey, now, request->arena, &known, &why)) {
        api_store_failed(request, answer, why);
        return false;
    }
    size_t count = web->backend.monitors(web->backend.thing, request->arena, &views);
    struct json_out out = answer_json(answer);
    json_out_open(&out, NULL, '{');
    json_out_utc(&out, "now", now);
    json_out_string(&out, "location", web->location);
    json_out_open(&out, "monitors", '[');
    for (size_t i = 0; i < count; i++) {
        if (journey != NULL && strcmp(journey, views[i].journey) != 0)
            continue;
        struct text key = key_of(request->arena, views[i].journey, views[i].environment);
        json_out_open(&out, NULL, '{');
        put_monitor(&out, &views[i]);
        put_uptime(&out, map_get(&known.days, key));
        put_ticks(&out, map_get(&known.ticks, key));
        json_out_close(&out, '}');
    }
    json_out_close(&out, ']');
    json_out_close(&out, '}');
    return true;
}

/* Everybody who looks at the overview is told of a change at once and asks a second later: it is put
 * together once for all of them. */
static void put_overview(struct request *request, struct answer *answer)
{
    struct web_overview *shared = &request->web->overview;
    pthread_mutex_lock(&shared->lock);
    int64_t now = clock_now_ns();
    if (shared->made_ns != 0 && now - shared->made_ns < SHARED_NS) {
        answer->type = "application/json";
        buffer_add_text(&answer->body, buffer_text(&shared->body));
    } else if (put_monitors(request, NULL, answer)) {
        buffer_clear(&shared->body);
        shared->made_ns = buffer_add_text(&shared->body, buffer_text(&answer->body)) ? now : 0;
    }
    pthread_mutex_unlock(&shared->lock);
}

void api_monitors(struct request *request, struct answer *answer)
{
    const char *journey = request_parameter(request, "journey");
    if (journey != NULL)
        put_monitors(request, journey, answer);
    else
        put_overview(request, answer);
}
