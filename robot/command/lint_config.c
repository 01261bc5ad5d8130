/* SPDX-License-Identifier: Apache-2.0 */
/* lint_config.c - a configuration is right when every journey is, in every environment it is run in.
 *
 * The same journeys are read once for each environment; what is wrong in all of them is told once. */

#include "command/lint_config.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/map.h"
#include "command/command.h"
#include "command/print.h"
#include "command/vocabulary.h"
#include "data/calendar.h"
#include "model/environment.h"
#include "plan/calendars.h"
#include "plan/config.h"
#include "plan/plan.h"
#include "schedule/calendar.h"

#include <string.h>

enum { MOST_JOURNEYS = 10000, MOST_ENVIRONMENTS = 100, WARNING_DAYS = 30 };

/* What one lint has found so far. */
struct linting {
    struct arena *arena;
    const struct config *config;
    struct diags diags;
    const char *journeys[MOST_JOURNEYS + 1];
    const char *environments[MOST_ENVIRONMENTS + 1]; /* by their files; NULL: unreadable */
    size_t journey_count, environment_count;
    struct map ending; /* calendars that end soon, by name */
    bool unreadable;
    bool all_journeys; /* could be read: a name that is not among them is nobody's */
};

static void add_all(struct diags *to, const struct diags *from)
{
    for (const struct diag *d = from->first; d != NULL; d = d->next) {
        struct diag *copy = diag_add(to, d->at, "%s", d->message);
        copy->hint = d->hint;
        copy->cause = d->cause;
    }
}

static void add_journey(struct linting *l, const char *name)
{
    for (size_t i = 0; i < l->journey_count; i++)
        if (strcmp(l->journeys[i], name) == 0)
            return;
    if (l->journey_count < MOST_JOURNEYS)
        l->journeys[l->journey_count++] = name;
}

/* A calendar that ends soon is no mistake yet: what is green today should not be red tomorrow by
 * itself, and the service raises an alarm of its own. One that has ended is. */
static void check_end(struct linting *l, const struct monitor_rule *rule)
{
    const struct calendar *calendar = rule->calendar;
    if (calendar == NULL || calendar->last_year == 0)
        return;
    int64_t today = clock_now_utc_ns() / (86400 * NS_PER_S);
    int64_t end =
        calendar_days((struct date){.year = calendar->last_year + 1, .month = 1, .day = 1});
    if (end <= today)
        diag_add(&l->diags, rule->schedule.calendar_at,
                 "calendar \"%s\" ended with %d: nobody knows whether today is one of its days",
                 calendar->name, calendar->last_year)
            ->hint = "add the new year to its file";
    else if (end - today <= WARNING_DAYS)
        map_put(&l->ending, text_of(calendar->name), (void *)(uintptr_t)calendar);
}

static void warn_of_ends(const struct linting *l)
{
    for (size_t i = 0; i < l->ending.count; i++) {
        const struct calendar *calendar = l->ending.entries[i].value;
        print_error("warning: calendar \"%s\" ends with %d: add the new year to its file\n",
                    calendar->name, calendar->last_year);
    }
}

static void lint_environment(struct linting *l, const char *environment, struct place at)
{
    const struct plan_options how = {.vocabulary = vocabulary_all(),
                                     .environment = environment,
                                     .environment_at = at,
                                     .lint = true};
    struct plan *plan = plan_load(&how, l->config->scenarios);
    arena_adopt(l->arena, plan->arena);
    if (plan->environment != NULL && l->environment_count < MOST_ENVIRONMENTS)
        l->environments[l->environment_count] = plan->environment->name;
    l->environment_count++;
    l->unreadable |= plan->unreadable;
    add_all(&l->diags, &plan->diags);
    l->all_journeys &= plan->diags.count == 0;
    const struct monitor_rule *rules =
        config_monitors(l->config, plan, l->arena, l->arena, &l->diags);
    for (size_t i = 0; i < plan->journey_count; i++) {
        add_journey(l, plan->journeys[i]->name);
        check_end(l, &rules[i]);
    }
}

static void lint_environments(struct linting *l, const char *only)
{
    const char *const *names = l->config->environments;
    if (only != NULL || names[0] == NULL) {
        lint_environment(l, only, (struct place){0});
        return;
    }
    for (size_t i = 0; names[i] != NULL && i < MOST_ENVIRONMENTS; i++)
        lint_environment(l, names[i], l->config->environments_at[i]);
    config_check_environments(l->config, l->environments, &l->diags);
}

static void summarize(const struct linting *l, const char *path, struct buffer *out)
{
    size_t calendars = 0;
    while (l->config->calendars[calendars] != NULL)
        calendars++;
    buffer_printf(out,
                  "%s: %zu journey%s in %zu environment%s, %zu channel%s, %zu calendar%s, "
                  "no errors\n",
                  path, l->journey_count, l->journey_count == 1 ? "" : "s",
                  l->environment_count, l->environment_count == 1 ? "" : "s",
                  l->config->channel_count, l->config->channel_count == 1 ? "" : "s", calendars,
                  calendars == 1 ? "" : "s");
}

int lint_config(const char *path, const char *environment, struct buffer *out)
{
    const struct config_options how = {.vocabulary = vocabulary_all(), .lint = true};
    struct config_reading *reading = config_load(&how, path);
    struct linting *l = arena_make(reading->arena, struct linting);
    l->arena = reading->arena;
    l->config = reading->draft;
    l->unreadable = reading->unreadable;
    l->all_journeys = true;
    diags_init(&l->diags, l->arena);
    map_init(&l->ending, l->arena);
    add_all(&l->diags, &reading->diags);
    if (l->config != NULL) {
        lint_environments(l, environment);
        if (l->all_journeys)
            config_check_matchers(l->config, l->journeys, &l->diags);
        warn_of_ends(l);
    }
    diags_sort(&l->diags);
    print_diags(&l->diags);
    int code = l->unreadable           ? EXIT_USAGE
               : l->diags.count > 0    ? EXIT_WRONG_FILE
               : l->journey_count == 0 ? EXIT_NOTHING
                                       : EXIT_PASSED;
    if (code == EXIT_NOTHING)
        print_error("xunjian lint: %.500s leads to no NAME.journey.yaml\n", path);
    if (code == EXIT_PASSED)
        summarize(l, path, out);
    arena_end(reading->arena);
    return code;
}

int lint_calendar(const char *path, struct buffer *out)
{
    struct arena *arena = arena_new();
    struct diags diags;
    diags_init(&diags, arena);
    const struct calendar *calendar = calendar_load(arena, path, (struct place){0}, &diags);
    diags_sort(&diags);
    print_diags(&diags);
    if (calendar != NULL)
        buffer_printf(out, "%s: %d to %d, no errors\n", path, calendar->first_year,
                      calendar->last_year);
    arena_end(arena);
    return calendar != NULL ? EXIT_PASSED : EXIT_WRONG_FILE;
}
