/* SPDX-License-Identifier: Apache-2.0 */
/* read_rules.c - the keys `schedule` and `alert`, of a journey and of the configuration's defaults.
 *
 * Nothing here has a default of its own: what is left out is zero, so that the journey's word goes
 * before the configuration's and that before the robot's (model/config.h). */

#include "base/clock.h"
#include "document/bind.h"
#include "document/json.h"
#include "document/node.h"
#include "plan/loader.h"
#include "schedule/schedule.h"

static const struct field alert_fail_fields[] = {
    {.name = "count",
     .type = FIELD_COUNT,
     .at = offsetof(struct fail_rule, count),
     .least = 1,
     .most = 100,
     .required = true,
     .text = "failures that open an alert"},
    {.name = "of",
     .type = FIELD_COUNT,
     .at = offsetof(struct fail_rule, of),
     .least = 1,
     .most = 100,
     .required = true,
     .text = "among so many runs"},
    {0},
};
static void check_fail(struct reading *reading, const struct node *at, void *into)
{
    const struct fail_rule *fail = into;
    if (fail->count > fail->of)
        diag_add(reading->diags, at->at, "%lld failures of %lld runs can never be",
                 (long long)fail->count, (long long)fail->of);
}

static const struct field_table alert_fail_table = {
    .name = "alert_fail",
    .text = "how many failures of how many runs open an alert",
    .size = sizeof(struct fail_rule),
    .fields = alert_fail_fields,
    .check = check_fail};

const char *const severity_names[] = {"critical", "error", "warning", "info", NULL};

static bool read_severity(struct reading *reading, const struct node *node,
                          const struct field *field, void *into)
{
    const char **severity = (const char **)(void *)((char *)into + field->at);
    for (size_t i = 0; severity_names[i] != NULL; i++)
        if (node->kind == NODE_SCALAR && text_is(node->text, severity_names[i]))
            *severity = severity_names[i];
    if (*severity == NULL)
        bind_expected(reading, node, "critical, error, warning or info");
    return *severity != NULL;
}
static const struct json *severity_schema(struct arena *arena, const struct field *field)
{
    struct json *schema = json_object_new(arena, 1);
    struct json *words = json_array_new(arena, 4);
    (void)field;
    for (size_t i = 0; severity_names[i] != NULL; i++)
        json_append(words, json_string_of(arena, severity_names[i]));
    json_set(arena, schema, text_of("enum"), words);
    return schema;
}
static const struct custom_type severity_type = {
    .name = "a severity", .read = read_severity, .schema = severity_schema};

static const struct field alert_fields[] = {
    {.name = "fail",
     .type = FIELD_STRUCT,
     .at = offsetof(struct alert_rule, fail),
     .of = &alert_fail_table,
     .text = "how many failures of how many runs open it; 2 of 3 unless told"},
    {.name = "recover",
     .type = FIELD_COUNT,
     .at = offsetof(struct alert_rule, recover),
     .least = 1,
     .most = 100,
     .text = "passes in a row that close it; 2 unless told"},
    {.name = "severity",
     .type = FIELD_CUSTOM,
     .at = offsetof(struct alert_rule, severity),
     .custom = &severity_type,
     .text = "critical, error, warning or info; critical unless told"},
    {.name = "channels",
     .type = FIELD_TEXTS,
     .at = offsetof(struct alert_rule, channels),
     .places_at = offsetof(struct alert_rule, channels_at),
     .text = "where it goes"},
    {.name = "remind",
     .type = FIELD_DURATION,
     .at = offsetof(struct alert_rule, remind_ns),
     .place_at = offsetof(struct alert_rule, remind_at),
     .text = "say it again after this long; 0s: never, as when nothing is told"},
    {.name = "degraded",
     .type = FIELD_FLAG,
     .at = offsetof(struct alert_rule, degraded),
     .place_at = offsetof(struct alert_rule, degraded_at),
     .text = "degraded runs count as failures, too; false unless told"},
    {.name = "runbook",
     .type = FIELD_TEXT,
     .at = offsetof(struct alert_rule, runbook),
     .text = "a link for whoever is called"},
    {0},
};
const struct field_table alert_rule_table = {.name = "alert",
                                             .text =
                                                 "when `xunjian serve` speaks of this journey",
                                             .size = sizeof(struct alert_rule),
                                             .fields = alert_fields};

static const struct word overlap_words[] = {
    {.name = "skip", .value = OVERLAP_SKIP, .text = "no new run"},
    {.name = "queue", .value = OVERLAP_QUEUE, .text = "it waits"},
    {.name = "parallel", .value = OVERLAP_PARALLEL, .text = "both run"},
    {0},
};

static const struct field schedule_fields[] = {
    {.name = "every",
     .type = FIELD_DURATION,
     .at = offsetof(struct schedule_rule, every_ns),
     .least = NS_PER_S,
     .text = "the time between two starts"},
    {.name = "cron",
     .type = FIELD_TEXT,
     .at = offsetof(struct schedule_rule, cron),
     .place_at = offsetof(struct schedule_rule, cron_at),
     .text = "five fields, in the zone given"},
    {.name = "zone",
     .type = FIELD_TEXT,
     .at = offsetof(struct schedule_rule, zone),
     .place_at = offsetof(struct schedule_rule, zone_at),
     .text =
         "a time zone such as Asia/Shanghai, of cron and of the calendar's days; unless told, "
         "the calendar's own, else UTC"},
    {.name = "calendar",
     .type = FIELD_TEXT,
     .at = offsetof(struct schedule_rule, calendar),
     .place_at = offsetof(struct schedule_rule, calendar_at),
     .text = "the days on which it runs: always, weekdays, or a calendar of the configuration"},
    {.name = "jitter",
     .type = FIELD_DURATION,
     .at = offsetof(struct schedule_rule, jitter_ns),
     .place_at = offsetof(struct schedule_rule, jitter_at),
     .text = "each start is moved by up to this much, at most half of every"},
    {.name = "overlap",
     .type = FIELD_WORD,
     .at = offsetof(struct schedule_rule, overlap),
     .text = "what happens when the last run is not over; skip unless told",
     .words = overlap_words},
    {0},
};
static const char *const rhythms[] = {"every", "cron", NULL};
static const struct field_choice schedule_choices[] = {
    {.names = rhythms, .what = "of every and cron"}, {0}};
const struct field_table schedule_rule_table = {.name = "schedule",
                                                .text =
                                                    "when `xunjian serve` runs this journey",
                                                .size = sizeof(struct schedule_rule),
                                                .fields = schedule_fields,
                                                .choices = schedule_choices,
                                                .shorthand = "every"};
