/* SPDX-License-Identifier: Apache-2.0 */
/* planned.c - configuration and plans, read together, kept together, let go together. */

#include "service/planned.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/must.h"
#include "base/redact.h"
#include "graph/layout.h"
#include "model/environment.h"
#include "plan/config.h"
#include "plan/plan.h"
#include "transport/browser/opens.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

struct planned {
    struct arena *arena; /* of this struct and its lists */
    struct config_reading *reading;
    struct plan **plans; /* one for each environment */
    size_t plan_count;
    struct monitor *monitors;
    size_t monitor_count;
    const struct layout *layout; /* in the reading's arena, as its map is */
    atomic_int holders;
};

bool monitor_id(const char *journey, const char *environment, char *into, size_t size)
{
    int length =
        snprintf(into, size, "%s%s%s", journey, environment[0] != '\0' ? "@" : "", environment);
    return length >= 0 && (size_t)length < size;
}

static void add_diags(const struct diags *diags, struct buffer *errors)
{
    struct buffer plain;
    buffer_init(&plain, errors->most);
    diags_render(diags, &plain);
    redact_text(buffer_text(&plain), errors);
    buffer_done(&plain);
}

static void add_monitors(struct planned *planned, const struct plan *plan,
                         struct buffer *errors)
{
    const char *environment = plan->environment != NULL ? plan->environment->name : "";
    struct arena *scratch = arena_new();
    struct diags diags;
    diags_init(&diags, planned->arena);
    const struct monitor_rule *rules =
        config_monitors(planned->reading->config, plan, scratch, planned->arena, &diags);
    for (size_t i = 0; i < plan->journey_count; i++) {
        const struct journey *journey = plan->journeys[i];
        planned->monitors[planned->monitor_count++] = (struct monitor){
            .id = environment[0] != '\0'
                      ? arena_printf(planned->arena, "%s@%s", journey->name, environment)
                      : journey->name,
            .journey = journey,
            .environment = environment,
            .schedule = rules[i].schedule,
            .alert = rules[i].alert,
            .calendar = rules[i].calendar,
            .zone = rules[i].zone,
            .opens = browser_opens(planned->arena, journey),
        };
    }
    arena_end(scratch);
    diags_sort(&diags);
    add_diags(&diags, errors);
}

/* History, alerts and the page know a monitor by its id. */
static void check_ids(const struct planned *planned, struct buffer *errors)
{
    char id[MONITOR_ID_BYTES];
    for (size_t i = 0; i < planned->monitor_count; i++)
        if (!monitor_id(planned->monitors[i].journey->name, planned->monitors[i].environment,
                        id, sizeof id))
            buffer_printf(errors,
                          "the names of a journey and its environment are too long: %s\n",
                          planned->monitors[i].id);
}

/* Two files that give one name would make two monitors of one id. */
static void check_environments(const struct planned *planned, struct buffer *errors)
{
    struct diags diags;
    const char **names = arena_array(planned->arena, planned->plan_count + 1, const char *);
    diags_init(&diags, planned->arena);
    for (size_t i = 0; i < planned->plan_count; i++)
        if (planned->plans[i]->environment != NULL)
            names[i] = planned->plans[i]->environment->name;
    config_check_environments(planned->reading->config, names, &diags);
    add_diags(&diags, errors);
}

static void load_plans(struct planned *planned, const struct vocabulary *vocabulary,
                       struct buffer *errors)
{
    const struct config *config = planned->reading->config;
    size_t count = 0, most = 0;
    while (config->environments[count] != NULL)
        count++;
    planned->plans = arena_array(planned->arena, count + 1, struct plan *);
    do {
        struct plan_options how = {.vocabulary = vocabulary,
                                   .environment = config->environments[most]};
        if (how.environment != NULL)
            how.environment_at = config->environments_at[most];
        struct plan *plan = plan_load(&how, config->scenarios);
        planned->plans[planned->plan_count++] = plan;
        add_diags(&plan->diags, errors);
    } while (++most < count);
    check_environments(planned, errors);
    if (errors->length > 0)
        return;
    most = 0;
    for (size_t i = 0; i < planned->plan_count; i++)
        most += planned->plans[i]->journey_count;
    planned->monitors = arena_array(planned->arena, most + 1, struct monitor);
    for (size_t i = 0; i < planned->plan_count; i++)
        add_monitors(planned, planned->plans[i], errors);
    check_ids(planned, errors);
    if (planned->monitor_count == 0)
        buffer_printf(errors, "%s: no NAME.journey.yaml was found in its scenarios\n",
                      config->file);
}

static void lay_out(struct planned *planned)
{
    const struct graph *graph = planned->reading->config->graph;
    if (graph == NULL)
        return;
    struct layout *layout = arena_make(planned->reading->arena, struct layout);
    *layout = graph_lay_out(planned->reading->arena, graph);
    planned->layout = layout;
}

struct planned *planned_load(const struct vocabulary *vocabulary, const char *path,
                             struct buffer *errors)
{
    const struct config_options how = {.vocabulary = vocabulary};
    struct arena *arena = arena_new();
    struct planned *planned = arena_make(arena, struct planned);
    planned->arena = arena;
    atomic_init(&planned->holders, 1);
    planned->reading = config_load(&how, path);
    add_diags(&planned->reading->diags, errors);
    if (planned->reading->config != NULL)
        load_plans(planned, vocabulary, errors);
    if (planned->reading->config != NULL && errors->length == 0) {
        lay_out(planned);
        return planned;
    }
    planned_release(planned);
    return NULL;
}

struct arena *planned_arena(const struct planned *planned)
{
    return planned->reading->arena;
}

const struct config *planned_config(const struct planned *planned)
{
    return planned->reading->config;
}

const struct layout *planned_layout(const struct planned *planned)
{
    return planned->layout;
}

const struct monitor *planned_monitors(const struct planned *planned, size_t *ret_count)
{
    *ret_count = planned->monitor_count;
    return planned->monitors;
}

const struct monitor *planned_find(const struct planned *planned, const char *journey,
                                   const char *environment)
{
    for (size_t i = 0; i < planned->monitor_count; i++)
        if (strcmp(planned->monitors[i].journey->name, journey) == 0 &&
            strcmp(planned->monitors[i].environment, environment) == 0)
            return &planned->monitors[i];
    return NULL;
}

struct planned *planned_hold(struct planned *planned)
{
    must(atomic_fetch_add(&planned->holders, 1) > 0);
    return planned;
}

void planned_release(struct planned *planned)
{
    if (planned == NULL || atomic_fetch_sub(&planned->holders, 1) > 1)
        return;
    for (size_t i = 0; i < planned->plan_count; i++)
        plan_end(planned->plans[i]);
    arena_end(planned->reading->arena);
    arena_end(planned->arena);
}
