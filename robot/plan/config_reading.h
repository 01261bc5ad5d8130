/* SPDX-License-Identifier: Apache-2.0 */
/* config_reading.h - a configuration as its file says it: for the files of this room only. */
#pragma once

#include "model/config.h"
#include "plan/loader.h"

struct raw_route {
    struct route route;
    const char *const *channels; /* names */
    const struct place *channels_at;
};

struct raw_window {
    struct maintenance_rule rule;
    const char *from, *to;
    struct place name_at, from_at, to_at, cron_at, zone_at, lasts_at;
    bool is_right; /* each key by itself */
};

struct raw_defaults {
    struct schedule_rule schedule;
    struct alert_rule alert;
    struct latency_rule latency;
    int64_t certificate_ns;
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
    struct place at, graph_at;
    const struct place *scenarios_at, *calendars_at;
    const char *const *calendar_paths;
    bool channels_are_wrong; /* not even their names are known */
};

/* A secret under `secrets:` and its value, empty when it is not known: lint does not fetch any. */
struct known_secret {
    const char *name;
    struct text value;
};
struct known_secrets {
    const struct known_secret *items;
    size_t count;
};

/* Where a value stands in for one that is not known: what is found wrong there is not told. */
enum { MOST_UNKNOWN = 1000 };
struct unknown_values {
    struct place at[MOST_UNKNOWN];
    size_t count;
};

/* A mapping whose texts have no placeholders any more: secrets, env() and file() are put in. */
const struct node *config_substitute(struct loader *loader, const struct node *root,
                                     const struct known_secrets *secrets,
                                     struct unknown_values *ret_unknown);

/* Everything about one file but finding it; mistakes go to loader->diags. What is returned is to be
 * served only when there are none; NULL when nothing can be said about the rest of it. With lint
 * what stands for secrets is not to be used. */
const struct config *config_read(struct loader *loader, const struct source *source);

/* config_settle.c: what the sections say of each other; goes on after mistakes. */
void config_settle(struct loader *loader, struct raw_config *raw, const char *path);
void config_settle_web(struct loader *loader, struct web_rule *web);
void config_settle_graph(struct loader *loader, struct raw_config *raw);
void config_settle_calendars(struct loader *loader, struct raw_config *raw);
void config_settle_windows(struct loader *loader, struct raw_config *raw);

/* `no channel "oncal" (did you mean "oncall"?)` */
void config_tell_unknown(struct diags *diags, struct place at, const char *what,
                         const char *name, const char *const *names);
/* NULL when there is none, which is told. */
const struct channel *config_named_channel(const struct config *config, const char *name,
                                           struct place at, struct diags *diags);
const struct calendar *config_named_calendar(const struct config *config, const char *name,
                                             struct place at, struct diags *diags);

/* config_parts.c: the sections. */
extern const struct field_table config_route_table, config_window_table, config_latency_table,
    config_web_table, config_limit_table, config_retention_table, config_connectivity_table,
    config_heartbeat_table, config_trace_table, config_quorum_table;

extern const struct field_table config_secrets_table; /* the `secrets` key alone */
