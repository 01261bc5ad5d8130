/* SPDX-License-Identifier: Apache-2.0 */
/* api_runs.c - /api/runs and below: which runs there were, and all that is kept of one. */
#include "base/arena.h"
#include "base/phase.h"
#include "store/read.h"
#include "web/api.h"

void api_put_run(struct json_out *out, const struct run_row *row)
{
    json_out_open(out, NULL, '{');
    json_out_int(out, "id", row->id);
    json_out_string(out, "run_id", row->run_id);
    json_out_string(out, "journey", row->journey);
    json_out_string(out, "environment", row->environment);
    json_out_string(out, "location", row->location);
    json_out_string(out, "variant", row->variant);
    json_out_string(out, "row", row->row);
    json_out_string(out, "cause", row->cause);
    json_out_utc(out, "started", row->started_utc_ns);
    json_out_ms(out, "duration_ms", row->duration_ns);
    json_out_string(out, "verdict", verdict_name(row->verdict));
    json_out_string(out, "step", row->step);
    json_out_string(out, "phase", row->phase);
    json_out_string(out, "reason", row->reason);
    json_out_string(out, "message", row->message);
    json_out_bool(out, "has_evidence", row->has_evidence);
    json_out_close(out, '}');
}

void api_runs(struct request *request, struct answer *answer)
{
    struct run_filter filter;
    const struct run_row *rows;
    size_t count;
    const char *why = "";
    struct reader *reader;
    if (!api_filter(request, &filter, answer) ||
        (reader = request_reader(request, answer)) == NULL)
        return;
    if (!read_runs(reader, &filter, request->arena, &rows, &count, &why)) {
        api_store_failed(request, answer, why);
        return;
    }
    struct json_out out = answer_json(answer);
    json_out_open(&out, NULL, '{');
    json_out_open(&out, "runs", '[');
    for (size_t i = 0; i < count; i++)
        api_put_run(&out, &rows[i]);
    json_out_close(&out, ']');
    /* The next page: the same question with before=this. */
    if (count == filter.most)
        json_out_int(&out, "before", rows[count - 1].id);
    else
        json_out_null(&out, "before");
    json_out_close(&out, '}');
}

static void put_ns(struct json_out *out, const char *name, int64_t ns)
{
    if (ns >= 0)
        json_out_ms(out, name, ns);
    else
        json_out_null(out, name);
}

static void put_step(struct json_out *out, const struct step_row *step)
{
    json_out_open(out, NULL, '{');
    json_out_string(out, "name", step->name);
    json_out_string(out, "verdict", verdict_name(step->verdict));
    json_out_utc(out, "started", step->started_utc_ns);
    json_out_ms(out, "duration_ms", step->duration_ns);
    json_out_open(out, "phases_ms", '{');
    for (int p = 0; p < 6; p++)
        put_ns(out, phase_name((enum phase)p), step->phase_ns[p]);
    json_out_close(out, '}');
    put_ns(out, "first_byte_ms", step->first_byte_ns);
    put_ns(out, "total_ms", step->total_ns);
    put_ns(out, "uncertainty_ms", step->uncertainty_ns);
    json_out_int(out, "status", step->status);
    json_out_int(out, "tries", step->tries);
    json_out_string(out, "host", step->host);
    json_out_string(out, "endpoint", step->endpoint);
    json_out_string(out, "phase", step->phase);
    json_out_string(out, "reason", step->reason);
    json_out_string(out, "message", step->message);
    json_out_close(out, '}');
}

static void put_pictures(struct json_out *out, const char *const *names, size_t count)
{
    json_out_open(out, "pictures", '[');
    for (size_t i = 0; i < count; i++)
        json_out_string(out, NULL, names[i]);
    json_out_close(out, ']');
}

void api_run(struct request *request, struct answer *answer)
{
    const char *id = request->captures[0], *why = "";
    const struct step_row *steps;
    const char *const *pictures;
    size_t count, picture_count;
    struct text evidence;
    struct reader *reader = request_reader(request, answer);
    if (reader == NULL)
        return;
    if (!read_steps(reader, id, request->arena, &steps, &count, &why) ||
        !read_evidence(reader, id, request->arena, &evidence, &why) ||
        !read_pictures(reader, id, request->arena, &pictures, &picture_count, &why)) {
        api_store_failed(request, answer, why);
        return;
    }
    if (count == 0 && evidence.length == 0) {
        answer_error(request, answer, 404, "not_found",
                     "no run \"%.100s\" is kept: it may be older than the retention", id);
        return;
    }
    struct json_out out = answer_json(answer);
    json_out_open(&out, NULL, '{');
    json_out_string(&out, "run_id", id);
    json_out_open(&out, "steps", '[');
    for (size_t i = 0; i < count; i++)
        put_step(&out, &steps[i]);
    json_out_close(&out, ']');
    put_pictures(&out, pictures, picture_count);
    /* The report of the one run, as it was written: JSON already. */
    buffer_add_string(out.to, ",\"report\":");
    if (evidence.length > 0)
        buffer_add_text(out.to, text_trim(evidence));
    else
        buffer_add_string(out.to, "null");
    json_out_close(&out, '}');
}

void api_picture(struct request *request, struct answer *answer)
{
    const char *why = "";
    struct text png;
    struct reader *reader = request_reader(request, answer);
    if (reader == NULL)
        return;
    if (!read_picture(reader, request->captures[0], request->captures[1], request->arena, &png,
                      &why)) {
        api_store_failed(request, answer, why);
        return;
    }
    if (png.length == 0) {
        answer_error(request, answer, 404, "not_found", "this picture is not kept");
        return;
    }
    answer->type = "image/png";
    answer->dense = true;
    answer->etag = arena_printf(request->arena, "\"%s\"", request->captures[1]);
    buffer_add_text(&answer->body, png);
}
