/* SPDX-License-Identifier: Apache-2.0 */
/* config.c - whose word counts: the journey's, the configuration's, or the robot's. */

#include "model/config.h"

enum { OWN_COUNT = 2, OWN_OF = 3, OWN_RECOVER = 2, OWN_OVERLAP = 1 /* skip */ };
static const int64_t own_every_ns = 60000000000;

struct schedule_rule config_schedule(const struct config *config, const struct journey *journey)
{
    struct schedule_rule rule = journey->schedule;
    const struct schedule_rule *otherwise = &config->schedule;
    if (rule.every_ns == 0 && rule.cron == NULL) {
        rule.every_ns = otherwise->every_ns;
        rule.cron = otherwise->cron;
    }
    if (rule.every_ns == 0 && rule.cron == NULL)
        rule.every_ns = own_every_ns;
    if (rule.zone == NULL)
        rule.zone = otherwise->zone;
    if (rule.calendar == NULL)
        rule.calendar = otherwise->calendar;
    if (rule.jitter_ns == 0)
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
    if (rule.remind_ns == 0)
        rule.remind_ns = otherwise->remind_ns;
    if (rule.severity == NULL)
        rule.severity = otherwise->severity != NULL ? otherwise->severity : "critical";
    if (rule.runbook == NULL)
        rule.runbook = otherwise->runbook;
    if (rule.channels == NULL)
        rule.channels = otherwise->channels;
    return rule;
}
