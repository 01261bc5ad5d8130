/* SPDX-License-Identifier: Apache-2.0 */
/* incident.c - an incident's members, its time line and its notes. */

#include "alert/state.h"
#include "base/arena.h"
#include "base/must.h"

#include <stdlib.h>
#include <string.h>

const char *rule_name(enum rule rule)
{
    static const char *const names[RULE_COUNT] = {
        [RULE_JOURNEY] = "journey",         [RULE_LATENCY] = "latency",
        [RULE_CERTIFICATE] = "certificate", [RULE_CONNECTIVITY] = "connectivity",
        [RULE_INTERNAL] = "internal",
    };
    must((unsigned)rule < RULE_COUNT);
    return names[rule];
}

struct incident *incident_find(const struct alerts *alerts, const char *id)
{
    for (size_t i = 0; i < alerts->incidents.count; i++) {
        struct incident *incident = alerts->incidents.at[i];
        if (strcmp(incident->id, id) == 0)
            return incident;
    }
    return NULL;
}

struct incident *incident_open_of(const struct alerts *alerts, const char *key)
{
    for (size_t i = 0; i < alerts->incidents.count; i++) {
        struct incident *incident = alerts->incidents.at[i];
        if (incident->closed == 0 && strcmp(incident->key, key) == 0)
            return incident;
    }
    return NULL;
}

static void free_parts(struct list *list, const struct shape *shape)
{
    for (size_t i = 0; i < list->count; i++) {
        shape_done(shape, list->at[i]);
        free(list->at[i]);
    }
    list_done(list);
}

void incident_free(struct incident *incident)
{
    free_parts(&incident->members, member_shape);
    free_parts(&incident->events, event_shape);
    free_parts(&incident->notes, note_shape);
    free_parts(&incident->channels, told_shape);
    shape_done(incident_shape, incident);
    shape_done(machine_shape, incident);
    free(incident);
}

/* The closed ones that take notes are the newest MOST_CLOSED. */
void incident_forget_closed(struct alerts *alerts)
{
    struct incident *oldest = NULL;
    size_t closed = 0;
    for (size_t i = 0; i < alerts->incidents.count; i++) {
        struct incident *incident = alerts->incidents.at[i];
        if (incident->closed == 0)
            continue;
        closed++;
        if (!incident->dirty && (oldest == NULL || incident->closed < oldest->closed))
            oldest = incident;
    }
    if (closed <= MOST_CLOSED || oldest == NULL)
        return;
    list_remove(&alerts->incidents, oldest);
    incident_free(oldest);
}

static bool is_older(const struct incident *a, const struct incident *b)
{
    return a->opened != b->opened ? a->opened < b->opened : strcmp(a->id, b->id) < 0;
}

void incident_add(struct alerts *alerts, struct incident *incident)
{
    struct list *list = &alerts->incidents;
    list_add(list, incident);
    for (size_t i = list->count - 1; i > 0 && is_older(list->at[i], list->at[i - 1]); i--) {
        void *older = list->at[i];
        list->at[i] = list->at[i - 1];
        list->at[i - 1] = older;
    }
}

struct incident *incident_new(struct alerts *alerts, enum rule rule, const char *key,
                              int64_t now_utc_ns)
{
    struct incident *incident = list_make(sizeof *incident);
    struct arena *scratch = arena_new();
    incident_forget_closed(alerts);
    const char *id =
        arena_printf(scratch, "%.8s-%llx", key, (unsigned long long)(now_utc_ns / NS_PER_MS));
    for (int n = 2; incident_find(alerts, id) != NULL; n++)
        id = arena_printf(scratch, "%.8s-%llx-%d", key,
                          (unsigned long long)(now_utc_ns / NS_PER_MS), n);
    string_keep(&incident->id, id);
    string_keep(&incident->key, key);
    string_keep(&incident->rule_name, rule_name(rule));
    incident->rule = rule;
    incident->opened = incident->started = incident->last = now_utc_ns;
    incident->dirty = true;
    shape_init(incident_shape, incident);
    shape_init(machine_shape, incident);
    incident_add(alerts, incident);
    arena_end(scratch);
    return incident;
}

struct member *incident_member(const struct incident *incident, const char *journey,
                               const char *environment)
{
    for (size_t i = 0; i < incident->members.count; i++) {
        struct member *member = incident->members.at[i];
        if (strcmp(member->journey, journey) == 0 &&
            strcmp(member->environment, environment) == 0)
            return member;
    }
    return NULL;
}

struct member *incident_join(struct incident *incident, const struct monitor *monitor,
                             int64_t now_utc_ns)
{
    struct member *member = incident_member(incident, monitor->journey, monitor->environment);
    if (member == NULL) {
        member = list_make(sizeof *member);
        shape_init(member_shape, member);
        string_keep(&member->journey, monitor->journey);
        string_keep(&member->environment, monitor->environment);
        list_add(&incident->members, member);
    }
    string_keep(&member->title, monitor->as != NULL ? monitor->as->title : monitor->journey);
    if (!member->failing)
        member->joined = now_utc_ns;
    member->failing = true;
    member->left = 0;
    incident->dirty = true;
    return member;
}

size_t incident_failing(const struct incident *incident)
{
    size_t failing = 0;
    for (size_t i = 0; i < incident->members.count; i++)
        failing += ((const struct member *)incident->members.at[i])->failing;
    return failing;
}

void incident_event(struct incident *incident, int64_t now_utc_ns, const char *what,
                    const char *text, const char *run)
{
    if (incident->events.count == MOST_EVENTS) {
        struct event *dropped = incident->events.at[FIRST_EVENTS];
        list_remove(&incident->events, dropped);
        shape_done(event_shape, dropped);
        free(dropped);
    }
    struct event *event = list_make(sizeof *event);
    event->at = now_utc_ns;
    string_keep(&event->what, what);
    string_keep(&event->text, text);
    string_keep(&event->run, run);
    list_add(&incident->events, event);
    incident->dirty = true;
}

void incident_note(struct incident *incident, int64_t now_utc_ns, const char *who,
                   const char *text)
{
    if (incident->notes.count == MOST_NOTES) {
        struct note *oldest = incident->notes.at[0];
        list_remove(&incident->notes, oldest);
        shape_done(note_shape, oldest);
        free(oldest);
    }
    struct note *note = list_make(sizeof *note);
    note->at = now_utc_ns;
    string_keep(&note->who, who);
    string_keep(&note->text, text);
    list_add(&incident->notes, note);
    incident->dirty = true;
}
