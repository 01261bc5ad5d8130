/* SPDX-License-Identifier: Apache-2.0 */
/* cron_next.c - the next moment of a cron line, where clocks are put forward and back.
 *
 * As Vixie's cron does it (cron(8), "Daylight Saving Time"): a line with a fixed time runs once on
 * every day it should, at the end of the gap when its time does not exist, the first time when it
 * comes twice. A line with * for its minute or hour goes on by the clock: what is skipped is skipped,
 * what comes twice runs twice. */

#include "schedule/civil.h"
#include "schedule/cron_fields.h"

enum { MOST_DAYS = 36525 /* 100 years */, DAY_S = 86400 };
static const int64_t ns_per_s = 1000000000;

/* --- fixed times: each wanted local time of a day, as a moment ---------------------------------- */

static int64_t first_of_day(const struct cron *cron, const struct zone *zone, struct day day,
                            int64_t after_utc_ns)
{
    int64_t best = INT64_MAX;
    for (int hour = 0; hour < 24; hour++) {
        for (int minute = 0; cron_has(cron, CRON_HOUR, hour) && minute < 60; minute++) {
            int64_t first, last;
            if (!cron_has(cron, CRON_MINUTE, minute))
                continue;
            zone_moments(zone, (struct civil){.day = day, .hour = hour, .minute = minute},
                         &first, &last);
            if (first > after_utc_ns && first < best)
                best = first;
        }
        if (best != INT64_MAX)
            return best; /* later local times are no earlier moments */
    }
    return best;
}

static int64_t next_fixed(const struct cron *cron, const struct zone *zone,
                          int64_t after_utc_ns)
{
    int64_t day = civil_days(zone_civil(zone, after_utc_ns).day) - 1;
    for (int i = 0; i < MOST_DAYS; i++, day++) {
        int64_t found = INT64_MAX;
        if (cron_has_day(cron, civil_day(day)))
            found = first_of_day(cron, zone, civil_day(day), after_utc_ns);
        if (found != INT64_MAX)
            return found;
    }
    return INT64_MAX;
}

/* --- by the clock: minute after minute, leaving out days and hours that cannot match ------------ */

/* How far it is to the next local hour, or day: a minute when the clock is changed before that. */
static int64_t leap_s(const struct zone *zone, int64_t s, struct civil now, bool whole_day)
{
    int64_t hour_s = (60 - now.minute) * 60;
    int64_t leap = whole_day ? (23 - now.hour) * 3600 + hour_s : hour_s;
    struct civil then = zone_civil(zone, (s + leap) * ns_per_s);
    return civil_to_s(then) - civil_to_s(now) == leap ? leap : 60;
}

static int64_t next_by_clock(const struct cron *cron, const struct zone *zone,
                             int64_t after_utc_ns)
{
    int64_t s = (after_utc_ns / ns_per_s - (after_utc_ns % ns_per_s < 0)) / 60 * 60 + 60;
    int64_t end_s = s + (int64_t)MOST_DAYS * DAY_S;
    while (s < end_s) {
        struct civil now = zone_civil(zone, s * ns_per_s);
        if (now.second != 0) /* an offset with seconds, before 1972 */
            s += 60 - now.second;
        else if (!cron_has_day(cron, now.day))
            s += leap_s(zone, s, now, true);
        else if (!cron_has(cron, CRON_HOUR, now.hour))
            s += leap_s(zone, s, now, false);
        else if (!cron_has(cron, CRON_MINUTE, now.minute))
            s += 60;
        else
            return s * ns_per_s;
    }
    return INT64_MAX;
}

int64_t cron_next(const struct cron *cron, const struct zone *zone, int64_t after_utc_ns)
{
    bool by_clock = cron->fields[CRON_MINUTE].star || cron->fields[CRON_HOUR].star;
    return by_clock ? next_by_clock(cron, zone, after_utc_ns)
                    : next_fixed(cron, zone, after_utc_ns);
}

/* --- calendars ------------------------------------------------------------------------------- */

/* Day after day, as long as the calendar knows; one that covers all years is looked at for as many
 * firing days as two years have. */
bool cron_meets(const struct cron *cron, const struct zone *zone,
                const struct calendar *calendar)
{
    enum { SOME_YEAR = 2024, DAYS = 731 };
    int year = calendar->first_year != 0 ? calendar->first_year : SOME_YEAR;
    int64_t first, last;
    struct civil new_year = {.day = {.year = year, .month = 1, .day = 1}};
    zone_moments(zone, new_year, &first, &last);
    int64_t at = first - 1;
    for (int i = 0; i < DAYS; i++) {
        at = cron_next(cron, zone, at);
        if (at == INT64_MAX)
            return i == 0;
        struct civil local = zone_civil(zone, at);
        switch (calendar_has(calendar, local.day)) {
        case CALENDAR_YES:
            return true;
        case CALENDAR_UNKNOWN:
            return i == 0;
        case CALENDAR_NO:
            break;
        }
        struct civil night = {.day = local.day, .hour = 23, .minute = 59, .second = 59};
        zone_moments(zone, night, &first, &last);
        at = last > at ? last : at;
    }
    return false;
}
