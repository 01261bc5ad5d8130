/* SPDX-License-Identifier: Apache-2.0 */
/* config.c - whose word counts: the journey's, the configuration's, or the robot's. */

#include "model/config.h"

#include <string.h>

enum { OWN_COUNT = 2, OWN_OF = 3, OWN_RECOVER = 2, OWN_OVERLAP = 1 /* skip */ };
static const int64_t own_every_ns = 60000000000;

bool config_is_token_hash(const char *hash)
{
    enum { PREFIX = 7, SALT = 32, HASH = 64 };
    static const char digits[] = "0123456789abcdef";
    if (hash == NULL || strncmp(hash, "sha256:", PREFIX) != 0)
        return false;
    const char *salt = hash + PREFIX;
    if (strspn(salt, digits) != SALT || salt[SALT] != ':')
        return false;
    const char *rest = salt + SALT + 1;
    return strspn(rest, digits) == HASH && rest[HASH] == '\0';
}

const struct channel *config_channel(const struct config *config, const char *name)
{
    for (size_t i = 0; i < config->channel_count; i++)
        if (strcmp(config->channels[i].name, name) == 0)
            return &config->channels[i];
    return NULL;
}

struct schedule_rule config_schedule(const struct config *config, const struct journey *journey)
{
    struct schedule_rule rule = journey->schedule;
    const struct schedule_rule *otherwise = &config->schedule;
    if (rule.every_ns == 0 && rule.cron == NULL) {
        rule.every_ns = otherwise->every_ns;
        rule.cron = otherwise->cron;
        rule.cron_at = otherwise->cron_at;
    }
    if (rule.every_ns == 0 && rule.cron == NULL)
        rule.every_ns = own_every_ns;
    if (rule.zone == NULL) {
        rule.zone = otherwise->zone;
        rule.zone_at = otherwise->zone_at;
    }
    if (rule.calendar == NULL) {
        rule.calendar = otherwise->calendar;
        rule.calendar_at = otherwise->calendar_at;
    }
    if (rule.jitter_at.source == NULL) /* 0s is a word, too */
        rule.jitter_ns = otherwise->jitter_ns;
    if (rule.overlap == 0)
        rule.overlap = otherwise->overlap != 0 ? otherwise->overlap : OWN_OVERLAP;
    return rule;
}

struct alert_rule config_alert(const struct config *config, const struct journey *journey)
{
    struct alert_rule rule = journey->alert;
    const struct alert_rule *otherwise = &config->alert;
    if (rule.fail.of == 0)
        rule.fail = otherwise->fail;
    if (rule.fail.of == 0)
        rule.fail = (struct fail_rule){.count = OWN_COUNT, .of = OWN_OF};
    if (rule.recover == 0)
        rule.recover = otherwise->recover != 0 ? otherwise->recover : OWN_RECOVER;
    if (rule.remind_at.source == NULL)
        rule.remind_ns = otherwise->remind_ns;
    if (rule.degraded_at.source == NULL)
        rule.degraded = otherwise->degraded;
    if (rule.severity == NULL)
        rule.severity = otherwise->severity != NULL ? otherwise->severity : "critical";
    if (rule.runbook == NULL)
        rule.runbook = otherwise->runbook;
    if (rule.channels == NULL) {
        rule.channels = otherwise->channels;
        rule.channels_at = otherwise->channels_at;
    }
    return rule;
}
