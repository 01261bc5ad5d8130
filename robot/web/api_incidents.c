/* SPDX-License-Identifier: Apache-2.0 */
/* api_incidents.c - /api/incidents and /api/mutes, to read. An incident's JSON is the alerts' own:
 * robot/alert/README.md describes it. */
#include "base/arena.h"
#include "base/clock.h"
#include "store/read.h"
#include "web/api.h"
#include "web/inside.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_INCIDENTS = 500, FALLBACK_INCIDENTS = 100, MOST_PLANNED = 50 };

/* `list`: [{"id", "opened", "closed", and under `name` what the alerts wrote}] */
static void put_rows(struct json_out *out, const char *list, const char *name,
                     const struct incident_row *rows, size_t count)
{
    json_out_open(out, list, '[');
    for (size_t i = 0; i < count; i++) {
        json_out_open(out, NULL, '{');
        json_out_string(out, "id", rows[i].id);
        if (rows[i].opened_utc_ns > 0)
            json_out_utc(out, "opened", rows[i].opened_utc_ns);
        if (rows[i].closed_utc_ns > 0)
            json_out_utc(out, "closed", rows[i].closed_utc_ns);
        buffer_printf(out->to, ",\"%s\":", name);
        buffer_add_text(out->to, rows[i].json.length > 0 ? rows[i].json : text_of("null"));
        json_out_close(out, '}');
    }
    json_out_close(out, ']');
}

void api_incidents(struct request *request, struct answer *answer)
{
    const struct incident_row *rows;
    size_t count;
    const char *why = "", *open = request_parameter(request, "open");
    int64_t most;
    if (!request_number(
            request, answer,
            &(struct number_parameter){"most", 1, MOST_INCIDENTS, FALLBACK_INCIDENTS}, &most))
        return;
    struct reader *reader = request_reader(request, answer);
    if (reader == NULL)
        return;
    if (!read_incidents(reader, open != NULL && strcmp(open, "1") == 0, (size_t)most,
                        request->arena, &rows, &count, &why)) {
        api_store_failed(request, answer, why);
        return;
    }
    struct json_out out = answer_json(answer);
    json_out_open(&out, NULL, '{');
    put_rows(&out, "incidents", "incident", rows, count);
    json_out_close(&out, '}');
}

static void put_names(struct json_out *out, const char *name, const char *const *names)
{
    if (names == NULL)
        return;
    json_out_open(out, name, '[');
    for (; *names != NULL; names++)
        json_out_string(out, NULL, *names);
    json_out_close(out, ']');
}

static void put_planned(struct json_out *out, const struct alert_window *window)
{
    json_out_open(out, NULL, '{');
    json_out_string(out, "name", window->name);
    json_out_int(out, "from", window->from_utc_ns);
    json_out_int(out, "to", window->to_utc_ns);
    json_out_open(out, "match", '{');
    put_names(out, "journeys", window->match.journeys);
    put_names(out, "tags", window->match.tags);
    put_names(out, "owners", window->match.owners);
    put_names(out, "business", window->match.business);
    put_names(out, "environments", window->match.environments);
    put_names(out, "severities", window->match.severities);
    json_out_close(out, '}');
    json_out_close(out, '}');
}

static int earlier(const void *a, const void *b)
{
    const struct alert_window *left = a, *right = b;
    return (left->from_utc_ns > right->from_utc_ns) - (left->from_utc_ns < right->from_utc_ns);
}

/* What is not over, the earliest first: a window each night for 14 days is 14 of them. */
static void put_plan(struct request *request, struct json_out *out)
{
    const struct alert_window *all = NULL;
    struct web_backend *backend = &request->web->backend;
    int64_t now = clock_now_utc_ns();
    size_t kept = 0, count = backend->windows(backend->thing, request->arena, &all);
    struct alert_window *windows = arena_array(request->arena, count + 1, struct alert_window);
    for (size_t i = 0; i < count; i++)
        if (all[i].to_utc_ns > now)
            windows[kept++] = all[i];
    qsort(windows, kept, sizeof *windows, earlier);
    json_out_open(out, "planned", '[');
    for (size_t i = 0; i < kept && i < MOST_PLANNED; i++)
        put_planned(out, &windows[i]);
    json_out_close(out, ']');
}

void api_mutes(struct request *request, struct answer *answer)
{
    const struct incident_row *rows;
    size_t count;
    const char *why = "";
    struct reader *reader = request_reader(request, answer);
    if (reader == NULL)
        return;
    if (!read_windows(reader, request->arena, &rows, &count, &why)) {
        api_store_failed(request, answer, why);
        return;
    }
    struct json_out out = answer_json(answer);
    json_out_open(&out, NULL, '{');
    put_rows(&out, "mutes", "mute", rows, count);
    put_plan(request, &out);
    json_out_close(&out, '}');
}
