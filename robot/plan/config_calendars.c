/* SPDX-License-Identifier: Apache-2.0 */
/* config_calendars.c - the calendars a configuration names, and finding one by its name. */

#include "base/arena.h"
#include "plan/calendars.h"
#include "plan/config.h"
#include "plan/config_reading.h"
#include "schedule/calendar.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_CALENDARS = 200 };

static const char suffix[] = ".calendar.yaml";
static const char usual_folder[] = "calendars";

struct shelf {
    struct loader *loader;
    const struct calendar *items[MOST_CALENDARS + 1];
    const char *files[MOST_CALENDARS];
    size_t count;
};

static const struct calendar *find(const struct calendar *const *calendars, const char *name)
{
    for (size_t i = 0; calendars != NULL && calendars[i] != NULL; i++)
        if (strcmp(calendars[i]->name, name) == 0)
            return calendars[i];
    return NULL;
}

const struct calendar *config_calendar(const struct config *config, const char *name)
{
    const struct calendar *found = find(config->calendars, name);
    return found != NULL ? found : calendar_builtin(name);
}

const struct calendar *config_named_calendar(const struct config *config, const char *name,
                                             struct place at, struct diags *diags)
{
    const char *names[MOST_CALENDARS + 3] = {"always", "weekdays"};
    size_t n = 2;
    const struct calendar *found = config_calendar(config, name);
    if (found != NULL)
        return found;
    for (size_t i = 0; config->calendars != NULL && config->calendars[i] != NULL; i++)
        names[n++] = config->calendars[i]->name;
    config_tell_unknown(diags, at, "calendar", name, names);
    return NULL;
}

/* Stands for a calendar whose file was wrong, so that nobody who names it is told anything of it: it has
 * every day. Such a configuration is never served. */
static const struct calendar *stand_in(struct arena *arena, const char *path)
{
    struct calendar *calendar = arena_make(arena, struct calendar);
    *calendar = *calendar_builtin("always");
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    size_t length = strlen(name), end = sizeof suffix - 1;
    if (text_ends_with(text_of(name), text_of(suffix)))
        length -= end;
    calendar->name = arena_strndup(arena, name, length);
    return calendar;
}

static void add_file(struct shelf *shelf, const char *path, struct place at)
{
    struct loader *loader = shelf->loader;
    const struct calendar *calendar = calendar_load(loader->arena, path, at, loader->diags);
    if (calendar == NULL)
        calendar = stand_in(loader->arena, path);
    for (size_t i = 0; i < shelf->count; i++)
        if (strcmp(shelf->items[i]->name, calendar->name) == 0)
            diag_add(loader->diags, at, "calendar \"%s\" of %s is in %s, too", calendar->name,
                     path, shelf->files[i]);
    if (calendar_builtin(calendar->name) != NULL)
        diag_add(loader->diags, at, "%s: calendar \"%s\" is built in", path, calendar->name);
    if (shelf->count == MOST_CALENDARS) {
        diag_add(loader->diags, at, "more than %d calendars", MOST_CALENDARS);
        return;
    }
    shelf->files[shelf->count] = path;
    shelf->items[shelf->count++] = calendar;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void add_folder(struct shelf *shelf, const char *path, struct place at)
{
    struct dirent **entries = NULL;
    int found = scandir(path, &entries, NULL, by_name);
    for (int i = 0; i < found; i++) {
        const char *name = entries[i]->d_name;
        if (text_ends_with(text_of(name), text_of(suffix)))
            add_file(shelf, arena_printf(shelf->loader->arena, "%s/%s", path, name), at);
        free(entries[i]);
    }
    free(entries);
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

void config_settle_calendars(struct loader *loader, struct raw_config *raw)
{
    struct config *config = &raw->config;
    struct shelf *shelf = arena_make(loader->arena, struct shelf);
    const char *usual = loader_beside(loader, usual_folder);
    shelf->loader = loader;
    if (raw->calendar_paths == NULL && is_folder(usual))
        add_folder(shelf, usual, (struct place){0});
    for (size_t i = 0; raw->calendar_paths != NULL && raw->calendar_paths[i] != NULL; i++) {
        const char *path = loader_beside(loader, raw->calendar_paths[i]);
        if (is_folder(path))
            add_folder(shelf, path, raw->calendars_at[i]);
        else
            add_file(shelf, path, raw->calendars_at[i]);
    }
    config->calendars = shelf->items;
    if (config->schedule.calendar != NULL)
        config_named_calendar(config, config->schedule.calendar, config->schedule.calendar_at,
                              loader->diags);
}
