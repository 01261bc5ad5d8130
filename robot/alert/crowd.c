/* SPDX-License-Identifier: Apache-2.0 */
/* crowd.c - counting who began to fail lately, and the one incident that stands for all. */

#include "alert/crowd.h"
#include "alert/hold.h"
#include "alert/match.h"
#include "alert/matter.h"
#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

enum { CROWD_HOSTS = 2, SUSPECT_HOSTS = 3 };

static const struct connectivity_rule *rule_of(const struct alerts *alerts)
{
    return &alerts->settings.config->connectivity;
}

static bool is_valid(const struct beginning *b, int64_t since_utc_ns)
{
    return b->at_utc_ns >= since_utc_ns && b->monitor->failure.unanswered &&
           b->monitor->failure.noted_utc_ns == b->at_utc_ns;
}

/* Monitors that began since then, and their different hosts, counted no further than
 * SUSPECT_HOSTS. */
static size_t count_beginnings(const struct alerts *alerts, int64_t since_utc_ns,
                               size_t *ret_hosts)
{
    const char *hosts[SUSPECT_HOSTS];
    size_t count = 0, different = 0;
    for (size_t i = 0; i < alerts->beginnings.count; i++) {
        const struct beginning *b = alerts->beginnings.at[i];
        if (!is_valid(b, since_utc_ns))
            continue;
        count++;
        size_t seen = 0;
        while (seen < different && strcmp(hosts[seen], b->monitor->failure.host) != 0)
            seen++;
        if (seen == different && different < SUSPECT_HOSTS)
            hosts[different++] = b->monitor->failure.host;
    }
    *ret_hosts = different;
    return count;
}

static bool is_possible(const struct alerts *alerts)
{
    const struct connectivity_rule *rule = rule_of(alerts);
    int64_t until =
        alerts->robot.no_crowd_until_utc_ns; /* further off: the clock was set back */
    return rule->percent > 0 && rule->within_ns > 0 &&
           alerts->settings.monitor_count >= (size_t)rule->least &&
           (alerts->now_utc_ns >= until || until - alerts->now_utc_ns > rule->within_ns);
}

bool crowd_holds(const struct alerts *alerts, const struct monitor *monitor)
{
    return (alerts->robot.cut_off || alerts->robot.crowd) && monitor->failure.unanswered;
}

int64_t crowd_wait_until_utc_ns(const struct alerts *alerts, const struct monitor *monitor,
                                int64_t now_utc_ns)
{
    size_t hosts;
    int64_t until = monitor->broken_utc_ns + CROWD_WAIT_NS;
    if (!monitor->failure.unanswered || now_utc_ns >= until ||
        now_utc_ns < monitor->broken_utc_ns || !is_possible(alerts))
        return 0;
    count_beginnings(alerts, now_utc_ns - rule_of(alerts)->within_ns, &hosts);
    return hosts >= SUSPECT_HOSTS ? until : 0;
}

static const char *key_here(const struct alerts *alerts, struct arena *arena)
{
    const char *location = alerts->settings.config->location;
    const char *const parts[] = {rule_name(RULE_CONNECTIVITY), location != NULL ? location : "",
                                 NULL};
    return key_of(arena, parts);
}

static void open_here(struct turn *turn, const char *title, const char *text)
{
    struct alerts *alerts = turn->alerts;
    const char *key = key_here(alerts, turn->arena);
    struct incident *incident = incident_open_of(alerts, key);
    if (incident != NULL) {
        if (string_keep(&incident->text, text))
            incident_event(incident, turn->now_utc_ns, "moved", text, "");
        return;
    }
    incident = incident_new(alerts, RULE_CONNECTIVITY, key, turn->now_utc_ns);
    incident->remind_ns = alerts->settings.config->alert.remind_ns;
    string_keep(&incident->severity, "error");
    string_keep(&incident->location, alerts->settings.config->location);
    string_keep(&incident->owner, "xunjian");
    string_keep(&incident->title, title);
    string_keep(&incident->text, text);
    matter_open(turn, incident, match_robot_channels(alerts, incident->severity, turn->arena),
                "");
}

static void close_here(struct turn *turn, const char *why)
{
    struct robot *robot = &turn->alerts->robot;
    struct incident *incident =
        incident_open_of(turn->alerts, key_here(turn->alerts, turn->arena));
    if (incident != NULL && !robot->cut_off && !robot->crowd)
        matter_close(turn, incident, turn->now_utc_ns, why);
}

static void drop_old(struct alerts *alerts, int64_t before_utc_ns)
{
    size_t old = 0;
    while (old < alerts->beginnings.count &&
           ((const struct beginning *)alerts->beginnings.at[old])->at_utc_ns < before_utc_ns)
        free(alerts->beginnings.at[old++]);
    if (old == 0)
        return;
    alerts->beginnings.count -= old;
    memmove(alerts->beginnings.at, alerts->beginnings.at + old,
            alerts->beginnings.count * sizeof *alerts->beginnings.at);
}

static void note(struct alerts *alerts, struct monitor *monitor)
{
    struct beginning *b = list_make(sizeof *b);
    *b = (struct beginning){.monitor = monitor, .at_utc_ns = monitor->failure.noted_utc_ns};
    list_add(&alerts->beginnings, b);
}

void crowd_begin(struct turn *turn, struct monitor *monitor)
{
    struct alerts *alerts = turn->alerts;
    const struct connectivity_rule *rule = rule_of(alerts);
    size_t hosts, all = alerts->settings.monitor_count;
    if (!monitor->failure.unanswered || rule->within_ns <= 0)
        return;
    drop_old(alerts, turn->now_utc_ns - rule->within_ns);
    note(alerts, monitor);
    if (alerts->robot.crowd || !is_possible(alerts))
        return;
    size_t count = count_beginnings(alerts, turn->now_utc_ns - rule->within_ns, &hosts);
    if (hosts < CROWD_HOSTS || count < (size_t)rule->least ||
        count * 100 < all * (size_t)rule->percent)
        return;
    alerts->robot.crowd = true;
    alerts->robot.crowd_utc_ns = turn->now_utc_ns;
    alerts->robot.dirty = true;
    open_here(turn, "the robot seems to be cut off: nearly everything fails at once",
              arena_printf(turn->arena,
                           "%zu of %zu monitors began to fail at several hosts, none of which "
                           "answered; their alerts are held back",
                           count, all));
}

/* Over when fewer than half as many fail without an answer as it took to begin. */
void crowd_ease(struct turn *turn)
{
    struct alerts *alerts = turn->alerts;
    size_t failing = 0, all = alerts->settings.monitor_count;
    if (!alerts->robot.crowd)
        return;
    for (size_t i = 0; i < alerts->monitors.count; i++) {
        const struct monitor *monitor = alerts->monitors.at[i];
        failing += monitor->failure.unanswered && monitor_fails_now(monitor);
    }
    if (failing * 200 >= all * (size_t)rule_of(alerts)->percent)
        return;
    alerts->robot.crowd = false;
    alerts->robot.dirty = true;
    close_here(turn, "most monitors are well again");
}

void crowd_connectivity(struct turn *turn, bool reachable, const char *why)
{
    struct robot *robot = &turn->alerts->robot;
    bool was_cut_off = robot->cut_off;
    robot->dirty = true;
    robot->tried_utc_ns = turn->now_utc_ns;
    robot->cut_off = !reachable;
    string_keep(&robot->why, why);
    if (!reachable) {
        open_here(turn, "the robot is cut off: no connectivity target answers", why);
        return;
    }
    if (robot->crowd && (was_cut_off || turn->now_utc_ns > robot->crowd_utc_ns)) {
        robot->crowd = false;
        robot->no_crowd_until_utc_ns = turn->now_utc_ns + rule_of(turn->alerts)->within_ns;
    }
    close_here(turn, "connectivity targets answer");
}

static int by_time(const void *a, const void *b)
{
    const struct beginning *x = *(void *const *)a, *y = *(void *const *)b;
    if (x->at_utc_ns != y->at_utc_ns)
        return x->at_utc_ns < y->at_utc_ns ? -1 : 1;
    return strcmp(x->monitor->journey, y->monitor->journey);
}

void crowd_restore(struct alerts *alerts)
{
    drop_old(alerts, INT64_MAX);
    for (size_t i = 0; i < alerts->monitors.count; i++) {
        struct monitor *monitor = alerts->monitors.at[i];
        if (monitor->failure.unanswered)
            note(alerts, monitor);
    }
    if (alerts->beginnings.count > 1)
        qsort(alerts->beginnings.at, alerts->beginnings.count, sizeof *alerts->beginnings.at,
              by_time);
}

void crowd_forget(struct alerts *alerts, const struct monitor *monitor)
{
    for (size_t i = alerts->beginnings.count; i-- > 0;) {
        struct beginning *b = alerts->beginnings.at[i];
        if (b->monitor == monitor) {
            list_remove(&alerts->beginnings, b);
            free(b);
        }
    }
}

void crowd_configure(struct turn *turn)
{
    const struct connectivity_rule *rule = rule_of(turn->alerts);
    struct robot *robot = &turn->alerts->robot;
    bool targets = rule->targets != NULL && rule->targets[0] != NULL;
    if ((!robot->cut_off || targets) && (!robot->crowd || rule->percent > 0))
        return;
    robot->cut_off = robot->cut_off && targets;
    robot->crowd = robot->crowd && rule->percent > 0;
    robot->dirty = true;
    close_here(turn, "no longer watched");
}
