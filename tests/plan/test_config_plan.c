/* SPDX-License-Identifier: Apache-2.0 */
/* A configuration and its journeys: what the schedule and the alerts are given. */

#include "alert/alert.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/units.h"
#include "command/vocabulary.h"
#include "plan/config.h"
#include "plan/plan.h"
#include "query/moment.h"
#include "schedule/calendar.h"
#include "schedule/zone.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[] = "/tmp/xunjian-config-plan-XXXXXX";
static const char *const files[] = {"xunjian.yaml", "a.journey.yaml", "b.journey.yaml",
                                    "house.calendar.yaml"};
static struct config_reading *reading;
static struct plan *plan;

static void write_file(const char *name, const char *text)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    cr_assert_geq(fputs(text, file), 0);
    fclose(file);
}

static void begin(void)
{
    cr_assert_not_null(mkdtemp(folder));
}

static void end(void)
{
    char path[200];
    plan_end(plan);
    if (reading != NULL)
        arena_end(reading->arena);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        unlink(path);
    }
    rmdir(folder);
}
TestSuite(config_plan, .init = begin, .fini = end);

static const struct config *load(const char *yaml)
{
    const struct config_options how = {.vocabulary = vocabulary_all()};
    char path[200];
    write_file(files[0], yaml);
    snprintf(path, sizeof path, "%s/%s", folder, files[0]);
    reading = config_load(&how, path);
    if (reading->config == NULL && reading->diags.first != NULL)
        cr_log_error("%s", reading->diags.first->message);
    cr_assert_not_null(reading->config);
    return reading->config;
}

static void load_plan(void)
{
    const struct plan_options how = {.vocabulary = vocabulary_all()};
    plan = plan_load(&how, reading->config->scenarios);
    cr_assert_eq(plan->diags.count, 0);
}

Test(config_plan, a_monitor_has_its_own_word_then_the_configurations)
{
    struct diags diags;
    write_file("a.journey.yaml", "journey: a\n"
                                 "schedule: {cron: 30 9 * * *, calendar: house, jitter: 0s}\n"
                                 "alert: {remind: 0s, severity: info, degraded: false}\n"
                                 "steps: [{wait: 1ms}]\n");
    write_file("b.journey.yaml", "journey: b\nsteps: [{wait: 1ms}]\n");
    write_file("house.calendar.yaml", "calendar: house\nsource: nobody\nyears: 2026\n");
    const struct config *config =
        load("scenarios: .\ncalendars: .\ndefaults:\n"
             "  schedule: {every: 30s, zone: Asia/Shanghai, jitter: 2s, overlap: queue}\n"
             "  alert: {remind: 1h, degraded: true, fail: {count: 1, of: 1}}\n");
    load_plan();
    diags_init(&diags, reading->arena);
    const struct monitor_rule *rules =
        config_monitors(config, plan, reading->arena, reading->arena, &diags);
    cr_assert_eq(diags.count, 0);
    cr_expect_str_eq(rules[0].journey->name, "a");
    cr_expect_eq(rules[0].schedule.every_ns, 0, "the journey's cron, not the default's every");
    cr_expect_eq(rules[0].schedule.jitter_ns, 0, "0s is a word, too");
    cr_expect_str_eq(rules[0].calendar->name, "house");
    cr_expect_eq(zone_civil(rules[0].zone, 0).hour, 8);
    cr_expect_eq(rules[0].alert.remind_ns, 0);
    cr_expect_not(rules[0].alert.degraded, "false is a word, too");
    cr_expect(rules[1].alert.degraded);
    cr_expect_eq(rules[0].alert.fail.of, 1);
    cr_expect_str_eq(rules[0].alert.severity, "info");
    cr_expect_eq(rules[1].schedule.every_ns, 30 * NS_PER_S);
    cr_expect_eq(rules[1].schedule.jitter_ns, 2 * NS_PER_S);
    cr_expect_null(rules[1].schedule.cron);
    cr_expect_eq(rules[1].alert.remind_ns, 3600 * NS_PER_S);
    cr_expect_eq(rules[1].alert.recover, 2);
    cr_expect_eq(rules[1].zone, rules[0].zone, "one zone, read once");
}

Test(config_plan, what_a_journey_names_and_is_not_there_is_told_in_its_file)
{
    struct diags diags;
    write_file("a.journey.yaml", "journey: a\nschedule: {every: 1m, calendar: hous}\n"
                                 "alert: {channels: [pager]}\nsteps: [{wait: 1ms}]\n");
    write_file("house.calendar.yaml", "calendar: house\nsource: nobody\nyears: 2026\n");
    const struct config *config =
        load("scenarios: .\ncalendars: house.calendar.yaml\nroutes: []\n");
    load_plan();
    diags_init(&diags, reading->arena);
    config_monitors(config, plan, reading->arena, reading->arena, &diags);
    cr_assert_eq(diags.count, 2);
    cr_expect_str_eq(diags.first->message, "no calendar \"hous\"");
    cr_expect_str_eq(diags.first->hint, "did you mean \"house\"?");
    cr_expect_eq(diags.first->at.line, 2);
    cr_expect_str_eq(diags.first->next->message, "no channel \"pager\"");
    cr_expect_eq(diags.first->next->at.line, 3);
}

Test(config_plan, a_calendars_own_zone_parts_its_days_when_nobody_names_one)
{
    struct diags diags;
    write_file("a.journey.yaml", "journey: a\nschedule: {every: 1m, calendar: house}\n"
                                 "depends_on: b\nsteps: [{wait: 1ms}]\n");
    write_file("b.journey.yaml", "journey: b\n"
                                 "schedule: {every: 1m, calendar: house, zone: UTC}\n"
                                 "depends_on: [c]\nsteps: [{wait: 1ms}]\n");
    write_file("house.calendar.yaml",
               "calendar: house\nsource: nobody\nyears: 2026\nzone: Asia/Tokyo\n");
    const struct config *config = load("scenarios: .\ncalendars: .\n");
    load_plan();
    diags_init(&diags, reading->arena);
    const struct monitor_rule *rules =
        config_monitors(config, plan, reading->arena, reading->arena, &diags);
    cr_expect_eq(zone_civil(rules[0].zone, 0).hour, 9);
    cr_expect_eq(zone_civil(rules[1].zone, 0).hour, 0);
    cr_assert_eq(diags.count, 1);
    cr_expect_str_eq(diags.first->message, "no journey \"c\"");
    cr_expect_eq(diags.first->at.line, 3);
}

static int64_t moment(const char *text)
{
    struct moment made;
    cr_assert(moment_read(text_of(text), &made), "%s", text);
    return made.seconds * NS_PER_S;
}

static void expect_span(const char *name, int64_t from, int64_t to, const char *want_from,
                        const char *want_to)
{
    cr_expect_eq(from, moment(want_from), "%s begins %s", name, utc_text(reading->arena, from));
    cr_expect_eq(to, moment(want_to), "%s ends %s", name, utc_text(reading->arena, to));
}

Test(config_plan, a_window_in_local_time_holds_in_its_zone)
{
    const struct config *config = load(
        "scenarios: .\ndefaults: {schedule: {every: 1m, zone: Asia/Shanghai}}\nmaintenance:\n"
        "  - {name: usual, from: 2026-12-01T02:00, to: 2026-12-01 03:30:00}\n"
        "  - {name: offset, from: 2026-12-01T02:00:00Z, to: 2026-12-01T02:30:00+00:00}\n"
        "  - {name: fold, from: 2026-11-01T01:15, to: 2026-11-01T01:45, zone: America/New_York}\n"
        "  - {name: gap, from: 2026-03-08T02:30, to: 2026-03-08T03:30, zone: America/New_York}\n");
    static const char *const want[][2] = {
        {"2026-11-30T18:00:00Z", "2026-11-30T19:30:00Z"},
        {"2026-12-01T02:00:00Z", "2026-12-01T02:30:00Z"},
        {"2026-11-01T05:15:00Z", "2026-11-01T06:45:00Z"}, /* both of the hours of that name */
        {"2026-03-08T07:00:00Z", "2026-03-08T07:30:00Z"}, /* from the end of the gap */
    };
    for (size_t i = 0; i < config->maintenance_count; i++)
        expect_span(config->maintenance[i].name, config->maintenance[i].from_utc_ns,
                    config->maintenance[i].to_utc_ns, want[i][0], want[i][1]);
}

Test(config_plan, maintenance_is_laid_out_around_now)
{
    const struct config *config =
        load("scenarios: .\nmaintenance:\n"
             "  - {name: nightly, cron: 0 2 * * *, for: 2h, zone: Asia/Shanghai, tags: batch}\n"
             "  - {name: endless, cron: 0 * * * *, for: 1h}\n"
             "  - {name: old, from: 2026-01-01T00:00:00Z, to: 2026-01-02T00:00:00Z}\n"
             "  - {name: soon, from: 2026-12-01T00:00:00Z, to: 2026-12-02T00:00:00Z}\n"
             "  - {name: late, from: 2027-12-01T00:00:00Z, to: 2027-12-02T00:00:00Z}\n");
    const struct alert_window *windows;
    int64_t now = moment("2026-11-23T04:00:00Z");
    size_t count = config_windows(config, now, reading->arena, &windows);
    cr_assert_eq(count, 18, "16 nights, the hours as one, and the one that is soon; got %zu",
                 count);
    expect_span("first night", windows[0].from_utc_ns, windows[0].to_utc_ns,
                "2026-11-21T18:00:00Z", "2026-11-21T20:00:00Z");
    expect_span("last night", windows[15].from_utc_ns, windows[15].to_utc_ns,
                "2026-12-06T18:00:00Z", "2026-12-06T20:00:00Z");
    cr_expect_str_eq(windows[0].match.tags[0], "batch");
    expect_span("hours", windows[16].from_utc_ns, windows[16].to_utc_ns, "2026-11-21T04:00:00Z",
                "2026-12-07T04:00:00Z");
    cr_expect_str_eq(windows[17].name, "soon");
}
