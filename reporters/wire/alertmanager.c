/* SPDX-License-Identifier: Apache-2.0 */
/* alertmanager.c - Prometheus' Alertmanager, API v2.
 *
 * An alert is known by its labels: they are the same in trigger, renewal and resolve; what may change
 * between them (the step it stops at, the journeys that fail by now) stands in the annotations. Only a
 * severity that rises makes another alert: routes and inhibitions go by that label, and a pager that hears
 * of critical alone must hear of it. The alert before ends in the same request, so that there is never more
 * than one of an incident. A firing alert ends by itself at endsAt: it is told again every minute with
 * endsAt four minutes ahead.
 * https://github.com/prometheus/alertmanager/blob/v0.25.0/api/v2/openapi.yaml */

#include "base/arena.h"
#include "base/buffer.h"
#include "document/field.h"
#include "document/text_types.h"
#include "model/wire.h"
#include "reporters/file/json_out.h"
#include "reporters/wire/say.h"

#include <string.h>

enum { RENEWALS_AHEAD = 4 };
static const int64_t minute_ns = 60000000000, second_ns = 1000000000;

struct alertmanager {
    const char *url, *user, *password, *ca_file;
    int64_t timeout_ns;
};

static const struct field fields[] = {
    {.name = "url",
     .type = FIELD_CUSTOM,
     .custom = &url_type,
     .at = offsetof(struct alertmanager, url),
     .required = true,
     .text = "http://localhost:9093; the API's path is added"},
    {.name = "user",
     .type = FIELD_TEXT,
     .at = offsetof(struct alertmanager, user),
     .text = "for basic authentication"},
    {.name = "password",
     .type = FIELD_TEXT,
     .at = offsetof(struct alertmanager, password),
     .secret = true,
     .text = "for basic authentication"},
    {.name = "ca",
     .type = FIELD_CUSTOM,
     .custom = &path_type,
     .at = offsetof(struct alertmanager, ca_file),
     .text = "a PEM file of authorities trusted beside the system's"},
    {.name = "timeout",
     .type = FIELD_DURATION,
     .at = offsetof(struct alertmanager, timeout_ns),
     .least = 100000000,
     .most = 60000000000,
     .fallback = "10s",
     .text = "how long a request may take"},
    {0},
};
static const struct field_table table = {.name = "alertmanager",
                                         .text = "Prometheus' Alertmanager",
                                         .size = sizeof(struct alertmanager),
                                         .fields = fields,
                                         .shorthand = "url"};

static void add_label(struct json_out *out, const char *name, const char *value)
{
    if (value[0] != '\0') /* an empty label is none */
        json_out_string(out, name, value);
}

static void add_labels(struct json_out *out, const struct message *message,
                       const char *severity)
{
    bool known = message->opener != NULL && message->opener[0] != '\0';
    json_out_open(out, "labels", '{');
    json_out_string(out, "alertname", "xunjian");
    json_out_string(out, "key", message->key);
    add_label(out, "rule", message->rule);
    add_label(out, "journey", known ? message->opener : message->journey);
    add_label(out, "environment", message->environment);
    add_label(out, "location", message->location);
    add_label(out, "owner", message->owner);
    add_label(out, "severity", severity);
    json_out_close(out, '}');
}

static void add_annotations(struct json_out *out, const struct message *message)
{
    json_out_open(out, "annotations", '{');
    add_label(out, "summary", message->title);
    add_label(out, "description", message->text);
    add_label(out, "step", message->step);
    add_label(out, "phase", message->phase);
    add_label(out, "reason", message->reason);
    add_label(out, "host", message->host);
    add_label(out, "endpoint", message->endpoint);
    add_label(out, "changed", message->changed);
    add_label(out, "runbook_url", message->runbook);
    add_label(out, "first_run", message->first_run);
    add_label(out, "last_run", message->last_run);
    json_out_close(out, '}');
}

static void add_alert(struct json_out *out, const struct message *message, const char *severity,
                      int64_t ends_utc_ns, struct arena *arena)
{
    json_out_open(out, NULL, '{');
    add_labels(out, message, severity);
    add_annotations(out, message);
    json_out_string(out, "startsAt", say_utc(arena, message->started_utc_ns));
    json_out_string(out, "endsAt", say_utc(arena, ends_utc_ns));
    if (message->link[0] != '\0')
        json_out_string(out, "generatorURL", message->link);
    json_out_close(out, '}');
}

static bool has_risen(const struct message *message)
{
    const char *before = message->severity_before;
    return before != NULL && before[0] != '\0' && strcmp(before, message->severity) != 0;
}

static void render(const void *params, const struct message *message, int64_t now_utc_ns,
                   struct arena *arena, struct wire_request *ret)
{
    const struct alertmanager *to = params;
    struct buffer body;
    struct json_out out = {.to = &body};
    int64_t ahead_ns = message->renew_ns > 0 ? message->renew_ns : minute_ns;
    int64_t ends = now_utc_ns + RENEWALS_AHEAD * ahead_ns;
    if (say_is_over(message)) /* it must not be in the future, or it fires until then */
        ends = message->ended_utc_ns != 0 && message->ended_utc_ns < now_utc_ns
                   ? message->ended_utc_ns
                   : now_utc_ns - second_ns;
    buffer_init(&body, SAY_MOST_BODY);
    json_out_open(&out, NULL, '[');
    if (has_risen(message))
        add_alert(&out, message, message->severity_before, now_utc_ns - second_ns, arena);
    add_alert(&out, message, message->severity, ends, arena);
    json_out_close(&out, ']');
    *ret = (struct wire_request){
        .medium = WIRE_HTTP,
        .method = "POST",
        .url = arena_printf(arena, "%s/api/v2/alerts", say_base(arena, to->url)),
        .user = to->user,
        .password = to->password,
        .ca_file = to->ca_file,
        .body = say_body(arena, &body),
        .timeout_ns = to->timeout_ns,
    };
    say_header(arena, ret, "Content-Type", "application/json");
}

const struct wire wire_alertmanager = {
    .name = "alertmanager",
    .text = "Prometheus' Alertmanager: firing alerts are told again until they are over",
    .params = &table,
    .renew_ns = 60000000000,
    .render = render,
};
