/* SPDX-License-Identifier: Apache-2.0 */
/* place.c - looking through the open incidents: few, even on the worst of days. */

#include "alert/place.h"
#include "base/arena.h"

#include <string.h>

static bool is_open(const struct incident *incident, enum rule rule)
{
    return incident->closed == 0 && incident->rule == (int64_t)rule;
}

struct incident *place_of(const struct alerts *alerts, enum rule rule,
                          const struct monitor *monitor)
{
    for (size_t i = 0; i < alerts->incidents.count; i++) {
        struct incident *incident = alerts->incidents.at[i];
        const struct member *member =
            is_open(incident, rule)
                ? incident_member(incident, monitor->journey, monitor->environment)
                : NULL;
        if (member != NULL && member->failing)
            return incident;
    }
    return NULL;
}

struct incident *place_shared(const struct alerts *alerts, enum rule rule,
                              const struct monitor *monitor, const char *host)
{
    if (host == NULL || host[0] == '\0')
        return NULL;
    for (size_t i = 0; i < alerts->incidents.count; i++) {
        struct incident *incident = alerts->incidents.at[i];
        if (is_open(incident, rule) && !incident->flapping &&
            strcmp(incident->host, host) == 0 &&
            strcmp(incident->environment, monitor->environment) == 0)
            return incident;
    }
    return NULL;
}

const char *place_key(const struct turn *turn, enum rule rule, const struct monitor *monitor,
                      const char *host)
{
    const char *parts[] = {
        monitor->journey, monitor->environment, rule_name(rule), NULL, NULL, NULL};
    const char *key = key_of(turn->arena, parts);
    parts[3] = host;
    for (int n = 2; incident_open_of(turn->alerts, key) != NULL; n++) {
        key = key_of(turn->arena, parts);
        parts[4] = arena_printf(turn->arena, "%d", n);
    }
    return key;
}
