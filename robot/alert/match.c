/* SPDX-License-Identifier: Apache-2.0 */
/* match.c - matchers against journeys. */

#include "alert/match.h"
#include "base/arena.h"

#include <string.h>

struct whom whom_of(const struct alert_monitor *monitor, const char *severity)
{
    return (struct whom){.journey = monitor->journey,
                         .environment = monitor->environment,
                         .owner = monitor->owner,
                         .business = monitor->business,
                         .tags = monitor->tags,
                         .severity = severity};
}

struct whom whom_robot(const char *severity)
{
    return (struct whom){.journey = ROBOT_ITSELF,
                         .environment = "",
                         .owner = ROBOT_ITSELF,
                         .severity = severity};
}

/* Backtracks to the last star only, so that no pattern takes long. */
static bool fits(const char *pattern, const char *name)
{
    const char *star = NULL, *from = NULL;
    while (*name != '\0') {
        if (*pattern == '*') {
            star = pattern++;
            from = name;
        } else if (*pattern == *name) {
            pattern++;
            name++;
        } else if (star != NULL) {
            pattern = star + 1;
            name = ++from;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}

static bool one_fits(const char *const *patterns, const char *name)
{
    if (patterns == NULL)
        return true;
    for (; *patterns != NULL; patterns++)
        if (fits(*patterns, name != NULL ? name : ""))
            return true;
    return false;
}

static bool one_tag_fits(const char *const *patterns, const char *const *tags)
{
    if (patterns == NULL)
        return true;
    for (; tags != NULL && *tags != NULL; tags++)
        if (one_fits(patterns, *tags))
            return true;
    return false;
}

bool match_is(const struct matcher *matcher, const struct whom *whom)
{
    return one_fits(matcher->journeys, whom->journey) &&
           one_fits(matcher->owners, whom->owner) &&
           one_fits(matcher->business, whom->business) &&
           one_fits(matcher->environments, whom->environment) &&
           one_fits(matcher->severities, whom->severity) &&
           one_tag_fits(matcher->tags, whom->tags);
}

static int64_t later_end(int64_t end, const struct matcher *match, int64_t from, int64_t to,
                         const struct whom *whom, int64_t now)
{
    return from <= now && now < to && to > end && match_is(match, whom) ? to : end;
}

int64_t match_muted(const struct alerts *alerts, const struct whom *whom, int64_t now_utc_ns)
{
    int64_t end = 0;
    for (size_t i = 0; i < alerts->settings.window_count; i++) {
        const struct alert_window *w = &alerts->settings.windows[i];
        end = later_end(end, &w->match, w->from_utc_ns, w->to_utc_ns, whom, now_utc_ns);
    }
    for (size_t i = 0; i < alerts->windows.count; i++) {
        const struct window *w = alerts->windows.at[i];
        end = later_end(end, &w->match, w->from_utc_ns, w->to_utc_ns, whom, now_utc_ns);
    }
    return end;
}

const struct channel *match_channel(const struct alerts *alerts, const char *name)
{
    const struct config *config = alerts->settings.config;
    for (size_t i = 0; config != NULL && i < config->channel_count; i++)
        if (strcmp(config->channels[i].name, name) == 0)
            return &config->channels[i];
    return NULL;
}

static void add_once(const char **names, size_t *count, const char *name)
{
    for (size_t i = 0; i < *count; i++)
        if (strcmp(names[i], name) == 0)
            return;
    names[(*count)++] = name;
}

/* The first route that matches, and the next ones as long as they go on. */
static void add_routes(const struct config *config, const struct whom *whom, const char **names,
                       size_t *count)
{
    for (size_t i = 0; i < config->route_count; i++) {
        const struct route *route = &config->routes[i];
        if (!match_is(&route->match, whom))
            continue;
        for (size_t c = 0; route->channels != NULL && route->channels[c] != NULL; c++)
            add_once(names, count, route->channels[c]->name);
        if (!route->go_on)
            return;
    }
}

const char *const *match_channels(const struct alerts *alerts, const struct whom *whom,
                                  const char *const *own, struct arena *arena)
{
    const struct config *config = alerts->settings.config;
    size_t count = 0;
    const char **names = arena_array(arena, config->channel_count + 1, const char *);
    for (; own != NULL && *own != NULL; own++)
        if (match_channel(alerts, *own) != NULL)
            add_once(names, &count, *own);
    if (count == 0)
        add_routes(config, whom, names, &count);
    return names;
}

const char *const *match_robot_channels(const struct alerts *alerts, const char *severity,
                                        struct arena *arena)
{
    const struct channel *alarm = alerts->settings.config->store_alarm;
    const char *const own[] = {alarm != NULL ? alarm->name : NULL, NULL};
    struct whom robot = whom_robot(severity);
    return match_channels(alerts, &robot, own, arena);
}
