/* SPDX-License-Identifier: Apache-2.0 */
/* map.c - see map.h. The store knows monitors by their names, a standing by their numbers. */
#include "web/map.h"

#include "base/arena.h"
#include "base/map.h"
#include "store/read.h"
#include "web/api.h"
#include "web/inside.h"

#include <string.h>

/* Each environment once, in the order of the monitors. */
static const char *const *names_of(struct arena *arena, const struct monitor_view *all,
                                   size_t count)
{
    const char **names = arena_array(arena, count + 1, const char *);
    struct map known;
    map_init(&known, arena);
    for (size_t i = 0; i < count; i++) {
        if (map_get(&known, text_of(all[i].environment)) != NULL)
            continue;
        names[known.count] = all[i].environment;
        map_put(&known, text_of(all[i].environment), names);
    }
    return names;
}

static void read_monitors(struct request *request, struct map_now *now)
{
    struct web_backend *backend = &request->web->backend;
    const char *environment = request_parameter(request, "env");
    const struct monitor_view *all;
    size_t count = backend->monitors(backend->thing, request->arena, &all);
    struct monitor_view *some = arena_array(request->arena, count + 1, struct monitor_view);
    for (size_t i = 0; i < count; i++)
        if (environment == NULL || strcmp(environment, all[i].environment) == 0)
            some[now->monitor_count++] = all[i];
    now->monitors = some;
    now->environments = names_of(request->arena, all, count);
}

static struct text key_of(struct arena *arena, const char *journey, const char *environment)
{
    return text_of(arena_printf(arena, "%s@%s", journey, environment));
}

/* What is kept of monitors that are no more is left out. */
static size_t comes_of(struct arena *arena, const struct map_now *now,
                       const struct visit_row *visits, size_t count,
                       const struct page_come **ret)
{
    struct page_come *comes = arena_array(arena, count + 1, struct page_come);
    struct map numbers;
    size_t kept = 0;
    map_init(&numbers, arena);
    for (size_t i = 0; i < now->monitor_count; i++)
        map_put(&numbers, key_of(arena, now->monitors[i].journey, now->monitors[i].environment),
                (void *)(uintptr_t)(i + 1));
    for (size_t i = 0; i < count; i++) {
        const struct visit_row *v = &visits[i];
        uintptr_t number =
            (uintptr_t)map_get(&numbers, key_of(arena, v->journey, v->environment));
        if (number > 0)
            comes[kept++] = (struct page_come){.monitor = (size_t)number - 1,
                                               .route = v->route,
                                               .run_id = v->run_id,
                                               .verdict = v->verdict,
                                               .started_utc_ns = v->started_utc_ns,
                                               .newest_utc_ns = v->newest_utc_ns,
                                               .newest_verdict = v->newest_verdict};
    }
    *ret = comes;
    return kept;
}

static size_t planned_of(struct arena *arena, const struct map_now *now,
                         const struct page_planned **ret)
{
    size_t most = 0, count = 0;
    for (size_t i = 0; i < now->monitor_count; i++)
        for (const char *const *route = now->monitors[i].opens; route != NULL && *route != NULL;
             route++)
            most++;
    struct page_planned *planned = arena_array(arena, most + 1, struct page_planned);
    for (size_t i = 0; i < now->monitor_count; i++)
        for (const char *const *route = now->monitors[i].opens; route != NULL && *route != NULL;
             route++)
            planned[count++] = (struct page_planned){.monitor = i, .route = *route};
    *ret = planned;
    return count;
}

bool map_read(struct request *request, struct answer *answer, struct map_now *ret)
{
    struct web_backend *backend = &request->web->backend;
    struct arena *arena = request->arena;
    const struct visit_row *visits = NULL;
    const struct page_come *comes;
    const struct page_planned *planned;
    size_t count = 0;
    const char *why = "";
    struct map_now now = {.map = backend->map(backend->thing, arena)};
    struct reader *reader;
    if (now.map.graph == NULL) {
        answer_error(
            request, answer, 404, "no_map",
            "this robot has no map of the app: the key graph of xunjian.yaml names one");
        return false;
    }
    if ((reader = request_reader(request, answer)) == NULL)
        return false;
    read_monitors(request, &now);
    if (!read_visits(reader, request_parameter(request, "env"), arena, &visits, &count, &why)) {
        api_store_failed(request, answer, why);
        return false;
    }
    count = comes_of(arena, &now, visits, count, &comes);
    size_t planned_count = planned_of(arena, &now, &planned);
    now.standings = standings_of(arena, now.map.graph, comes, count, planned, planned_count);
    *ret = now;
    return true;
}
