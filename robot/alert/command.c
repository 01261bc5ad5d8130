/* SPDX-License-Identifier: Apache-2.0 */
/* command.c - what people do: acknowledge, note, mute, unmute. */

#include "alert/command.h"
#include "alert/match.h"
#include "alert/open.h"
#include "alert/say.h"
#include "alert/tidy.h"
#include "base/arena.h"
#include "base/must.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_WINDOWS = 1000, MOST_ITEMS = 1000 };

void window_free(struct window *window)
{
    arena_end(window->arena);
    free(window);
}

struct window *window_find(const struct alerts *alerts, const char *name)
{
    for (size_t i = 0; i < alerts->windows.count; i++) {
        struct window *window = alerts->windows.at[i];
        if (strcmp(window->name, name) == 0)
            return window;
    }
    return NULL;
}

static void drop(struct alerts *alerts, struct window *window)
{
    char *name = NULL;
    string_keep(&name, window->name);
    list_add(&alerts->gone_windows, name);
    list_remove(&alerts->windows, window);
    window_free(window);
}

void command_drop_windows(struct alerts *alerts, int64_t now_utc_ns)
{
    for (size_t i = alerts->windows.count; i-- > 0;) {
        struct window *window = alerts->windows.at[i];
        if (window->to_utc_ns <= now_utc_ns)
            drop(alerts, window);
    }
}

static const char *const *copy_list(struct arena *arena, const char *const *from)
{
    size_t count = 0;
    if (from == NULL)
        return NULL;
    while (from[count] != NULL && count < MOST_ITEMS)
        count++;
    const char **list = arena_array(arena, count + 1, const char *);
    for (size_t i = 0; i < count; i++)
        list[i] = arena_strdup(arena, from[i]);
    return list;
}

static const char *words(struct arena *arena, const char *string)
{
    return arena_strdup(arena, string != NULL ? string : "");
}

static bool mute(struct turn *turn, const struct alert_command *command, const char **ret_why)
{
    struct alerts *alerts = turn->alerts;
    struct window *old;
    if (command->name == NULL || command->name[0] == '\0' ||
        command->to_utc_ns <= turn->now_utc_ns || command->to_utc_ns <= command->from_utc_ns) {
        *ret_why = "a window of muting has a name and an end to come";
        return false;
    }
    if ((old = window_find(alerts, command->name)) != NULL) {
        list_remove(&alerts->windows, old);
        window_free(old);
    } else if (alerts->windows.count == MOST_WINDOWS) {
        *ret_why = "there are too many windows of muting";
        return false;
    }
    struct window *window = list_make(sizeof *window);
    struct arena *arena = window->arena = arena_new();
    window->name = words(arena, command->name);
    window->who = words(arena, command->who);
    window->text = words(arena, command->text);
    window->match.journeys = copy_list(arena, command->match.journeys);
    window->match.tags = copy_list(arena, command->match.tags);
    window->match.owners = copy_list(arena, command->match.owners);
    window->match.business = copy_list(arena, command->match.business);
    window->match.environments = copy_list(arena, command->match.environments);
    window->match.severities = copy_list(arena, command->match.severities);
    window->from_utc_ns = command->from_utc_ns;
    window->to_utc_ns = command->to_utc_ns;
    window->dirty = true;
    list_add(&alerts->windows, window);
    return true;
}

static bool unmute(struct turn *turn, const struct alert_command *command, const char **ret_why)
{
    struct window *window =
        command->name != NULL ? window_find(turn->alerts, command->name) : NULL;
    if (window == NULL) {
        *ret_why = "there is no such window of muting";
        return false;
    }
    drop(turn->alerts, window);
    open_consider_all(turn);
    return true;
}

static bool acknowledge(struct turn *turn, struct incident *incident,
                        const struct alert_command *command, const char **ret_why)
{
    if (incident->closed != 0) {
        *ret_why = "the incident is closed";
        return false;
    }
    incident->acknowledged_at = turn->now_utc_ns;
    string_keep(&incident->acknowledged_by, command->who);
    incident_event(incident, turn->now_utc_ns, "acknowledged",
                   arena_printf(turn->arena, "by %s", incident->acknowledged_by), "");
    if (command->text != NULL && command->text[0] != '\0')
        incident_note(incident, turn->now_utc_ns, command->who, command->text);
    say_acknowledged(turn, incident);
    return true;
}

static bool do_it(struct turn *turn, const struct alert_command *command, const char **ret_why)
{
    struct incident *incident =
        command->incident != NULL ? incident_find(turn->alerts, command->incident) : NULL;
    switch (command->action) {
    case ALERT_MUTE:
        return mute(turn, command, ret_why);
    case ALERT_UNMUTE:
        return unmute(turn, command, ret_why);
    case ALERT_ACKNOWLEDGE:
    case ALERT_NOTE:
        break;
    }
    if (incident == NULL) {
        *ret_why = "there is no such incident, or it was closed long ago";
        return false;
    }
    if (command->action == ALERT_ACKNOWLEDGE)
        return acknowledge(turn, incident, command, ret_why);
    incident_note(incident, turn->now_utc_ns, command->who, command->text);
    incident_event(incident, turn->now_utc_ns, "noted",
                   arena_printf(turn->arena, "by %s", words(turn->arena, command->who)), "");
    return true;
}

bool alerts_command(struct alerts *alerts, const struct alert_command *command,
                    int64_t now_utc_ns, struct arena *arena, struct alert_output *ret,
                    const char **ret_why)
{
    struct turn turn = turn_begin(alerts, now_utc_ns, arena);
    must(command != NULL);
    if (!alerts->configured) {
        *ret_why = "the robot is not configured yet";
        return false;
    }
    tidy_restored(alerts);
    if (!do_it(&turn, command, ret_why))
        return false;
    *ret = turn_output(&turn);
    return true;
}
