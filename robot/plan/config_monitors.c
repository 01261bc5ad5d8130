/* SPDX-License-Identifier: Apache-2.0 */
/* config_monitors.c - journeys against the configuration that is to run them. */

#include "base/arena.h"
#include "plan/config.h"
#include "plan/config_reading.h"
#include "plan/plan.h"

#include <string.h>

static void check_channels(const struct config *config, const struct alert_rule *rule,
                           struct diags *diags)
{
    for (size_t i = 0; rule->channels != NULL && rule->channels[i] != NULL; i++)
        config_named_channel(config, rule->channels[i], rule->channels_at[i], diags);
}

const struct monitor_rule *config_monitors(const struct config *config, const struct plan *plan,
                                           struct arena *arena, struct diags *diags)
{
    struct monitor_rule *rules =
        arena_array(arena, plan->journey_count + 1, struct monitor_rule);
    struct loader loader = {.arena = arena, .diags = diags}; /* remembers zones */
    for (size_t i = 0; i < plan->journey_count; i++) {
        struct monitor_rule *rule = &rules[i];
        rule->journey = plan->journeys[i];
        rule->schedule = config_schedule(config, rule->journey);
        rule->alert = config_alert(config, rule->journey);
        if (rule->schedule.calendar != NULL)
            rule->calendar = config_named_calendar(config, rule->schedule.calendar,
                                                   rule->schedule.calendar_at, diags);
        if (rule->schedule.zone != NULL)
            rule->zone = loader_zone(&loader, rule->schedule.zone, rule->schedule.zone_at);
        check_channels(config, &rule->alert, diags);
    }
    return rules;
}

static void check_matcher(const struct matcher *match, const char *const *journeys,
                          struct diags *diags)
{
    for (size_t i = 0; match->journeys != NULL && match->journeys[i] != NULL; i++) {
        bool known = strchr(match->journeys[i], '*') != NULL;
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
        check_matcher(&config->routes[i].match, journeys, diags);
    for (size_t i = 0; i < config->maintenance_count; i++)
        check_matcher(&config->maintenance[i].match, journeys, diags);
}
