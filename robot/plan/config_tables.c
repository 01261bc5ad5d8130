/* SPDX-License-Identifier: Apache-2.0 */
/* config_tables.c - the keys at the top of xunjian.yaml, and the kinds of channels, which are the
 * vocabulary's. */

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/must.h"
#include "document/bind.h"
#include "document/json.h"
#include "document/node.h"
#include "document/text_types.h"
#include "model/wire.h"
#include "plan/config.h"
#include "plan/config_reading.h"

#include <string.h>

enum { MOST_CHANNELS = 1000, MOST_RULES = 1000, TOP_ROOM = 32 };

#define IN(member) offsetof(struct raw_config, config.member)
static const struct field default_fields[] = {
    {.name = "schedule",
     .type = FIELD_STRUCT,
     .at = offsetof(struct raw_defaults, schedule),
     .of = &schedule_rule_table,
     .text = "for journeys that say nothing about it"},
    {.name = "alert",
     .type = FIELD_STRUCT,
     .at = offsetof(struct raw_defaults, alert),
     .of = &alert_rule_table,
     .text = "for what journeys leave out"},
    {.name = "latency",
     .type = FIELD_STRUCT,
     .at = offsetof(struct raw_defaults, latency),
     .of = &config_latency_table,
     .text = "latency against a journey's own recent normal"},
    {.name = "certificate",
     .type = FIELD_DURATION,
     .at = offsetof(struct raw_defaults, certificate_ns),
     .fallback = "336h",
     .text = "tell of certificates that end sooner; 0s: never"},
    {0},
};
static const struct field_table default_table = {.name = "defaults",
                                                 .text = "what journeys need not repeat",
                                                 .size = sizeof(struct raw_defaults),
                                                 .fields = default_fields};

/* --- channels ------------------------------------------------------------------------------ */

static bool read_wire(struct reading *reading, const struct node *node,
                      const struct field *field, void *into)
{
    struct channel *channel = into;
    const struct wire *wire = field->member;
    void *params = arena_alloc(reading->arena, wire->params->size);
    channel->wire = wire;
    channel->params = params;
    return bind_fields(reading, node, wire->params, params);
}

static const struct json *wire_schema(struct arena *arena, const struct field *field)
{
    const struct wire *wire = field->member;
    struct json *made = json_object_new(arena, 1);
    json_set(arena, made, text_of("$ref"),
             json_string_of(arena, arena_printf(arena, "#/$defs/%s", wire->params->name)));
    return made;
}

static const struct custom_type wire_type = {
    .name = "a channel's settings", .read = read_wire, .schema = wire_schema};

/* Of a vocabulary without wires. */
static void no_kinds(struct reading *reading, const struct node *at, void *into)
{
    (void)into;
    diag_add(reading->diags, at->at, "this robot has no kinds of channels");
}

static const struct field_table *channel_table(struct arena *arena, const struct wire *const *w)
{
    size_t count = 0;
    while (w != NULL && w[count] != NULL)
        count++;
    struct field *fields = arena_array(arena, count + 2, struct field);
    const char **names = arena_array(arena, count + 1, const char *);
    for (size_t i = 0; i < count; i++) {
        names[i] = w[i]->name;
        fields[i] = (struct field){.name = w[i]->name,
                                   .type = FIELD_CUSTOM,
                                   .custom = &wire_type,
                                   .member = w[i],
                                   .of = w[i]->params,
                                   .text = w[i]->text};
    }
    fields[count] =
        (struct field){.name = "per_minute",
                       .type = FIELD_COUNT,
                       .at = offsetof(struct channel, per_minute),
                       .least = 1,
                       .most = 100000,
                       .text = "messages at most; the service's own limit unless told"};
    struct field_choice *choices = arena_array(arena, 2, struct field_choice);
    choices[0] =
        (struct field_choice){.names = names, .what = "kind of channel", .required = true};
    struct field_table *table = arena_make(arena, struct field_table);
    *table = (struct field_table){.name = "channel",
                                  .text = "where messages go: one kind of channel",
                                  .size = sizeof(struct channel),
                                  .fields = fields,
                                  .choices = count > 0 ? choices : NULL,
                                  .check = count > 0 ? NULL : no_kinds,
                                  .has_name = true,
                                  .name_at = offsetof(struct channel, name),
                                  .name_place_at = offsetof(struct channel, at)};
    return table;
}

/* --- the rest ------------------------------------------------------------------------------- */

static const struct field store_fields[] = {
    {.name = "path",
     .type = FIELD_CUSTOM,
     .custom = &path_type,
     .at = offsetof(struct raw_store, path),
     .fallback = "xunjian.db",
     .text = "the database, beside this file unless absolute"},
    {.name = "alarm",
     .type = FIELD_TEXT,
     .at = offsetof(struct raw_store, alarm),
     .place_at = offsetof(struct raw_store, alarm_at),
     .text = "the channel told when the store itself fails"},
    {0},
};
static const struct field_table store_table = {.name = "store",
                                               .text = "where the robot remembers",
                                               .size = sizeof(struct raw_store),
                                               .fields = store_fields,
                                               .shorthand = "path"};

static const struct word formats[] = {
    {.name = "logfmt", .value = 0, .text = "key=value"},
    {.name = "json", .value = 1, .text = "an object a line"},
    {0},
};
static const struct word levels[] = {
    {.name = "error", .value = LEVEL_ERROR},
    {.name = "warning", .value = LEVEL_WARNING},
    {.name = "info", .value = LEVEL_INFO},
    {.name = "debug", .value = LEVEL_DEBUG},
    {0},
};
static const struct field log_fields[] = {
    {.name = "format",
     .type = FIELD_WORD,
     .at = offsetof(struct raw_log, format),
     .words = formats,
     .fallback = "logfmt",
     .text = "how a line is written"},
    {.name = "level",
     .type = FIELD_WORD,
     .at = offsetof(struct raw_log, level),
     .words = levels,
     .fallback = "info",
     .text = "the least important lines that are written"},
    {0},
};
static const struct field_table log_table = {.name = "log",
                                             .text = "what the robot's operator reads",
                                             .size = sizeof(struct raw_log),
                                             .fields = log_fields};

const struct field_table config_secrets_table = {
    .name = "config_secrets",
    .text = "the secrets alone",
    .size = sizeof(struct raw_config),
    .fields = (const struct field[]){{.name = "secrets",
                                      .type = FIELD_MAP,
                                      .at = offsetof(struct raw_config, secrets),
                                      .count_at = offsetof(struct raw_config, secret_count),
                                      .of = &secret_source_table,
                                      .text = "where the values of ${NAME} come from"},
                                     {0}}};

static const struct field plain_fields[] = {
    {.name = "location",
     .type = FIELD_TEXT,
     .at = IN(location),
     .text = "names this robot in alerts and metrics; the machine's name unless told"},
    {.name = "public_url",
     .type = FIELD_CUSTOM,
     .custom = &url_type,
     .at = IN(public_url),
     .text = "the page as people reach it: links in alerts begin with it"},
    {.name = "scenarios",
     .type = FIELD_TEXTS,
     .at = IN(scenarios),
     .places_at = offsetof(struct raw_config, scenarios_at),
     .least = 1,
     .required = true,
     .text = "files and folders of journeys, beside this file"},
    {.name = "environments",
     .type = FIELD_TEXTS,
     .at = IN(environments),
     .places_at = IN(environments_at),
     .most = 100,
     .text = "every journey is run in each of these"},
    {.name = "calendars",
     .type = FIELD_TEXTS,
     .at = offsetof(struct raw_config, calendar_paths),
     .places_at = offsetof(struct raw_config, calendars_at),
     .text = "files and folders of NAME.calendar.yaml; the folder calendars beside this file "
             "unless told"},
    {.name = "graph",
     .type = FIELD_CUSTOM,
     .custom = &path_type,
     .at = IN(graph_file),
     .place_at = offsetof(struct raw_config, graph_at),
     .text = "the app's map for the status page, as `xunjian crawl -o FILE` writes it or as "
             "developers keep it; beside this file unless absolute"},
    {.name = "store",
     .type = FIELD_STRUCT,
     .at = offsetof(struct raw_config, store),
     .of = &store_table,
     .text = "where the robot remembers"},
    {.name = "routes",
     .type = FIELD_LIST,
     .at = offsetof(struct raw_config, routes),
     .count_at = IN(route_count),
     .of = &config_route_table,
     .most = MOST_RULES,
     .text = "which messages go where; the first that matches"},
    {.name = "defaults",
     .type = FIELD_STRUCT,
     .at = offsetof(struct raw_config, defaults),
     .of = &default_table,
     .text = "what journeys need not repeat"},
    {.name = "maintenance",
     .type = FIELD_LIST,
     .at = offsetof(struct raw_config, windows),
     .count_at = IN(maintenance_count),
     .of = &config_window_table,
     .most = MOST_RULES,
     .text = "when alerts are muted"},
    {.name = "web",
     .type = FIELD_STRUCT,
     .at = IN(web),
     .of = &config_web_table,
     .text = "the status page; none without it"},
    {.name = "limits",
     .type = FIELD_STRUCT,
     .at = IN(limits),
     .of = &config_limit_table,
     .text = "how much at once"},
    {.name = "retention",
     .type = FIELD_STRUCT,
     .at = IN(retention),
     .of = &config_retention_table,
     .text = "how long what is kept"},
    {.name = "connectivity",
     .type = FIELD_STRUCT,
     .at = IN(connectivity),
     .of = &config_connectivity_table,
     .text = "how the robot knows that it is itself cut off"},
    {.name = "heartbeat",
     .type = FIELD_STRUCT,
     .at = IN(heartbeat),
     .of = &config_heartbeat_table,
     .text = "a dead man's switch"},
    {.name = "traces",
     .type = FIELD_STRUCT,
     .at = IN(traces),
     .of = &config_trace_table,
     .text = "runs as OpenTelemetry traces"},
    {.name = "quorum",
     .type = FIELD_STRUCT,
     .at = IN(quorum),
     .of = &config_quorum_table,
     .text = "when several robots keep one store"},
    {.name = "log",
     .type = FIELD_STRUCT,
     .at = offsetof(struct raw_config, log),
     .of = &log_table,
     .text = "what the robot's operator reads"},
};

const struct field_table *config_table(struct arena *arena, const struct vocabulary *vocabulary)
{
    enum { PLAIN = sizeof plain_fields / sizeof plain_fields[0] };
    struct field *fields = arena_array(arena, PLAIN + 3, struct field);
    struct field_table *table = arena_make(arena, struct field_table);
    memcpy(fields, plain_fields, sizeof plain_fields);
    fields[PLAIN] = config_secrets_table.fields[0];
    fields[PLAIN + 1] = (struct field){.name = "channels",
                                       .type = FIELD_MAP,
                                       .at = offsetof(struct raw_config, channels),
                                       .count_at = IN(channel_count),
                                       .of = channel_table(arena, vocabulary->wires),
                                       .most = MOST_CHANNELS,
                                       .text = "where messages go, by name"};
    *table = (struct field_table){.name = "config",
                                  .text = "what `xunjian serve` is told",
                                  .size = sizeof(struct raw_config),
                                  .fields = fields,
                                  .place_at = offsetof(struct raw_config, at)};
    return table;
}
