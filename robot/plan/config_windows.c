/* SPDX-License-Identifier: Apache-2.0 */
/* config_windows.c - maintenance: from one moment to another, or again and again by cron. */

#include "base/arena.h"
#include "base/clock.h"
#include "plan/config_reading.h"
#include "query/moment.h"
#include "schedule/civil.h"
#include "schedule/cron.h"

#include <string.h>

/* Of a local time that there is twice a window begins with the first and ends with the last: nobody is
 * paged in the hour that was meant. */
static int64_t in_zone(const struct zone *zone, int64_t wall_s, bool is_end)
{
    int64_t first = 0, last = 0;
    zone_moments(zone, civil_of_s(wall_s), &first, &last);
    return is_end ? last : first;
}

static bool read_moment(struct loader *loader, const struct raw_window *raw, const char *text,
                        struct place at, int64_t *ret_utc_ns)
{
    struct moment moment;
    if (!moment_read(text_of(text), &moment) || !moment.has_time) {
        diag_add(loader->diags, at,
                 "expected a moment such as 2026-12-01T02:00:00+08:00, got \"%s\"", text);
        return false;
    }
    *ret_utc_ns = moment.zoned ? moment.seconds * NS_PER_S
                               : in_zone(raw->rule.in, moment.wall_seconds, text == raw->to);
    return true;
}

static void settle_span(struct loader *loader, struct raw_window *raw)
{
    int64_t from, to;
    if (!read_moment(loader, raw, raw->from, raw->from_at, &from) ||
        !read_moment(loader, raw, raw->to, raw->to_at, &to))
        return;
    if (to <= from)
        diag_add(loader->diags, raw->to_at, "the window ends before it begins");
    raw->rule.from_utc_ns = from;
    raw->rule.to_utc_ns = to;
}

/* Either from and to, or cron and for. */
static void settle_window(struct loader *loader, struct raw_window *raw,
                          const struct schedule_rule *usual)
{
    struct maintenance_rule *rule = &raw->rule;
    struct place zone_at = rule->zone != NULL ? raw->zone_at : usual->zone_at;
    if (rule->zone == NULL)
        rule->zone = usual->zone;
    if (rule->zone != NULL)
        rule->in = loader_zone(loader, rule->zone, zone_at);
    bool once = raw->from != NULL || raw->to != NULL;
    bool again = rule->cron != NULL || rule->lasts_ns > 0;
    if (once && again)
        diag_add(loader->diags, rule->cron != NULL ? raw->cron_at : raw->lasts_at,
                 "expected from and to, or cron and for, not both");
    else if (again && rule->cron == NULL)
        diag_add(loader->diags, raw->lasts_at, "missing key \"cron\" beside for");
    else if (again && rule->lasts_ns == 0)
        diag_add(loader->diags, raw->cron_at, "missing key \"for\" beside cron");
    else if (once && raw->to == NULL)
        diag_add(loader->diags, raw->from_at, "missing key \"to\" beside from");
    else if (once && raw->from == NULL)
        diag_add(loader->diags, raw->to_at, "missing key \"from\" beside to");
    else if (once)
        settle_span(loader, raw);
    else if (again)
        rule->when = loader_cron(loader, rule->cron, raw->cron_at);
    else
        diag_add(loader->diags, rule->at, "missing from and to, or cron and for");
}

/* People mute and unmute by the name. */
static void refuse_double(struct loader *loader, const struct raw_window *windows, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (windows[i].rule.name == NULL || windows[k].rule.name == NULL ||
            strcmp(windows[i].rule.name, windows[k].rule.name) != 0)
            continue;
        struct diag *d = diag_add(loader->diags, windows[i].name_at,
                                  "maintenance \"%s\" is given twice", windows[i].rule.name);
        diag_cause(loader->diags, d, windows[k].name_at, "first given here");
        return;
    }
}

void config_settle_windows(struct loader *loader, struct raw_config *raw)
{
    size_t count = raw->windows != NULL ? raw->config.maintenance_count : 0;
    struct maintenance_rule *rules =
        arena_array(loader->arena, count + 1, struct maintenance_rule);
    for (size_t i = 0; i < count; i++) {
        refuse_double(loader, raw->windows, i);
        if (raw->windows[i].is_right)
            settle_window(loader, &raw->windows[i], &raw->config.schedule);
        rules[i] = raw->windows[i].rule;
    }
    raw->config.maintenance = rules;
    raw->config.maintenance_count = count;
}
