/* SPDX-License-Identifier: Apache-2.0 */
/* keep_read.c - rows back into what is remembered. A row that makes no sense is left out whole: half
 * a monitor would judge wrongly. */

#include "alert/changed.h"
#include "alert/command.h"
#include "alert/keep.h"
#include "alert/latency.h"
#include "base/arena.h"
#include "document/json.h"

#include <stdlib.h>
#include <string.h>

static const struct json *list_of(const struct json *object, const char *name, size_t most)
{
    const struct json *list = json_member(object, text_of(name));
    return list != NULL && list->kind == JSON_ARRAY && list->count <= most ? list : NULL;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool read_bits(const struct json *object, const char *name, unsigned __int128 *ret)
{
    const struct json *value = json_member(object, text_of(name));
    unsigned __int128 bits = 0;
    if (value == NULL || value->kind != JSON_STRING || value->text.length != 32)
        return false;
    for (size_t i = 0; i < 32; i++) {
        int digit = hex_digit(value->text.at[i]);
        if (digit < 0)
            return false;
        bits = bits << 4 | (unsigned)digit;
    }
    *ret = bits;
    return true;
}

static bool read_site(const struct json *object, struct site *site)
{
    shape_init(site_shape, site);
    if (object->kind != JSON_OBJECT)
        return false;
    const struct json *good = json_member(object, text_of("good"));
    const struct json *latency = json_member(object, text_of("latency"));
    if (!shape_read(site_shape, object, site) || !read_bits(object, "bad", &site->bad) ||
        !read_bits(object, "certain", &site->certain))
        return false;
    site->good = good != NULL ? good_read(good) : NULL;
    site->latency = latency != NULL ? latency_read(latency) : NULL;
    return true;
}

static bool read_monitor(const struct json *object, struct monitor *monitor)
{
    const struct json *failure = json_member(object, text_of("failure"));
    const struct json *sites = list_of(object, "sites", MOST_SITES);
    if (sites == NULL || !shape_read(monitor_shape, object, monitor) || monitor->hold < 0 ||
        monitor->hold >= HOLD_COUNT)
        return false;
    shape_init(failure_shape, &monitor->failure);
    if (failure != NULL && !shape_read(failure_shape, failure, &monitor->failure))
        return false;
    for (size_t i = 0; i < sites->count; i++) {
        struct site *site = list_make(sizeof *site);
        list_add(&monitor->sites, site);
        if (!read_site(sites->items[i], site))
            return false;
    }
    return true;
}

static bool restore_monitor(struct alerts *alerts, const char *key, const struct json *object)
{
    const char *line = strchr(key, '\n');
    if (line == NULL)
        return false;
    struct arena *scratch = arena_new();
    const char *journey = arena_strndup(scratch, key, (size_t)(line - key));
    bool right = monitor_find(alerts, journey, line + 1) == NULL;
    struct monitor *monitor = list_make(sizeof *monitor);
    string_keep(&monitor->journey, journey);
    string_keep(&monitor->environment, line + 1);
    right = right && read_monitor(object, monitor);
    if (right) {
        list_add(&alerts->monitors, monitor);
        map_put(&alerts->by_name, text_of(key), monitor);
    } else {
        monitor_free(monitor);
    }
    arena_end(scratch);
    return right;
}

static bool read_parts(const struct json *list, const struct shape *shape, size_t size,
                       struct list *into)
{
    for (size_t i = 0; list != NULL && i < list->count; i++) {
        void *part = list_make(size);
        shape_init(shape, part);
        list_add(into, part);
        if (!shape_read(shape, list->items[i], part))
            return false;
    }
    return list != NULL;
}

static bool read_rule(struct incident *incident)
{
    for (enum rule rule = 0; rule < RULE_COUNT; rule++)
        if (strcmp(incident->rule_name, rule_name(rule)) == 0) {
            incident->rule = rule;
            return true;
        }
    return false;
}

static bool read_incident(const struct json *object, struct incident *incident)
{
    const struct json *machine = json_member(object, text_of("machine"));
    return machine != NULL && machine->kind == JSON_OBJECT &&
           shape_read(incident_shape, object, incident) &&
           shape_read(machine_shape, machine, incident) && read_rule(incident) &&
           read_parts(list_of(object, "journeys", SIZE_MAX), member_shape,
                      sizeof(struct member), &incident->members) &&
           read_parts(list_of(object, "notes", MOST_NOTES), note_shape, sizeof(struct note),
                      &incident->notes) &&
           read_parts(list_of(object, "events", MOST_EVENTS), event_shape, sizeof(struct event),
                      &incident->events) &&
           read_parts(list_of(machine, "told", SIZE_MAX), told_shape, sizeof(struct told),
                      &incident->channels);
}

static bool restore_incident(struct alerts *alerts, const char *key, const struct json *object)
{
    struct incident *incident = list_make(sizeof *incident);
    shape_init(incident_shape, incident);
    shape_init(machine_shape, incident);
    if (!read_incident(object, incident) || strcmp(incident->id, key) != 0 ||
        incident_find(alerts, key) != NULL) {
        incident_free(incident);
        return false;
    }
    incident_add(alerts, incident);
    incident_forget_closed(alerts);
    return true;
}

static const char *const *read_names(const struct json *match, const char *name,
                                     struct arena *arena)
{
    const struct json *list = list_of(match, name, 1000);
    if (list == NULL)
        return NULL;
    const char **names = arena_array(arena, list->count + 1, const char *);
    for (size_t i = 0; i < list->count; i++)
        names[i] = text_string(arena, json_to_text(arena, list->items[i]));
    return names;
}

static const char *read_word(const struct json *object, const char *name, struct arena *arena)
{
    const struct json *value = json_member(object, text_of(name));
    return value != NULL && value->kind == JSON_STRING ? text_string(arena, value->text) : "";
}

static bool read_moment(const struct json *object, const char *name, int64_t *ret)
{
    const struct json *value = json_member(object, text_of(name));
    return value != NULL && value->kind == JSON_NUMBER && json_to_int(value->text, ret);
}

static bool restore_window(struct alerts *alerts, const char *key, const struct json *object)
{
    const struct json *match = json_member(object, text_of("match"));
    struct window *window = list_make(sizeof *window);
    struct arena *arena = window->arena = arena_new();
    window->name = arena_strdup(arena, key);
    window->who = read_word(object, "who", arena);
    window->text = read_word(object, "text", arena);
    if (match == NULL || match->kind != JSON_OBJECT ||
        !read_moment(object, "from", &window->from_utc_ns) ||
        !read_moment(object, "to", &window->to_utc_ns) || window_find(alerts, key) != NULL) {
        window_free(window);
        return false;
    }
    window->match.journeys = read_names(match, "journeys", arena);
    window->match.tags = read_names(match, "tags", arena);
    window->match.owners = read_names(match, "owners", arena);
    window->match.business = read_names(match, "business", arena);
    window->match.environments = read_names(match, "environments", arena);
    window->match.severities = read_names(match, "severities", arena);
    list_add(&alerts->windows, window);
    return true;
}

static bool restore(struct alerts *alerts, const char *kind, const char *key,
                    const struct json *object)
{
    if (strcmp(kind, "monitor") == 0)
        return restore_monitor(alerts, key, object);
    if (strcmp(kind, "incident") == 0)
        return restore_incident(alerts, key, object);
    if (strcmp(kind, "window") == 0)
        return restore_window(alerts, key, object);
    return strcmp(kind, "robot") == 0 && shape_read(robot_shape, object, &alerts->robot);
}

bool alerts_restore(struct alerts *alerts, const char *kind, const char *key, struct text json)
{
    struct json_error error;
    struct arena *arena = arena_new();
    const struct json *object = json_parse(arena, json, &json_default_limits, &error);
    bool right =
        object != NULL && object->kind == JSON_OBJECT && restore(alerts, kind, key, object);
    alerts->restored = alerts->restored || right;
    arena_end(arena);
    return right;
}
