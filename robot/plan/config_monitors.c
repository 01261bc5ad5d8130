/* SPDX-License-Identifier: Apache-2.0 */
/* config_monitors.c - journeys against the configuration that is to run them. */

#include "base/arena.h"
#include "plan/config.h"
#include "plan/config_reading.h"
#include "plan/plan.h"
#include "schedule/calendar.h"
#include "schedule/cron.h"

#include <string.h>

static void check_channels(const struct config *config, const struct alert_rule *rule,
                           struct diags *diags)
{
    for (size_t i = 0; rule->channels != NULL && rule->channels[i] != NULL; i++)
        config_named_channel(config, rule->channels[i], rule->channels_at[i], diags);
}

/* Its failure explains this one's, so it must be one that runs. Not asked when a file was wrong: it may
 * be the one in there. */
static void check_dependencies(const struct plan *plan, const struct journey *journey,
                               const char *const *names, struct diags *diags)
{
    if (plan->diags.count > 0)
        return;
    for (size_t i = 0; journey->depends_on != NULL && journey->depends_on[i] != NULL; i++) {
        bool known = false;
        for (size_t k = 0; k < plan->journey_count && !known; k++)
            known = strcmp(names[k], journey->depends_on[i]) == 0;
        if (!known)
            config_tell_unknown(diags, journey->depends_on_at[i], "journey",
                                journey->depends_on[i], names);
    }
}

static const char *const *names_of(const struct plan *plan, struct arena *arena)
{
    const char **names = arena_array(arena, plan->journey_count + 1, const char *);
    for (size_t i = 0; i < plan->journey_count; i++)
        names[i] = plan->journeys[i]->name;
    return names;
}

/* A monitor that never runs looks just like one that never fails. */
static void check_days(struct loader *loader, const struct monitor_rule *rule)
{
    const struct schedule_rule *schedule = &rule->schedule;
    int column;
    const char *why;
    if (schedule->cron == NULL || rule->calendar == NULL)
        return;
    const struct cron *cron = cron_parse(loader->arena, text_of(schedule->cron), &column, &why);
    if (cron != NULL && !cron_meets(cron, rule->zone, rule->calendar))
        diag_add(loader->diags, schedule->cron_at, "cron: never fires on a day of \"%s\"",
                 rule->calendar->name);
}

static void find_days(struct loader *loader, const struct config *config,
                      struct monitor_rule *rule)
{
    struct schedule_rule *schedule = &rule->schedule;
    if (schedule->calendar != NULL)
        rule->calendar = config_named_calendar(config, schedule->calendar,
                                               schedule->calendar_at, loader->diags);
    if (schedule->zone == NULL && rule->calendar != NULL && rule->calendar->zone != NULL) {
        schedule->zone = rule->calendar->zone;
        schedule->zone_at = schedule->calendar_at;
    }
    if (schedule->zone != NULL)
        rule->zone = loader_zone(loader, schedule->zone, schedule->zone_at);
    check_days(loader, rule);
}

const struct monitor_rule *config_monitors(const struct config *config, const struct plan *plan,
                                           struct arena *scratch, struct arena *arena,
                                           struct diags *diags)
{
    struct monitor_rule *rules =
        arena_array(scratch, plan->journey_count + 1, struct monitor_rule);
    const char *const *names = names_of(plan, scratch);
    struct loader loader = {.arena = arena, .diags = diags}; /* remembers zones */
    for (size_t i = 0; i < plan->journey_count; i++) {
        struct monitor_rule *rule = &rules[i];
        rule->journey = plan->journeys[i];
        rule->schedule = config_schedule(config, rule->journey);
        rule->alert = config_alert(config, rule->journey);
        find_days(&loader, config, rule);
        check_channels(config, &rule->alert, diags);
        check_dependencies(plan, rule->journey, names, diags);
    }
    return rules;
}

void config_check_environments(const struct config *config, const char *const *names,
                               struct diags *diags)
{
    for (size_t i = 0; config->environments[i] != NULL; i++)
        for (size_t k = 0; k < i; k++) {
            if (names[i] == NULL || names[k] == NULL || strcmp(names[i], names[k]) != 0)
                continue;
            struct diag *d =
                diag_add(diags, config->environments_at[i],
                         "its file says environment \"%s\", as another's does", names[i]);
            diag_cause(diags, d, config->environments_at[k], "the other one");
        }
}

/* `also`: known beside them, or NULL. */
static void check_matcher(const struct matcher *match, const char *const *journeys,
                          const char *also, struct diags *diags)
{
    for (size_t i = 0; match->journeys != NULL && match->journeys[i] != NULL; i++) {
        bool known = strchr(match->journeys[i], '*') != NULL ||
                     (also != NULL && strcmp(match->journeys[i], also) == 0);
        for (size_t k = 0; journeys[k] != NULL && !known; k++)
            known = strcmp(journeys[k], match->journeys[i]) == 0;
        if (!known)
            config_tell_unknown(diags, match->journeys_at[i], "journey", match->journeys[i],
                                journeys);
    }
}

void config_check_matchers(const struct config *config, const char *const *journeys,
                           struct diags *diags)
{
    for (size_t i = 0; i < config->route_count; i++)
        check_matcher(&config->routes[i].match, journeys, ROBOT_ITSELF, diags);
    for (size_t i = 0; i < config->maintenance_count; i++)
        check_matcher(&config->maintenance[i].match, journeys, NULL, diags);
}
