/* SPDX-License-Identifier: Apache-2.0 */
/* config_parts.c - the sections of xunjian.yaml: every key with its range, default and sentence. */

#include "base/clock.h"
#include "document/text_types.h"
#include "model/wire.h"
#include "plan/config_reading.h"

#define MATCH_FIELDS(struct_name, member)                                   \
    {.name = "journeys",                                                    \
     .type = FIELD_TEXTS,                                                   \
     .at = offsetof(struct struct_name, member.journeys),                   \
     .places_at = offsetof(struct struct_name, member.journeys_at),         \
     .text = "names; * stands for anything"},                               \
        {.name = "tags",                                                    \
         .type = FIELD_TEXTS,                                               \
         .at = offsetof(struct struct_name, member.tags),                   \
         .text = "one of these tags"},                                      \
        {.name = "owners",                                                  \
         .type = FIELD_TEXTS,                                               \
         .at = offsetof(struct struct_name, member.owners),                 \
         .text = "one of these owners"},                                    \
        {.name = "business",                                                \
         .type = FIELD_TEXTS,                                               \
         .at = offsetof(struct struct_name, member.business),               \
         .text = "one of these lines of business"},                         \
        {.name = "environments",                                            \
         .type = FIELD_TEXTS,                                               \
         .at = offsetof(struct struct_name, member.environments),           \
         .places_at = offsetof(struct struct_name, member.environments_at), \
         .text = "one of these environments"},                              \
    {                                                                       \
        .name = "severities", .type = FIELD_TEXTS,                          \
        .at = offsetof(struct struct_name, member.severities),              \
        .places_at = offsetof(struct struct_name, member.severities_at),    \
        .text = "one of these severities"                                   \
    }

static const struct field route_fields[] = {
    MATCH_FIELDS(raw_route, route.match),
    {.name = "channels",
     .type = FIELD_TEXTS,
     .at = offsetof(struct raw_route, channels),
     .places_at = offsetof(struct raw_route, channels_at),
     .required = true,
     .text = "where messages that match go"},
    {.name = "continue",
     .type = FIELD_FLAG,
     .at = offsetof(struct raw_route, route.go_on),
     .text = "ask the next routes, too"},
    {0},
};
const struct field_table config_route_table = {.name = "route",
                                               .text = "which messages go where",
                                               .size = sizeof(struct raw_route),
                                               .fields = route_fields};

#define RULE(member) offsetof(struct raw_window, rule.member)
static const struct field window_fields[] = {
    {.name = "name",
     .type = FIELD_TEXT,
     .at = RULE(name),
     .place_at = offsetof(struct raw_window, name_at),
     .required = true,
     .text = "what it is called on the page"},
    MATCH_FIELDS(raw_window, rule.match),
    {.name = "from",
     .type = FIELD_TEXT,
     .at = offsetof(struct raw_window, from),
     .place_at = offsetof(struct raw_window, from_at),
     .text = "2026-12-01T02:00:00+08:00, or without offset in the zone given"},
    {.name = "to",
     .type = FIELD_TEXT,
     .at = offsetof(struct raw_window, to),
     .place_at = offsetof(struct raw_window, to_at),
     .text = "its end, written like from"},
    {.name = "cron",
     .type = FIELD_TEXT,
     .at = RULE(cron),
     .place_at = offsetof(struct raw_window, cron_at),
     .text = "instead of from and to: when it begins, five fields"},
    {.name = "for",
     .type = FIELD_DURATION,
     .at = RULE(lasts_ns),
     .place_at = offsetof(struct raw_window, lasts_at),
     .least = 60 * NS_PER_S,
     .most = 7 * 24 * 3600 * NS_PER_S,
     .text = "how long it lasts then"},
    {.name = "zone",
     .type = FIELD_TEXT,
     .at = RULE(zone),
     .place_at = offsetof(struct raw_window, zone_at),
     .text = "a time zone such as Asia/Shanghai; else that of defaults.schedule, else UTC"},
    {0},
};
static void window_is_right(struct reading *reading, const struct node *at, void *into)
{
    struct raw_window *window = into;
    (void)reading;
    (void)at;
    window->is_right = true;
}

const struct field_table config_window_table = {.name = "maintenance",
                                                .text = "when alerts are muted; runs go on",
                                                .size = sizeof(struct raw_window),
                                                .fields = window_fields,
                                                .check = window_is_right,
                                                .place_at =
                                                    offsetof(struct raw_window, rule.at)};

static const struct field latency_fields[] = {
    {.name = "on",
     .type = FIELD_FLAG,
     .at = offsetof(struct latency_rule, on),
     .fallback = "true",
     .text = "tell when a journey is slower than it was"},
    {.name = "newest",
     .type = FIELD_COUNT,
     .at = offsetof(struct latency_rule, newest),
     .least = 1,
     .most = 50,
     .fallback = "5",
     .text = "the newest runs, by their median ..."},
    {.name = "previous",
     .type = FIELD_COUNT,
     .at = offsetof(struct latency_rule, previous),
     .least = 2,
     .most = 100,
     .fallback = "25",
     .text = "... against those before"},
    {.name = "percent",
     .type = FIELD_COUNT,
     .at = offsetof(struct latency_rule, percent),
     .least = 1,
     .most = 10000,
     .fallback = "50",
     .text = "slower by so many percent ..."},
    {.name = "least",
     .type = FIELD_DURATION,
     .at = offsetof(struct latency_rule, least_ns),
     .least = NS_PER_MS,
     .fallback = "200ms",
     .text = "... and by at least so much"},
    {0},
};
const struct field_table config_latency_table = {
    .name = "latency",
    .text = "latency against a journey's own recent normal",
    .size = sizeof(struct latency_rule),
    .fields = latency_fields,
    .shorthand = "on"};

static const struct field web_fields[] = {
    {.name = "listen",
     .type = FIELD_TEXT,
     .at = offsetof(struct web_rule, listen),
     .place_at = offsetof(struct web_rule, listen_at),
     .text = "address and port; 127.0.0.1:8480 is where it is only seen from this machine"},
    {.name = "hosts",
     .type = FIELD_TEXTS,
     .at = offsetof(struct web_rule, hosts),
     .text = "other names it is asked under"},
    {.name = "certificate",
     .type = FIELD_CUSTOM,
     .custom = &path_type,
     .at = offsetof(struct web_rule, certificate_file),
     .place_at = offsetof(struct web_rule, certificate_at),
     .text = "a PEM file: the page is served over TLS"},
    {.name = "key",
     .type = FIELD_CUSTOM,
     .custom = &path_type,
     .at = offsetof(struct web_rule, key_file),
     .place_at = offsetof(struct web_rule, key_at),
     .text = "a PEM file: the certificate's key"},
    {.name = "token_hash",
     .type = FIELD_TEXT,
     .at = offsetof(struct web_rule, token_hash),
     .place_at = offsetof(struct web_rule, token_at),
     .text = "as `xunjian token` prints it; whoever asks must know the token"},
    {.name = "request_size",
     .type = FIELD_SIZE,
     .at = offsetof(struct web_rule, request_bytes),
     .least = 1024,
     .most = 1 << 20,
     .fallback = "64KB",
     .text = "of a request's body"},
    {.name = "connections",
     .type = FIELD_COUNT,
     .at = offsetof(struct web_rule, connections),
     .least = 1,
     .most = 10000,
     .fallback = "200",
     .text = "at once"},
    {0},
};
const struct field_table config_web_table = {.name = "web",
                                             .text = "the status page",
                                             .size = sizeof(struct web_rule),
                                             .fields = web_fields,
                                             .shorthand = "listen"};

static const struct field limit_fields[] = {
    {.name = "parallel",
     .type = FIELD_COUNT,
     .at = offsetof(struct serve_limits, parallel),
     .least = 1,
     .most = 10000,
     .fallback = "50",
     .text = "runs in flight"},
    {.name = "queue",
     .type = FIELD_COUNT,
     .at = offsetof(struct serve_limits, queue),
     .least = 1,
     .most = 1000000,
     .fallback = "10000",
     .text = "runs that wait for a place; more are told as missed"},
    {.name = "misfire",
     .type = FIELD_DURATION,
     .at = offsetof(struct serve_limits, misfire_ns),
     .least = NS_PER_S,
     .fallback = "30s",
     .text = "a start this late is missed, and told so"},
    {.name = "drain",
     .type = FIELD_DURATION,
     .at = offsetof(struct serve_limits, drain_ns),
     .fallback = "30s",
     .text = "how long a stop waits for runs under way before it cancels them"},
    {0},
};
const struct field_table config_limit_table = {.name = "serve_limits",
                                               .text = "how much at once",
                                               .size = sizeof(struct serve_limits),
                                               .fields = limit_fields};

static const struct field retention_fields[] = {
    {.name = "runs",
     .type = FIELD_DURATION,
     .at = offsetof(struct retention, runs_ns),
     .fallback = "720h",
     .text = "every run and its steps"},
    {.name = "evidence",
     .type = FIELD_DURATION,
     .at = offsetof(struct retention, evidence_ns),
     .fallback = "168h",
     .text = "what failing runs saw: requests and answers"},
    {.name = "rollups",
     .type = FIELD_DURATION,
     .at = offsetof(struct retention, rollups_ns),
     .fallback = "9600h",
     .text = "latency histograms"},
    {.name = "incidents",
     .type = FIELD_DURATION,
     .at = offsetof(struct retention, incidents_ns),
     .fallback = "9600h",
     .text = "closed incidents"},
    {0},
};
const struct field_table config_retention_table = {.name = "retention",
                                                   .text =
                                                       "how long what is kept; 0s: for ever",
                                                   .size = sizeof(struct retention),
                                                   .fields = retention_fields};

#define CONNECTIVITY(member) offsetof(struct connectivity_rule, member)
static const struct field connectivity_fields[] = {
    {.name = "targets",
     .type = FIELD_TEXTS,
     .at = CONNECTIVITY(targets),
     .places_at = CONNECTIVITY(targets_at),
     .text = "tcp://HOST:PORT or https://...: when none answers, the robot is cut off"},
    {.name = "every",
     .type = FIELD_DURATION,
     .at = CONNECTIVITY(every_ns),
     .least = NS_PER_S,
     .fallback = "15s",
     .text = "how often they are tried"},
    {.name = "timeout",
     .type = FIELD_DURATION,
     .at = CONNECTIVITY(timeout_ns),
     .least = 100 * NS_PER_MS,
     .most = 60 * NS_PER_S,
     .fallback = "5s",
     .text = "how long each may take"},
    {.name = "percent",
     .type = FIELD_COUNT,
     .at = CONNECTIVITY(percent),
     .least = 1,
     .most = 100,
     .fallback = "90",
     .text = "so many monitors of a hundred begin to fail ..."},
    {.name = "least",
     .type = FIELD_COUNT,
     .at = CONNECTIVITY(least),
     .least = 2,
     .fallback = "5",
     .text = "... and at least so many ..."},
    {.name = "within",
     .type = FIELD_DURATION,
     .at = CONNECTIVITY(within_ns),
     .least = NS_PER_S,
     .fallback = "2m",
     .text = "... in so short a time: what fails is here"},
    {0},
};
const struct field_table config_connectivity_table = {
    .name = "connectivity",
    .text = "how the robot knows that it is itself cut off",
    .size = sizeof(struct connectivity_rule),
    .fields = connectivity_fields};

static const struct field heartbeat_fields[] = {
    {.name = "url",
     .type = FIELD_CUSTOM,
     .custom = &url_type,
     .at = offsetof(struct heartbeat_rule, url),
     .text = "asked while the robot is well: whoever hears nothing knows it is not"},
    {.name = "every",
     .type = FIELD_DURATION,
     .at = offsetof(struct heartbeat_rule, every_ns),
     .least = NS_PER_S,
     .fallback = "1m",
     .text = "how often"},
    {.name = "timeout",
     .type = FIELD_DURATION,
     .at = offsetof(struct heartbeat_rule, timeout_ns),
     .least = 100 * NS_PER_MS,
     .most = 60 * NS_PER_S,
     .fallback = "10s",
     .text = "how long it may take"},
    {0},
};
const struct field_table config_heartbeat_table = {.name = "heartbeat",
                                                   .text = "a dead man's switch",
                                                   .size = sizeof(struct heartbeat_rule),
                                                   .fields = heartbeat_fields,
                                                   .shorthand = "url"};

static const struct field_table header_table = {
    .name = "header",
    .text = "a header's value",
    .size = sizeof(struct wire_header),
    .has_name = true,
    .name_at = offsetof(struct wire_header, name),
    .whole = &(const struct field){.name = "value",
                                   .type = FIELD_TEXT,
                                   .at = offsetof(struct wire_header, value),
                                   .text = "the header's value"}};

static const struct field trace_fields[] = {
    {.name = "url",
     .type = FIELD_CUSTOM,
     .custom = &url_type,
     .at = offsetof(struct traces_rule, url),
     .text = "an OTLP/HTTP endpoint: http://localhost:4318/v1/traces"},
    {.name = "headers",
     .type = FIELD_MAP,
     .at = offsetof(struct traces_rule, headers),
     .count_at = offsetof(struct traces_rule, header_count),
     .of = &header_table,
     .text = "sent with each request"},
    {.name = "timeout",
     .type = FIELD_DURATION,
     .at = offsetof(struct traces_rule, timeout_ns),
     .least = 100 * NS_PER_MS,
     .most = 60 * NS_PER_S,
     .fallback = "10s",
     .text = "how long a request may take"},
    {0},
};
const struct field_table config_trace_table = {.name = "traces",
                                               .text = "runs as OpenTelemetry traces",
                                               .size = sizeof(struct traces_rule),
                                               .fields = trace_fields,
                                               .shorthand = "url"};

static const struct field quorum_fields[] = {
    {.name = "locations",
     .type = FIELD_COUNT,
     .at = offsetof(struct quorum_rule, locations),
     .least = 1,
     .most = 100,
     .fallback = "1",
     .text = "robots that must see a failure"},
    {.name = "within",
     .type = FIELD_DURATION,
     .at = offsetof(struct quorum_rule, within_ns),
     .least = NS_PER_S,
     .fallback = "10m",
     .text = "in so short a time"},
    {0},
};
const struct field_table config_quorum_table = {.name = "quorum",
                                                .text = "when several robots keep one store",
                                                .size = sizeof(struct quorum_rule),
                                                .fields = quorum_fields,
                                                .shorthand = "locations"};
