/* SPDX-License-Identifier: Apache-2.0 */
/* check_schedule.c - whether a schedule can be kept: its cron and its zone. */

#include "base/arena.h"
#include "base/units.h"
#include "plan/loader.h"
#include "plan/template.h"
#include "schedule/cron.h"

const struct cron *loader_cron(struct loader *loader, const char *text, struct place at)
{
    int column = 0;
    const char *why = NULL;
    struct text source = text_of(text);
    const struct cron *cron = cron_parse(loader->arena, source, &column, &why);
    if (cron == NULL)
        diag_add(loader->diags, place_within(at, source, (size_t)column, 1), "cron: %s", why);
    return cron;
}

bool check_schedule(struct loader *loader, const struct schedule_rule *rule,
                    const struct zone **ret_zone)
{
    int before = loader->diags->count;
    if (rule->cron != NULL)
        loader_cron(loader, rule->cron, rule->cron_at);
    if (rule->every_ns > 0 && rule->jitter_ns > rule->every_ns / 2)
        diag_add(loader->diags, rule->jitter_at,
                 "a jitter of %s is more than half of the %s between two starts",
                 duration_text(loader->arena, rule->jitter_ns),
                 duration_text(loader->arena, rule->every_ns));
    if (rule->zone != NULL)
        *ret_zone = loader_zone(loader, rule->zone, rule->zone_at);
    return loader->diags->count == before;
}
