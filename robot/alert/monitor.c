/* SPDX-License-Identifier: Apache-2.0 */
/* monitor.c - monitors and their sites: finding, making, marking as changed. */

#include "alert/changed.h"
#include "alert/latency.h"
#include "alert/state.h"
#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

#define TEXT(m)                                                             \
    {                                                                       \
        .name = #m, .at = offsetof(struct failure, m), .type = SHAPE_STRING \
    }
#define NUMBER(m)                                                           \
    {                                                                       \
        .name = #m, .at = offsetof(struct failure, m), .type = SHAPE_NUMBER \
    }

const struct shape failure_shape[] = {
    NUMBER(began_utc_ns),
    NUMBER(last_utc_ns),
    NUMBER(count),
    NUMBER(noted_utc_ns),
    TEXT(first_run),
    TEXT(last_run),
    TEXT(location),
    TEXT(step),
    TEXT(phase),
    TEXT(reason),
    TEXT(text),
    TEXT(host),
    TEXT(endpoint),
    TEXT(changed),
    TEXT(variant),
    NUMBER(passing),
    {.name = "unanswered", .at = offsetof(struct failure, unanswered), .type = SHAPE_FLAG},
    {0},
};

static const char *name_of(struct arena *arena, const char *journey, const char *environment)
{
    return arena_printf(arena, "%s\n%s", journey, environment);
}

const char *monitor_key(struct arena *arena, const struct monitor *monitor)
{
    return name_of(arena, monitor->journey, monitor->environment);
}

struct monitor *monitor_find(const struct alerts *alerts, const char *journey,
                             const char *environment)
{
    char
        brief[256]; /* nearly all: asked for every monitor at once, no memory is taken for it */
    size_t before = strlen(journey), after = strlen(environment);
    if (before + 1 + after <= sizeof brief) {
        memcpy(brief, journey, before);
        brief[before] = '\n';
        memcpy(brief + before + 1, environment, after);
        return map_get(&alerts->by_name,
                       (struct text){.at = brief, .length = before + 1 + after});
    }
    struct arena *scratch = arena_new();
    struct monitor *found =
        map_get(&alerts->by_name, text_of(name_of(scratch, journey, environment)));
    arena_end(scratch);
    return found;
}

const struct monitor *member_monitor(const struct alerts *alerts, const struct member *member)
{
    const struct monitor *monitor =
        member->failing ? monitor_find(alerts, member->journey, member->environment) : NULL;
    return monitor != NULL && monitor->as != NULL ? monitor : NULL;
}

struct monitor *monitor_new(struct alerts *alerts, const char *journey, const char *environment)
{
    struct monitor *monitor = list_make(sizeof *monitor);
    struct arena *scratch = arena_new();
    string_keep(&monitor->journey, journey);
    string_keep(&monitor->environment, environment);
    list_add(&alerts->monitors, monitor);
    map_put(&alerts->by_name, text_of(monitor_key(scratch, monitor)), monitor);
    arena_end(scratch);
    return monitor;
}

void site_free(struct site *site)
{
    free(site->location);
    good_free(site->good);
    latency_free(site->latency);
    free(site);
}

void monitor_free(struct monitor *monitor)
{
    for (size_t i = 0; i < monitor->sites.count; i++)
        site_free(monitor->sites.at[i]);
    list_done(&monitor->sites);
    shape_done(failure_shape, &monitor->failure);
    free(monitor->journey);
    free(monitor->environment);
    free(monitor);
}

void monitor_touch(struct alerts *alerts, struct monitor *monitor)
{
    if (monitor->dirty)
        return;
    monitor->dirty = true;
    list_add(&alerts->dirty, monitor);
}

void monitor_activate(struct alerts *alerts, struct monitor *monitor)
{
    bool active = monitor->broken || monitor->flapping;
    if (active == monitor->active)
        return;
    monitor->active = active;
    if (active)
        list_add(&alerts->active, monitor);
    else
        list_remove(&alerts->active, monitor);
}

/* The one that was silent longest makes room. */
static void drop_oldest(struct monitor *monitor)
{
    struct site *oldest = monitor->sites.at[0];
    for (size_t i = 1; i < monitor->sites.count; i++) {
        struct site *site = monitor->sites.at[i];
        if (site->last_utc_ns < oldest->last_utc_ns)
            oldest = site;
    }
    list_remove(&monitor->sites, oldest);
    site_free(oldest);
}

struct site *monitor_site(struct monitor *monitor, const char *location)
{
    for (size_t i = 0; i < monitor->sites.count; i++) {
        struct site *site = monitor->sites.at[i];
        if (strcmp(site->location, location) == 0)
            return site;
    }
    if (monitor->sites.count == MOST_SITES)
        drop_oldest(monitor);
    struct site *site = list_make(sizeof *site);
    string_keep(&site->location, location);
    list_add(&monitor->sites, site);
    return site;
}
