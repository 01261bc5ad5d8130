/* SPDX-License-Identifier: Apache-2.0 */
/* otlp_attribute.c - https://opentelemetry.io/docs/specs/semconv/http/http-spans/, client side. */

#include "reporters/wire/otlp_attribute.h"
#include "base/arena.h"
#include "base/text.h"
#include "model/record.h"
#include "reporters/file/json_out.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void begin(struct json_out *out, const char *key)
{
    json_out_open(out, NULL, '{');
    json_out_string(out, "key", key);
    json_out_open(out, "value", '{');
}

static void end(struct json_out *out)
{
    json_out_close(out, '}');
    json_out_close(out, '}');
}

void otlp_string(struct json_out *out, const char *key, const char *value)
{
    if (value == NULL || value[0] == '\0')
        return;
    begin(out, key);
    json_out_string(out, "stringValue", value);
    end(out);
}

void otlp_int(struct json_out *out, const char *key, int64_t value)
{
    begin(out, key);
    json_out_digits(out, "intValue", (uint64_t)(value < 0 ? 0 : value));
    end(out);
}

void otlp_bool(struct json_out *out, const char *key, bool value)
{
    begin(out, key);
    json_out_bool(out, "boolValue", value);
    end(out);
}

static void write_breakpoint(struct json_out *out, const struct breakpoint *b)
{
    if (b->reason == REASON_NONE)
        return;
    otlp_string(out, "xunjian.breakpoint.phase", phase_name(b->phase));
    otlp_string(out, "xunjian.breakpoint.reason", reason_name(b->reason));
}

void otlp_journey(struct json_out *out, const struct record *record)
{
    otlp_string(out, "xunjian.title", record->title);
    otlp_string(out, "xunjian.run_id", record->run_id);
    otlp_string(out, "xunjian.cause", run_cause_name(record->cause));
    otlp_string(out, "xunjian.verdict", verdict_name(record->verdict));
    otlp_string(out, "xunjian.location", record->location);
    otlp_string(out, "xunjian.owner", record->owner);
    otlp_string(out, "xunjian.business", record->business);
    otlp_string(out, "xunjian.variant", record->variant);
    otlp_string(out, "xunjian.row", record->row);
    otlp_string(out, "xunjian.breakpoint.step", record->breakpoint.step);
    write_breakpoint(out, &record->breakpoint);
    if (record->cleanup_failed)
        otlp_bool(out, "xunjian.cleanup_failed", true);
}

/* "[::1]:8080" is "::1" and 8080. */
static void write_server(struct json_out *out, const char *host)
{
    struct text t = text_of(host);
    size_t colon = t.length;
    while (colon > 0 && t.at[colon - 1] != ':')
        colon--;
    bool port = colon > 0 && t.at[t.length - 1] != ']';
    struct text address = text_slice(t, 0, port ? colon - 1 : t.length);
    if (address.length > 1 && address.at[0] == '[')
        address = text_slice(address, 1, address.length - 1);
    struct arena *scratch = arena_new();
    otlp_string(out, "server.address", text_string(scratch, address));
    if (port && t.length > colon)
        otlp_int(out, "server.port", strtol(host + colon, NULL, 10));
    arena_end(scratch);
}

/* Without the query; user and password were never kept. */
static void write_url(struct json_out *out, const struct record_step *step)
{
    const char *path = strchr(step->endpoint, ' ');
    struct arena *scratch = arena_new();
    if (path != NULL)
        otlp_string(out, "url.full",
                    arena_printf(scratch, "%s://%s%.*s", step->scheme, step->host,
                                 (int)strcspn(path + 1, "?#"), path + 1));
    arena_end(scratch);
}

/* A status that was complained of stands for itself, as the conventions ask. */
static void write_error(struct json_out *out, const struct record_step *step)
{
    char status[16];
    if (step->verdict != VERDICT_FAIL && step->verdict != VERDICT_INTERNAL)
        return;
    snprintf(status, sizeof status, "%d", step->status);
    otlp_string(out, "error.type",
                step->breakpoint.reason == REASON_STATUS && step->status != 0
                    ? status
                    : reason_name(step->breakpoint.reason));
}

static void write_http(struct json_out *out, const struct record_step *step)
{
    const char *slash = step->protocol != NULL ? strchr(step->protocol, '/') : NULL;
    otlp_string(out, "http.request.method", step->method);
    if (step->method != NULL && step->scheme != NULL && step->endpoint != NULL)
        write_url(out, step);
    if (step->status != 0) {
        otlp_int(out, "http.response.status_code", step->status);
        otlp_int(out, "http.response.body.size", step->wire_bytes);
    }
    if (slash != NULL)
        otlp_string(out, "network.protocol.version", slash + 1);
    if (step->redirects > 0)
        otlp_int(out, "xunjian.redirects", step->redirects);
}

/* The try that decided. */
static void write_timing(struct json_out *out, const struct timing *time)
{
    static const char *const keys[NETWORK_PHASES] = {
        [PHASE_DNS] = "xunjian.dns_ns",   [PHASE_CONNECT] = "xunjian.connect_ns",
        [PHASE_TLS] = "xunjian.tls_ns",   [PHASE_SEND] = "xunjian.send_ns",
        [PHASE_WAIT] = "xunjian.wait_ns", [PHASE_RECEIVE] = "xunjian.receive_ns",
    };
    for (int p = 0; p < NETWORK_PHASES; p++)
        if (time->phase_ns[p] >= 0)
            otlp_int(out, keys[p], time->phase_ns[p]);
    if (time->first_byte_ns >= 0)
        otlp_int(out, "xunjian.first_byte_ns", time->first_byte_ns);
    if (time->total_ns >= 0) {
        otlp_int(out, "xunjian.total_ns", time->total_ns);
        otlp_int(out, "xunjian.uncertainty_ns", time->uncertainty_ns);
    }
}

void otlp_step(struct json_out *out, const struct record_step *step)
{
    otlp_string(out, "xunjian.step.kind", step->kind);
    otlp_string(out, "xunjian.verdict", verdict_name(step->verdict));
    otlp_int(out, "xunjian.tries", step->tries);
    write_http(out, step);
    if (step->host != NULL)
        write_server(out, step->host);
    otlp_string(out, "network.peer.address", step->remote_address);
    if (step->tls_version != NULL && strncmp(step->tls_version, "TLSv", 4) == 0)
        otlp_string(out, "tls.protocol.version", step->tls_version + 4);
    write_breakpoint(out, &step->breakpoint);
    write_error(out, step);
    write_timing(out, &step->time);
}
