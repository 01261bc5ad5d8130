/* SPDX-License-Identifier: Apache-2.0 */
/* config.h - what `xunjian serve` was told: one file, xunjian.yaml, read by robot/plan.
 *
 * Immutable; lives in the arena of the reading; replaced as a whole by a reload. Paths are absolute
 * or relative to the robot's working folder; names are checked against each other (a route's channel
 * exists). Secrets are already in their place and in the redaction table. */
#pragma once

#include "base/diag.h"
#include "model/journey.h"

struct calendar;
struct cron;
struct graph;
struct wire;
struct wire_header;
struct zone;

/* What the robot tells of itself goes by the routes as this journey, and as this owner. */
#define ROBOT_ITSELF "xunjian"

/* Which monitors or messages something is for. Every list that is there must match; in a list one
 * must. Names may hold `*`. */
struct matcher {
    const char *const *journeys; /* NULL: any; else NULL-terminated, as all lists here */
    const char *const *tags, *const *owners, *const *business;
    const char *const *environments, *const *severities;
    /* Of a configuration's: the places of their items, one each. */
    const struct place *journeys_at, *environments_at, *severities_at;
};

/* Where messages go. */
struct channel {
    const char *name;
    struct place at;
    const struct wire *wire; /* its kind: alertmanager, dingtalk, ... */
    const void *params;      /* the kind's own struct, of the table wire->params */
    int64_t per_minute;      /* messages; 0: the kind's own limit */
};

/* The first route that matches takes the message; `go_on`: the next ones are asked, too. */
struct route {
    struct matcher match;
    const struct channel *const *channels; /* NULL-terminated */
    bool go_on;
};

/* A maintenance window: mutes, never stops runs. Either from and to, or cron, zone and lasts. */
struct maintenance_rule {
    const char *name;
    struct place at;
    struct matcher match;
    int64_t from_utc_ns, to_utc_ns; /* both 0 with cron */
    const char *cron, *zone; /* zone: its own, else the default schedule's, else NULL: UTC */
    const struct cron *when; /* of cron; NULL with from and to */
    const struct zone *in;   /* of zone; NULL: UTC */
    int64_t lasts_ns;
};

struct web_rule {
    const char *listen; /* "127.0.0.1:8480", "[::1]:8480"; NULL: no page */
    struct place listen_at;
    const char *const *hosts; /* names accepted in Host beside the address listened on */
    const char *certificate_file, *key_file; /* PEM; both or neither */
    const char *token_hash; /* as `xunjian token` prints it; NULL: no token asked for */
    struct place certificate_at, key_at, token_at;
    int64_t request_bytes, connections; /* limits */
};

/* How much the robot does at once. */
struct serve_limits {
    int64_t parallel; /* runs in flight */
    int64_t queue;    /* runs waiting for a place; more are told as missed */
    int64_t
        misfire_ns; /* a run that could not start for so long is told as missed, not started */
    int64_t drain_ns; /* a stop waits so long for runs under way, then cancels them */
};

/* How long what is kept, ns; 0: for ever. */
struct retention {
    int64_t runs_ns, evidence_ns, rollups_ns, incidents_ns;
};

/* The robot's own way out: when all of these fail, what fails is here, not there. */
struct connectivity_rule {
    const char *const
        *targets; /* "tcp://10.0.0.1:443", "https://..." ; none: only "all at once" */
    const struct place *targets_at;
    int64_t every_ns, timeout_ns;
    /* Without targets, or beside them: so many percent of at least `least` monitors begin to fail
     * within `within_ns`: one internal incident. */
    int64_t percent, least, within_ns;
};

struct heartbeat_rule {
    const char *url; /* NULL: none */
    int64_t every_ns, timeout_ns;
};

/* OTLP/HTTP. */
struct traces_rule {
    const char *url; /* ".../v1/traces"; NULL: none */
    const struct wire_header *headers;
    size_t header_count;
    int64_t timeout_ns;
};

/* Latency against a journey's own recent normal: the newest runs against those before. */
struct latency_rule {
    bool on;
    int64_t newest, previous; /* runs: 5, 25 */
    int64_t percent;          /* slower by so much ... */
    int64_t least_ns;         /* ... and by at least so much */
};

/* Opens only when so many locations see the failure (several robots, one store). */
struct quorum_rule {
    int64_t locations; /* 1: this one is enough */
    int64_t within_ns;
};

struct config {
    const char *file;
    const char *location;            /* names this robot: metrics, alerts, reports */
    const char *public_url;          /* of the page, for links in alerts; NULL: from listen */
    const char *const *scenarios;    /* files and folders */
    const char *const *environments; /* as plan_options.environment; none: run without one */
    const struct place *environments_at; /* one for each */
    const char *graph_file;              /* the app's map; NULL: none */
    const struct graph *graph;           /* robot/graph/graph.h */
    const char *store_path;
    const struct channel *store_alarm; /* told when the store fails; NULL: log only */
    const struct channel *channels;
    size_t channel_count;
    const struct route *routes;
    size_t route_count;
    const struct maintenance_rule *maintenance;
    size_t maintenance_count;
    const struct calendar *const *calendars; /* NULL-terminated; robot/schedule/calendar.h */
    struct schedule_rule schedule;           /* for journeys that say nothing themselves */
    struct alert_rule alert;
    struct latency_rule latency;
    struct quorum_rule quorum;
    int64_t certificate_ns; /* tell of a certificate that ends sooner than this; 0: never */
    struct web_rule web;
    struct serve_limits limits;
    struct retention retention;
    struct connectivity_rule connectivity;
    struct heartbeat_rule heartbeat;
    struct traces_rule traces;
    bool log_json;
    int log_level; /* enum log_level */
};

/* Whether web.token_hash has the form of one: "sha256:SALT:HASH", 32 and 64 hex digits. */
bool config_is_token_hash(const char *hash);

/* NULL: there is no channel of that name. */
const struct channel *config_channel(const struct config *config, const char *name);

/* A journey's own words first, then the configuration's, then the robot's: every minute, no jitter,
 * skip; 2 failures of 3 runs open, 2 good ones close, severity critical. */
struct schedule_rule config_schedule(const struct config *config,
                                     const struct journey *journey);
struct alert_rule config_alert(const struct config *config, const struct journey *journey);
