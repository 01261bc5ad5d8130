/* SPDX-License-Identifier: Apache-2.0 */
/* configure.c - the machine's life, and new settings put under what is remembered. */

#include "alert/command.h"
#include "alert/crowd.h"
#include "alert/hold.h"
#include "alert/judge.h"
#include "alert/match.h"
#include "alert/matter.h"
#include "alert/open.h"
#include "alert/say.h"
#include "alert/tidy.h"
#include "base/arena.h"
#include "base/must.h"

#include <stdlib.h>

struct alerts *alerts_new(void)
{
    struct alerts *alerts = list_make(sizeof *alerts);
    alerts->index = arena_new();
    map_init(&alerts->by_name, alerts->index);
    string_keep(&alerts->robot.why, "");
    return alerts;
}

static void free_strings(struct list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->at[i]);
    list_done(list);
}

void alerts_end(struct alerts *alerts)
{
    if (alerts == NULL)
        return;
    for (size_t i = 0; i < alerts->monitors.count; i++)
        monitor_free(alerts->monitors.at[i]);
    for (size_t i = 0; i < alerts->incidents.count; i++)
        incident_free(alerts->incidents.at[i]);
    for (size_t i = 0; i < alerts->windows.count; i++)
        window_free(alerts->windows.at[i]);
    list_done(&alerts->monitors);
    list_done(&alerts->active);
    list_done(&alerts->dirty);
    list_done(&alerts->incidents);
    list_done(&alerts->windows);
    free_strings(&alerts->gone);
    free_strings(&alerts->gone_windows);
    free_strings(&alerts->beginnings);
    free(alerts->robot.why);
    arena_end(alerts->index);
    arena_end(alerts->settings.arena);
    free(alerts);
}

/* It leaves whatever it is a member of. */
static void bid_farewell(struct turn *turn, struct monitor *monitor)
{
    struct alerts *alerts = turn->alerts;
    open_gone(turn, monitor);
    for (size_t i = 0; i < alerts->incidents.count; i++) {
        struct incident *incident = alerts->incidents.at[i];
        struct member *member =
            incident->closed == 0
                ? incident_member(incident, monitor->journey, monitor->environment)
                : NULL;
        if (member != NULL)
            matter_leave(turn, incident, member, turn->now_utc_ns,
                         "no longer in the configuration");
    }
    char *key = NULL;
    string_keep(&key, monitor_key(turn->arena, monitor));
    list_add(&alerts->gone, key);
    list_remove(&alerts->active, monitor);
    list_remove(&alerts->dirty, monitor);
    crowd_forget(alerts, monitor);
    monitor_free(monitor);
}

static void drop_gone(struct turn *turn)
{
    struct alerts *alerts = turn->alerts;
    struct arena *index = arena_new();
    size_t kept = 0;
    map_init(&alerts->by_name, index);
    for (size_t i = 0; i < alerts->monitors.count; i++) {
        struct monitor *monitor = alerts->monitors.at[i];
        if (monitor->as == NULL)
            bid_farewell(turn, monitor);
        else
            alerts->monitors.at[kept++] = monitor;
    }
    alerts->monitors.count = kept;
    map_reserve(&alerts->by_name, kept);
    for (size_t i = 0; i < kept; i++) {
        struct monitor *monitor = alerts->monitors.at[i];
        map_put(&alerts->by_name, text_of(monitor_key(turn->arena, monitor)), monitor);
    }
    arena_end(alerts->index);
    alerts->index = index;
}

static void find_places(struct alerts *alerts)
{
    for (size_t i = 0; i < alerts->monitors.count; i++)
        ((struct monitor *)alerts->monitors.at[i])->as = NULL;
    for (size_t i = 0; i < alerts->settings.monitor_count; i++) {
        const struct alert_monitor *as = &alerts->settings.monitors[i];
        struct monitor *monitor = monitor_find(alerts, as->journey, as->environment);
        if (monitor == NULL)
            monitor = monitor_new(alerts, as->journey, as->environment);
        monitor->as = as;
    }
}

/* What is no longer watched for must not stay open for ever. */
static void end_unwatched(struct turn *turn)
{
    struct alerts *alerts = turn->alerts;
    for (size_t i = 0; i < alerts->incidents.count; i++) {
        struct incident *incident = alerts->incidents.at[i];
        if (incident->closed != 0)
            continue;
        bool watched = (incident->rule != RULE_CERTIFICATE ||
                        alerts->settings.config->certificate_ns > 0) &&
                       (incident->rule != RULE_LATENCY || alerts->settings.config->latency.on);
        if (!watched)
            matter_close(turn, incident, turn->now_utc_ns, "no longer watched");
    }
    crowd_configure(turn);
}

static bool has_channel(const struct alerts *alerts, const struct incident *incident)
{
    for (size_t i = 0; i < incident->channels.count; i++)
        if (match_channel(alerts, ((const struct told *)incident->channels.at[i])->channel) !=
            NULL)
            return true;
    return false;
}

static void tell_where_it_goes_now(struct turn *turn, struct incident *incident)
{
    struct alerts *alerts = turn->alerts;
    if (incident->rule == RULE_CONNECTIVITY || incident->rule == RULE_INTERNAL) {
        say_trigger(turn, incident,
                    match_robot_channels(alerts, incident->severity, turn->arena));
        return;
    }
    for (size_t i = 0; i < incident->members.count; i++) {
        const struct member *member = incident->members.at[i];
        const struct monitor *monitor = member_monitor(alerts, member);
        if (monitor == NULL)
            continue;
        struct whom whom = whom_of(monitor->as, incident->severity);
        say_trigger(turn, incident,
                    match_channels(alerts, &whom, monitor->as->rule.channels, turn->arena));
    }
}

/* Whoever was told is not there any more: its reminders and its end would be told to nobody. */
static void tell_orphans(struct turn *turn)
{
    struct alerts *alerts = turn->alerts;
    for (size_t i = 0; i < alerts->incidents.count; i++) {
        struct incident *incident = alerts->incidents.at[i];
        if (incident->closed == 0 && !has_channel(alerts, incident) &&
            hold_incident_muted(alerts, incident, turn->now_utc_ns) == 0)
            tell_where_it_goes_now(turn, incident);
    }
}

struct alert_output alerts_configure(struct alerts *alerts,
                                     const struct alert_settings *settings, int64_t now_utc_ns,
                                     struct arena *arena)
{
    must(settings != NULL && settings->config != NULL);
    struct turn turn = turn_begin(alerts, now_utc_ns, arena);
    struct arena *old = alerts->settings.arena;
    if (settings->arena != NULL)
        arena_hold(settings->arena);
    alerts->settings = *settings;
    alerts->configured = true;
    find_places(alerts);
    tidy_restored(alerts);
    drop_gone(&turn);
    end_unwatched(&turn);
    tell_orphans(&turn);
    open_consider_all(&turn);
    arena_end(old);
    return turn_output(&turn);
}

/* The worst that any location says. */
static bool is_failing(const struct monitor *monitor)
{
    for (size_t i = 0; i < monitor->sites.count; i++)
        if (judge_failures(monitor->sites.at[i], &monitor->as->rule) > 0)
            return true;
    return false;
}

static bool has_results(const struct monitor *monitor)
{
    for (size_t i = 0; i < monitor->sites.count; i++)
        if (((const struct site *)monitor->sites.at[i])->last_utc_ns != 0)
            return true;
    return false;
}

const char *alerts_state(const struct alerts *alerts, const char *journey,
                         const char *environment)
{
    const struct monitor *monitor = monitor_find(alerts, journey, environment);
    if (monitor == NULL || monitor->as == NULL || !has_results(monitor))
        return "unknown";
    if (monitor->flapping)
        return "flapping";
    if (!monitor->broken && !is_failing(monitor))
        return "ok";
    struct whom whom = whom_of(monitor->as, monitor->as->rule.severity);
    if (match_muted(alerts, &whom, alerts->now_utc_ns) != 0)
        return "muted";
    if (!monitor->broken)
        return "failing";
    return monitor->incident != NULL ? "firing" : "held";
}
