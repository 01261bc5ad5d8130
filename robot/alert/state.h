/* SPDX-License-Identifier: Apache-2.0 */
/* state.h - what the machine remembers. Private to robot/alert.
 *
 * A site is one location's view of a monitor; a monitor is broken when enough of its sites are; a
 * broken monitor that nothing holds back is a member of an incident. All of it is written as rows
 * (keep.c) and read back (keep_read.c); what is not in those tables can be derived. */
#pragma once

#include "alert/alert.h"
#include "alert/list.h"
#include "alert/shape.h"
#include "base/clock.h"
#include "base/map.h"

enum {
    OPENINGS = 3,       /* so many openings within FLAP_NS are flapping */
    MOST_RESULTS = 100, /* fail.of is at most that */
    MOST_SITES = 16,
    MOST_PASSING = 20, /* other variants' runs; then the one that failed is not run any more */
    MOST_EVENTS = 200,
    FIRST_EVENTS = 20, /* never dropped */
    MOST_NOTES = 100,
    MOST_CLOSED = 100, /* closed incidents that still take notes */
    MOST_JOURNEYS_TOLD = 1000,
    INTERNAL_IN_A_ROW = 3,
    CERTIFICATE_GOOD_IN_A_ROW = 2,
};
#define FLAP_NS                 (3600 * NS_PER_S)
#define CALM_NS                 (1800 * NS_PER_S)
#define GROUP_WAIT_NS           (30 * NS_PER_S) /* growth is told so long after the trigger, then ... */
#define GROUP_NEXT_NS           (300 * NS_PER_S) /* ... not more often than that (Alertmanager's two) */
#define NEW_NORMAL_NS           (86400 * NS_PER_S)
#define CERTIFICATE_CRITICAL_NS (3 * 86400 * NS_PER_S)

enum rule {
    RULE_JOURNEY = 0,
    RULE_LATENCY,
    RULE_CERTIFICATE,
    RULE_CONNECTIVITY,
    RULE_INTERNAL,
    RULE_COUNT,
};

/* Why a broken monitor is not told of. */
enum hold {
    HOLD_NONE = 0,
    HOLD_MUTED,
    HOLD_DEPENDENCY,
    HOLD_CUT_OFF,
    HOLD_CROWD,
    HOLD_LOOKING, /* at what it depends on */
    HOLD_COUNT,
};

struct good;
struct latency;

struct site {
    char *location;
    unsigned __int128 bad, certain; /* the newest result in bit 0 */
    int64_t good_in_row, internal_in_row;
    int64_t good_since_utc_ns;            /* first good of the row */
    int64_t last_utc_ns, last_bad_utc_ns; /* of results that count */
    bool broken, last_bad;
    struct good *good;       /* the last good run; NULL: none yet */
    struct latency *latency; /* NULL: none yet */
};

/* What the failing runs say, since the first of them. Phase and reason as words. */
struct failure {
    int64_t began_utc_ns, last_utc_ns, count;
    int64_t noted_utc_ns; /* when the first of them was taken */
    char *first_run, *last_run, *location;
    char *step, *phase, *reason, *text, *host, *endpoint, *changed;
    char *variant;   /* the one that fails; "" without variants, or when several do */
    int64_t passing; /* runs in a row of its other variants, which say nothing of it */
    bool unanswered; /* the other end never said a word: may be the robot's own network */
};

struct monitor {
    char *journey, *environment;
    const struct alert_monitor *as; /* NULL: not configured (yet) */
    struct list sites;              /* struct site */
    struct failure failure;
    bool broken;          /* seen by enough sites */
    bool must_fail_again; /* before it is told: what held it back is gone only now */
    bool flapping;
    int64_t hold;              /* enum hold */
    int64_t hold_until_utc_ns; /* looked at again; 0: when something happens */
    int64_t broken_utc_ns,
        turned_utc_ns;               /* since when; last opening or recovery while flapping */
    int64_t opened_utc_ns[OPENINGS]; /* newest first */
    int64_t asked_utc_ns;      /* looked at again for who depends on it; 0: it has answered */
    struct incident *incident; /* RULE_JOURNEY's, when it is a member that fails */
    bool dirty, active;
};

struct member {
    char *journey, *environment, *title;
    char *step, *phase, *reason, *text, *endpoint;
    bool failing;
    int64_t joined, left;
    int64_t normal_ns, watched; /* RULE_LATENCY: the median it is held against; of which step */
};

struct event {
    int64_t at;
    char *what, *text, *run;
};

struct note {
    int64_t at;
    char *who, *text;
};

/* A channel that got the trigger. */
struct told {
    char *channel;
    char *
        severity; /* as told last: a wire that knows an alert by it must hear the end of just that */
    int64_t renewed_utc_ns;
};

struct incident {
    char *id, *key, *rule_name, *severity, *title;
    char *environment, *location, *owner, *runbook;
    char *host, *endpoint, *step, *phase, *reason, *text, *changed;
    char *first_run, *last_run;
    int64_t opened, started, last, closed, failures; /* the moments as the page shows them */
    bool flapping;
    int64_t acknowledged_at;
    char *acknowledged_by;
    struct list members, events, notes, channels;
    /* The machine's own. */
    int64_t rule; /* enum rule */
    int64_t said, reminded, remind_ns, update_due, good_in_row, told_updates, ended;
    bool dirty;
};

struct window {
    struct arena *arena;
    const char *name, *who, *text;
    struct matcher match;
    int64_t from_utc_ns, to_utc_ns;
    bool dirty;
};

/* The robot's own way out. */
struct robot {
    bool cut_off;                  /* no target answers */
    bool crowd;                    /* nearly everything fails at once */
    int64_t tried_utc_ns;          /* connectivity was told last */
    int64_t crowd_utc_ns;          /* since when it is a crowd */
    int64_t no_crowd_until_utc_ns; /* targets answered: what fails is there, not here */
    char *why;
    bool dirty;
};

/* A monitor began to fail without an answer. */
struct beginning {
    struct monitor *monitor;
    int64_t at_utc_ns;
};

struct alerts {
    struct alert_settings settings;
    bool configured;
    struct arena *index;                 /* of `by_name` */
    struct map by_name;                  /* "journey\nenvironment" -> monitor */
    struct list monitors, active, dirty; /* struct monitor; active: broken or flapping */
    struct list incidents;               /* open ones, and the newest closed */
    struct list windows;
    struct list gone; /* char *: keys of monitors whose rows go */
    struct list gone_windows;
    struct list beginnings; /* struct beginning, oldest first */
    struct robot robot;
    int64_t now_utc_ns; /* of the last call */
    bool restored;      /* something was, and has not been put in order yet */
};

/* One call: what it decides. */
struct turn {
    struct alerts *alerts;
    struct arena *arena;
    int64_t now_utc_ns;
    struct alert_told *told;
    size_t told_count, told_size;
    struct alert_retest *retests;
    size_t retest_count, retest_size;
};

/* turn.c */
struct turn turn_begin(struct alerts *alerts, int64_t now_utc_ns, struct arena *arena);
struct alert_output turn_output(const struct turn *turn);
void turn_tell(struct turn *turn, const char *channel, const struct message *message);
void turn_retest(struct turn *turn, const struct monitor *monitor);

/* monitor.c */
struct monitor *monitor_find(const struct alerts *alerts, const char *journey,
                             const char *environment);
/* Of a member that still fails and whose journey is still watched; else NULL. */
const struct monitor *member_monitor(const struct alerts *alerts, const struct member *member);
struct monitor *monitor_new(struct alerts *alerts, const char *journey,
                            const char *environment);
void monitor_free(struct monitor *monitor);
const char *monitor_key(struct arena *arena, const struct monitor *monitor);
void monitor_touch(struct alerts *alerts, struct monitor *monitor);
void monitor_activate(struct alerts *alerts, struct monitor *monitor);
struct site *monitor_site(struct monitor *monitor, const char *location);
void site_free(struct site *site);
extern const struct shape failure_shape[];

/* incident.c */
const char *rule_name(enum rule rule);
struct incident *incident_find(const struct alerts *alerts, const char *id);
struct incident *incident_open_of(const struct alerts *alerts, const char *key);
struct incident *incident_new(struct alerts *alerts, enum rule rule, const char *key,
                              int64_t now_utc_ns);
/* In the order of opening, then of ids: the same after a restart as before it. */
void incident_add(struct alerts *alerts, struct incident *incident);
/* Keeps the newest MOST_CLOSED closed ones. */
void incident_forget_closed(struct alerts *alerts);
void incident_free(struct incident *incident);
struct member *incident_member(const struct incident *incident, const char *journey,
                               const char *environment);
struct member *incident_join(struct incident *incident, const struct monitor *monitor,
                             int64_t now_utc_ns);
size_t incident_failing(const struct incident *incident); /* members that fail now */
void incident_event(struct incident *incident, int64_t now_utc_ns, const char *what,
                    const char *text, const char *run);
void incident_note(struct incident *incident, int64_t now_utc_ns, const char *who,
                   const char *text);
extern const struct shape incident_shape[], machine_shape[], member_shape[], event_shape[],
    note_shape[], told_shape[];

/* key.c: 32 hex digits; `parts` end with NULL. */
const char *key_of(struct arena *arena, const char *const *parts);
