/* SPDX-License-Identifier: Apache-2.0 */
/* board.c - the newest of every monitor, behind one lock. */

#include "service/board.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/map.h"
#include "base/must.h"
#include "service/planned.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* What is known of a monitor beside its configuration. */
struct face {
    const struct record *last; /* its arena is held */
    const char *state;         /* alerts_state: a constant */
    int running;
    int64_t next_utc_ns;
};

struct board {
    pthread_mutex_t lock;
    pthread_cond_t moved;
    uint64_t version;
    bool closed;
    struct arena *arena;              /* of the two below; new with each configuration */
    struct map faces;                 /* by id */
    const struct monitor_view *views; /* what the configuration says of each, faces in order */
    size_t count;
    const struct alert_settings *settings; /* held; NULL: not told yet */
    struct map_view map;
    struct arena *map_arena; /* held; NULL: not told yet */
};

struct board *board_new(void)
{
    struct board *board = calloc(1, sizeof *board);
    pthread_condattr_t monotonic;
    must(board != NULL && pthread_mutex_init(&board->lock, NULL) == 0);
    must(pthread_condattr_init(&monotonic) == 0);
    must(pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC) == 0);
    must(pthread_cond_init(&board->moved, &monotonic) == 0);
    pthread_condattr_destroy(&monotonic);
    board->version = 1;
    board->arena = arena_new();
    map_init(&board->faces, board->arena);
    return board;
}

static void let_go(struct face *face)
{
    if (face->last != NULL)
        arena_end(face->last->arena);
    face->last = NULL;
}

void board_end(struct board *board)
{
    if (board == NULL)
        return;
    for (size_t i = 0; i < board->faces.count; i++)
        let_go(board->faces.entries[i].value);
    arena_end(board->arena);
    if (board->settings != NULL)
        arena_end(board->settings->arena);
    if (board->map_arena != NULL)
        arena_end(board->map_arena);
    pthread_cond_destroy(&board->moved);
    pthread_mutex_destroy(&board->lock);
    free(board);
}

static void moved(struct board *board)
{
    board->version++;
    pthread_cond_broadcast(&board->moved);
}

static const char *schedule_words(struct arena *arena, const struct schedule_rule *rule)
{
    if (rule->cron != NULL)
        return arena_printf(arena, "%s%s%s", rule->cron, rule->zone != NULL ? " " : "",
                            rule->zone != NULL ? rule->zone : "");
    return arena_printf(arena, "every %llds", (long long)(rule->every_ns / NS_PER_S));
}

static const char *const *copy_list(struct arena *arena, const char *const *list)
{
    size_t n = 0;
    while (list != NULL && list[n] != NULL)
        n++;
    const char **copy = arena_array(arena, n + 1, const char *);
    for (size_t i = 0; i < n; i++)
        copy[i] = arena_strdup(arena, list[i]);
    return copy;
}

static const char *copy_or(struct arena *arena, const char *string, const char *otherwise)
{
    return arena_strdup(arena, string != NULL ? string : otherwise);
}

static struct monitor_view view_of(struct arena *arena, const struct monitor *monitor)
{
    const struct journey *journey = monitor->journey;
    return (struct monitor_view){
        .journey = arena_strdup(arena, journey->name),
        .title = copy_or(arena, journey->title, journey->name),
        .environment = arena_strdup(arena, monitor->environment),
        .owner = copy_or(arena, journey->owner, ""),
        .business = copy_or(arena, journey->business, ""),
        .severity = copy_or(arena, monitor->alert.severity, "error"),
        .schedule = schedule_words(arena, &monitor->schedule),
        .tags = copy_list(arena, journey->tags),
        .opens = copy_list(arena, monitor->opens),
        .state = "unknown",
    };
}

void board_set(struct board *board, const struct monitor *monitors, size_t count)
{
    struct arena *arena = arena_new();
    struct map faces;
    struct monitor_view *views = arena_array(arena, count + 1, struct monitor_view);
    map_init(&faces, arena);
    map_reserve(&faces, count);
    for (size_t i = 0; i < count; i++)
        views[i] = view_of(arena, &monitors[i]);
    pthread_mutex_lock(&board->lock);
    for (size_t i = 0; i < count; i++) {
        struct text id = text_of(monitors[i].id);
        struct face *known = map_get(&board->faces, id);
        struct face *face = arena_make(arena, struct face);
        *face = known != NULL ? *known : (struct face){.state = "unknown"};
        if (known != NULL)
            known->last = NULL;
        map_put(&faces, id, face);
    }
    for (size_t i = 0; i < board->faces.count; i++)
        let_go(board->faces.entries[i].value);
    arena_end(board->arena);
    board->arena = arena;
    board->faces = faces;
    board->views = views;
    board->count = count;
    moved(board);
    pthread_mutex_unlock(&board->lock);
}

static struct face *face_of(struct board *board, const char *id)
{
    return map_get(&board->faces, text_of(id));
}

static void record_id(const struct record *record, char *into, size_t size)
{
    must(monitor_id(record->journey, record->environment, into, size));
}

void board_kept(struct board *board, const struct record *record, const char *state)
{
    char id[MONITOR_ID_BYTES];
    record_id(record, id, sizeof id);
    pthread_mutex_lock(&board->lock);
    struct face *face = face_of(board, id);
    if (face != NULL) {
        const struct record *last = face->last;
        bool same_round = last != NULL && record->due_utc_ns != 0 &&
                          last->due_utc_ns == record->due_utc_ns &&
                          last->cause == record->cause;
        const struct record *both[] = {last, record};
        face->state = state;
        if (!same_round || record_worst(both, 2) == record) {
            arena_hold(record->arena);
            let_go(face);
            face->last = record;
        }
    }
    moved(board);
    pthread_mutex_unlock(&board->lock);
}

void board_running(struct board *board, const char *id, int more)
{
    pthread_mutex_lock(&board->lock);
    struct face *face = face_of(board, id);
    if (face != NULL)
        face->running += more;
    moved(board);
    pthread_mutex_unlock(&board->lock);
}

void board_next(struct board *board, const char *id, int64_t next_utc_ns)
{
    pthread_mutex_lock(&board->lock);
    struct face *face = face_of(board, id);
    if (face != NULL)
        face->next_utc_ns = next_utc_ns;
    pthread_mutex_unlock(&board->lock);
}

void board_states(struct board *board, const struct alerts *alerts)
{
    pthread_mutex_lock(&board->lock);
    for (size_t i = 0; i < board->count; i++) {
        struct face *face = board->faces.entries[i].value;
        const struct monitor_view *view = &board->views[i];
        face->state = alerts_state(alerts, view->journey, view->environment);
    }
    moved(board);
    pthread_mutex_unlock(&board->lock);
}

uint64_t board_version(struct board *board, uint64_t seen, int64_t wait_ns)
{
    int64_t until_ns = clock_now_ns() + wait_ns;
    struct timespec until = {.tv_sec = until_ns / NS_PER_S, .tv_nsec = until_ns % NS_PER_S};
    pthread_mutex_lock(&board->lock);
    while (board->version == seen && !board->closed &&
           pthread_cond_timedwait(&board->moved, &board->lock, &until) == 0)
        continue;
    uint64_t version = board->version;
    pthread_mutex_unlock(&board->lock);
    return version;
}

void board_close(struct board *board)
{
    pthread_mutex_lock(&board->lock);
    board->closed = true;
    moved(board);
    pthread_mutex_unlock(&board->lock);
}

static void end_held(void *arena)
{
    arena_end(arena);
}

size_t board_views(struct board *board, struct arena *arena, const struct monitor_view **ret)
{
    pthread_mutex_lock(&board->lock);
    struct monitor_view *views = arena_array(arena, board->count + 1, struct monitor_view);
    size_t count = board->count;
    arena_hold(board->arena); /* what the views point to outlives a reload */
    arena_defer(arena, end_held, board->arena);
    for (size_t i = 0; i < count; i++) {
        const struct face *face = board->faces.entries[i].value;
        views[i] = board->views[i];
        views[i].state = face->state;
        views[i].running = face->running > 0;
        views[i].next_utc_ns = face->next_utc_ns;
        views[i].last = face->last;
        if (face->last != NULL) {
            arena_hold(face->last->arena);
            arena_defer(arena, end_held, face->last->arena);
        }
    }
    pthread_mutex_unlock(&board->lock);
    *ret = views;
    return count;
}

const char *board_variant(struct board *board, const char *id, struct arena *arena)
{
    pthread_mutex_lock(&board->lock);
    const struct face *face = map_get(&board->faces, text_of(id));
    const char *variant = face != NULL && face->last != NULL && face->last->variant != NULL
                              ? face->last->variant
                              : "";
    variant = arena_strdup(arena, variant);
    pthread_mutex_unlock(&board->lock);
    return variant;
}

void board_plan(struct board *board, const struct alert_settings *settings)
{
    arena_hold(settings->arena);
    pthread_mutex_lock(&board->lock);
    const struct alert_settings *before = board->settings;
    board->settings = settings;
    moved(board);
    pthread_mutex_unlock(&board->lock);
    if (before != NULL)
        arena_end(before->arena);
}

size_t board_windows(struct board *board, struct arena *arena, const struct alert_window **ret)
{
    pthread_mutex_lock(&board->lock);
    const struct alert_settings *settings = board->settings;
    if (settings != NULL) {
        arena_hold(settings->arena);
        arena_defer(arena, end_held, settings->arena);
    }
    pthread_mutex_unlock(&board->lock);
    *ret = settings != NULL ? settings->windows : NULL;
    return settings != NULL ? settings->window_count : 0;
}

void board_map(struct board *board, struct arena *arena, struct map_view map)
{
    arena_hold(arena);
    pthread_mutex_lock(&board->lock);
    struct arena *before = board->map_arena;
    board->map_arena = arena;
    board->map = map;
    moved(board);
    pthread_mutex_unlock(&board->lock);
    if (before != NULL)
        arena_end(before);
}

struct map_view board_map_view(struct board *board, struct arena *arena)
{
    pthread_mutex_lock(&board->lock);
    struct map_view map = board->map;
    if (board->map_arena != NULL) {
        arena_hold(board->map_arena);
        arena_defer(arena, end_held, board->map_arena);
    }
    pthread_mutex_unlock(&board->lock);
    return map;
}
