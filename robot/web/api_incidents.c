/* SPDX-License-Identifier: Apache-2.0 */
/* api_incidents.c - /api/incidents and /api/mutes, to read. An incident's JSON is the alerts' own:
 * robot/alert/README.md describes it. */
#include "store/read.h"
#include "web/api.h"

#include <string.h>

enum { MOST_INCIDENTS = 500, FALLBACK_INCIDENTS = 100 };

/* [{"id", "opened", "closed", and under `name` what the alerts wrote}] */
static void put_rows(struct json_out *out, const char *list, const char *name,
                     const struct incident_row *rows, size_t count)
{
    json_out_open(out, NULL, '{');
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
    json_out_close(out, '}');
}

void api_incidents(struct request *request, struct answer *answer)
{
    const struct incident_row *rows;
    size_t count;
    const char *why = "", *open = request_parameter(request, "open");
    struct reader *reader = request_reader(request, answer);
    if (reader == NULL)
        return;
    int64_t most = request_number(request, "most", 1, MOST_INCIDENTS, FALLBACK_INCIDENTS);
    if (!read_incidents(reader, open != NULL && strcmp(open, "1") == 0, (size_t)most,
                        request->arena, &rows, &count, &why)) {
        api_store_failed(request, answer, why);
        return;
    }
    struct json_out out = answer_json(answer);
    put_rows(&out, "incidents", "incident", rows, count);
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
    put_rows(&out, "mutes", "mute", rows, count);
}
