/* SPDX-License-Identifier: Apache-2.0 */
/* keep.c - everything that changed, as rows. */

#include "alert/keep.h"
#include "alert/changed.h"
#include "alert/latency.h"
#include "alert/state.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "document/json.h"

#include <stdlib.h>

enum { MOST_ROW_BYTES = 16 * 1024 * 1024 };

const struct shape monitor_shape[] = {
    SHAPE_FLAG_OF(monitor, broken),
    SHAPE_FLAG_OF(monitor, must_fail_again),
    SHAPE_FLAG_OF(monitor, flapping),
    SHAPE_NUMBER_OF(monitor, hold),
    SHAPE_NUMBER_OF(monitor, hold_until_utc_ns),
    SHAPE_NUMBER_OF(monitor, broken_utc_ns),
    SHAPE_NUMBER_OF(monitor, turned_utc_ns),
    SHAPE_NUMBER_OF(monitor, asked_utc_ns),
    SHAPE_NUMBER_OF(monitor, opened_utc_ns[0]),
    SHAPE_NUMBER_OF(monitor, opened_utc_ns[1]),
    SHAPE_NUMBER_OF(monitor, opened_utc_ns[2]),
    {0},
};

const struct shape site_shape[] = {
    {.name = "location", .at = offsetof(struct site, location), .type = SHAPE_STRING},
    SHAPE_NUMBER_OF(site, good_in_row),
    SHAPE_NUMBER_OF(site, internal_in_row),
    SHAPE_NUMBER_OF(site, good_since_utc_ns),
    SHAPE_NUMBER_OF(site, last_utc_ns),
    SHAPE_NUMBER_OF(site, last_bad_utc_ns),
    SHAPE_FLAG_OF(site, broken),
    SHAPE_FLAG_OF(site, last_bad),
    {0},
};

const struct shape robot_shape[] = {
    SHAPE_FLAG_OF(robot, cut_off),
    SHAPE_FLAG_OF(robot, crowd),
    SHAPE_NUMBER_OF(robot, tried_utc_ns),
    SHAPE_NUMBER_OF(robot, crowd_utc_ns),
    SHAPE_NUMBER_OF(robot, no_crowd_until_utc_ns),
    {.name = "why", .at = offsetof(struct robot, why), .type = SHAPE_STRING},
    {0},
};

static void set(struct arena *arena, struct json *object, const char *name,
                const struct json *value)
{
    json_set(arena, object, text_of(name), value);
}

static const struct json *bits(struct arena *arena, unsigned __int128 value)
{
    return json_string_of(arena, arena_printf(arena, "%016llx%016llx",
                                              (unsigned long long)(value >> 64),
                                              (unsigned long long)value));
}

static const struct json *site_json(const struct site *site, struct arena *arena)
{
    struct json *object = json_object_new(arena, shape_count(site_shape) + 4);
    shape_write(site_shape, site, arena, object);
    set(arena, object, "bad", bits(arena, site->bad));
    set(arena, object, "certain", bits(arena, site->certain));
    if (site->good != NULL)
        set(arena, object, "good", good_write(site->good, arena));
    if (site->latency != NULL)
        set(arena, object, "latency", latency_write(site->latency, arena));
    return object;
}

static const struct json *monitor_json(const struct monitor *monitor, struct arena *arena)
{
    struct json *object = json_object_new(arena, shape_count(monitor_shape) + 2);
    struct json *sites = json_array_new(arena, monitor->sites.count);
    shape_write(monitor_shape, monitor, arena, object);
    if (monitor->failure.count > 0) {
        struct json *failure = json_object_new(arena, shape_count(failure_shape));
        shape_write(failure_shape, &monitor->failure, arena, failure);
        set(arena, object, "failure", failure);
    }
    for (size_t i = 0; i < monitor->sites.count; i++)
        json_append(sites, site_json(monitor->sites.at[i], arena));
    set(arena, object, "sites", sites);
    return object;
}

static const struct json *parts_json(const struct list *list, const struct shape *shape,
                                     struct arena *arena)
{
    struct json *array = json_array_new(arena, list->count);
    for (size_t i = 0; i < list->count; i++) {
        struct json *object = json_object_new(arena, shape_count(shape));
        shape_write(shape, list->at[i], arena, object);
        json_append(array, object);
    }
    return array;
}

static const struct json *names_json(const struct incident *incident, struct arena *arena)
{
    struct json *array = json_array_new(arena, incident->channels.count);
    for (size_t i = 0; i < incident->channels.count; i++) {
        const struct told *told = incident->channels.at[i];
        json_append(array, json_string_of(arena, told->channel));
    }
    return array;
}

static const struct json *acknowledged_json(const struct incident *incident,
                                            struct arena *arena)
{
    if (incident->acknowledged_at == 0)
        return json_null();
    struct json *object = json_object_new(arena, 2);
    set(arena, object, "who", json_string_of(arena, incident->acknowledged_by));
    set(arena, object, "at", json_int(arena, incident->acknowledged_at));
    return object;
}

static const struct json *incident_json(const struct incident *incident, struct arena *arena)
{
    struct json *object = json_object_new(arena, 36);
    struct json *machine = json_object_new(arena, 16);
    shape_write(incident_shape, incident, arena, object);
    set(arena, object, "state",
        json_string_of(arena, incident->closed == 0 ? "open" : "closed"));
    set(arena, object, "acknowledged", acknowledged_json(incident, arena));
    set(arena, object, "journeys", parts_json(&incident->members, member_shape, arena));
    set(arena, object, "notes", parts_json(&incident->notes, note_shape, arena));
    set(arena, object, "events", parts_json(&incident->events, event_shape, arena));
    set(arena, object, "channels", names_json(incident, arena));
    shape_write(machine_shape, incident, arena, machine);
    set(arena, machine, "told", parts_json(&incident->channels, told_shape, arena));
    set(arena, object, "machine", machine);
    return object;
}

static void set_list(struct arena *arena, struct json *object, const char *name,
                     const char *const *list)
{
    size_t count = 0;
    if (list == NULL)
        return;
    while (list[count] != NULL)
        count++;
    struct json *array = json_array_new(arena, count);
    for (size_t i = 0; i < count; i++)
        json_append(array, json_string_of(arena, list[i]));
    set(arena, object, name, array);
}

static const struct json *window_json(const struct window *window, struct arena *arena)
{
    struct json *object = json_object_new(arena, 6), *match = json_object_new(arena, 6);
    set(arena, object, "name", json_string_of(arena, window->name));
    set(arena, object, "who", json_string_of(arena, window->who));
    set(arena, object, "text", json_string_of(arena, window->text));
    set(arena, object, "from", json_int(arena, window->from_utc_ns));
    set(arena, object, "to", json_int(arena, window->to_utc_ns));
    set_list(arena, match, "journeys", window->match.journeys);
    set_list(arena, match, "tags", window->match.tags);
    set_list(arena, match, "owners", window->match.owners);
    set_list(arena, match, "business", window->match.business);
    set_list(arena, match, "environments", window->match.environments);
    set_list(arena, match, "severities", window->match.severities);
    set(arena, object, "match", match);
    return object;
}

/* The rows of one call. */
struct rows {
    struct arena *arena;
    struct alert_row *at;
    size_t count, most;
};

static struct alert_row *add(struct rows *rows, const char *kind, const char *key,
                             const struct json *json)
{
    struct buffer out;
    must(rows->count < rows->most);
    struct alert_row *row = &rows->at[rows->count++];
    *row = (struct alert_row){.kind = kind, .key = arena_strdup(rows->arena, key)};
    if (json == NULL)
        return row;
    buffer_init(&out, MOST_ROW_BYTES);
    json_write(json, &out);
    must(!out.full);
    row->json = text_copy(rows->arena, buffer_text(&out));
    buffer_done(&out);
    return row;
}

static void add_gone(struct rows *rows, const char *kind, struct list *gone)
{
    for (size_t i = 0; i < gone->count; i++) {
        add(rows, kind, gone->at[i], NULL);
        free(gone->at[i]);
    }
    gone->count = 0;
}

static void add_incidents(struct alerts *alerts, struct rows *rows)
{
    for (size_t i = 0; i < alerts->incidents.count; i++) {
        struct incident *incident = alerts->incidents.at[i];
        if (!incident->dirty)
            continue;
        struct alert_row *row =
            add(rows, "incident", incident->id, incident_json(incident, rows->arena));
        row->opened_utc_ns = incident->opened;
        row->closed_utc_ns = incident->closed;
        incident->dirty = false;
    }
}

static void add_windows(struct alerts *alerts, struct rows *rows)
{
    for (size_t i = 0; i < alerts->windows.count; i++) {
        struct window *window = alerts->windows.at[i];
        if (window->dirty)
            add(rows, "window", window->name, window_json(window, rows->arena));
        window->dirty = false;
    }
}

size_t alerts_changed(struct alerts *alerts, struct arena *arena, const struct alert_row **ret)
{
    struct rows rows = {.arena = arena,
                        .most = alerts->dirty.count + alerts->gone.count +
                                alerts->incidents.count + alerts->windows.count +
                                alerts->gone_windows.count + 1};
    rows.at = arena_array(arena, rows.most, struct alert_row);
    add_gone(&rows, "monitor", &alerts->gone);
    for (size_t i = 0; i < alerts->dirty.count; i++) {
        struct monitor *monitor = alerts->dirty.at[i];
        add(&rows, "monitor", monitor_key(arena, monitor), monitor_json(monitor, arena));
        monitor->dirty = false;
    }
    alerts->dirty.count = 0;
    add_incidents(alerts, &rows);
    add_gone(&rows, "window", &alerts->gone_windows);
    add_windows(alerts, &rows);
    if (alerts->robot.dirty) {
        struct json *object = json_object_new(arena, 8);
        shape_write(robot_shape, &alerts->robot, arena, object);
        add(&rows, "robot", "connectivity", object);
        alerts->robot.dirty = false;
    }
    *ret = rows.at;
    return rows.count;
}
