/* SPDX-License-Identifier: Apache-2.0 */
/* zones.c - time zones by their names, from the system's files.
 *
 * A name comes from somebody's file and becomes a path: it is made of the characters zone names are
 * made of, and none of its parts begins with a dot. */

#include "base/arena.h"
#include "base/files.h"
#include "base/map.h"
#include "base/suggest.h"
#include "plan/calendars.h"
#include "plan/loader.h"
#include "schedule/zone.h"

#include <dirent.h>
#include <string.h>
#include <unistd.h>

enum { MOST_ZONE_BYTES = 256 * 1024, MOST_ZONE_NAME = 64, MOST_NAMES = 1000 };

static const char zone_folder[] = "/usr/share/zoneinfo";

static bool is_zone_name(const char *name)
{
    size_t length = strlen(name);
    bool begins = true; /* a part of the name */
    for (size_t i = 0; i < length; i++) {
        char c = name[i];
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        bool inner = (c >= '0' && c <= '9') || c == '_' || c == '+' || c == '-' || c == '/';
        if (!letter && (begins || !inner))
            return false;
        begins = c == '/';
    }
    return length > 0 && length <= MOST_ZONE_NAME && !begins;
}

const struct zone *zone_load(struct arena *arena, const char *name, const char **ret_why)
{
    struct text bytes;
    const char *path = arena_printf(arena, "%s/%s", zone_folder, name);
    *ret_why = "no such time zone";
    if (access(zone_folder, X_OK) != 0)
        *ret_why = "this machine has no /usr/share/zoneinfo (package tzdata)";
    else if (is_zone_name(name) && access(path, F_OK) == 0 &&
             files_read(arena, path, MOST_ZONE_BYTES, &bytes, ret_why))
        return zone_read(arena, bytes, ret_why);
    return NULL;
}

static const char *const *names_in(struct arena *arena, DIR *folder)
{
    const char **names = arena_array(arena, MOST_NAMES + 1, const char *);
    const struct dirent *entry;
    for (size_t n = 0; n < MOST_NAMES && (entry = readdir(folder)) != NULL;)
        if (is_zone_name(entry->d_name))
            names[n++] = arena_strdup(arena, entry->d_name);
    return names;
}

/* Of Asia/Shangai the names beside it, of Aisa/Shanghai the regions. */
static const char *nearest(struct arena *arena, const char *name)
{
    const char *slash = strrchr(name, '/');
    size_t from = slash != NULL ? (size_t)(slash - name) + 1 : 0, to = strlen(name);
    if (!is_zone_name(name))
        return NULL;
    DIR *folder = opendir(arena_printf(arena, "%s/%.*s", zone_folder, (int)from, name));
    if (folder == NULL) {
        from = 0;
        to = strcspn(name, "/");
        folder = opendir(zone_folder);
    }
    if (folder == NULL)
        return NULL;
    const char *near = suggest(text_slice(text_of(name), from, to), names_in(arena, folder));
    closedir(folder);
    return near != NULL ? arena_printf(arena, "%.*s%s%s", (int)from, name, near, name + to)
                        : NULL;
}

const struct zone *loader_zone(struct loader *loader, const char *name, struct place at)
{
    const char *why = NULL;
    if (loader->zones == NULL) {
        loader->zones = arena_make(loader->arena, struct map);
        map_init(loader->zones, loader->arena);
    }
    const struct zone *zone = map_get(loader->zones, text_of(name));
    if (zone == NULL)
        zone = zone_load(loader->arena, name, &why);
    if (zone != NULL) {
        map_put(loader->zones, text_of(name), (void *)(uintptr_t)zone);
        return zone;
    }
    struct diag *d = diag_add(loader->diags, at, "time zone \"%s\": %s", name, why);
    const char *near = nearest(loader->arena, name);
    if (near != NULL)
        d->hint = arena_printf(loader->arena, "did you mean \"%s\"?", near);
    return NULL;
}
