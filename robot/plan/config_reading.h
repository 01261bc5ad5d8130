/* SPDX-License-Identifier: Apache-2.0 */
/* config_reading.h - a configuration as its file says it: for the files of this room only. */
#pragma once

#include "model/config.h"
#include "plan/loader.h"

struct raw_route {
    struct route route;
    const char *const *channels; /* names */
    struct place at;
};

struct raw_window {
    struct maintenance_rule rule;
    const char *from, *to;
    struct place from_at, to_at, cron_at, zone_at;
};

struct raw_defaults {
    struct schedule_rule schedule;
    struct alert_rule alert;
    struct latency_rule latency;
    int64_t certificate_ns;
    struct place schedule_at, alert_at;
};

struct raw_store {
    const char *path, *alarm;
    struct place alarm_at;
};

struct raw_log {
    int format, level;
};

struct raw_config {
    struct config config;
    struct raw_defaults defaults;
    struct raw_store store;
    struct raw_log log;
    struct channel *channels;
    struct raw_route *routes;
    struct raw_window *windows;
    struct secret_source *secrets;
    size_t secret_count;
    struct place at, scenarios_at, environments_at;
    const char *const *calendar_paths;
    struct place calendars_at;
};

/* A mapping whose texts have no placeholders any more: secrets and env() are put in. `secrets` were
 * fetched; with lint they are empty and stand for "secret". NULL with diags told. */
struct known_secret {
    const char *name;
    struct text value;
};
const struct node *config_substitute(struct loader *loader, const struct node *root,
                                     const struct known_secret *secrets, size_t count);

/* config_parts.c: the sections. */
extern const struct field_table config_route_table, config_window_table, config_latency_table,
    config_web_table, config_limit_table, config_retention_table, config_connectivity_table,
    config_heartbeat_table, config_trace_table, config_quorum_table;

extern const struct field_table config_secrets_table; /* the `secrets` key alone */
