/* SPDX-License-Identifier: Apache-2.0 */
/* load.c - finding journey files and making a plan of them. */

#include "base/arena.h"
#include "base/files.h"
#include "base/map.h"
#include "base/suggest.h"
#include "model/vocabulary.h"
#include "plan/loader.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    MOST_FILES = 5000,
    MOST_FOLDER_DEPTH = 16,
    MOST_FILE_BYTES = 16 << 20,
    MOST_ENVIRONMENTS = 64
};

static const char suffix[] = ".journey.yaml";

struct files {
    struct arena *arena;
    const char *paths[MOST_FILES];
    size_t count;
};

const struct source *loader_source(struct loader *loader, const char *path, struct place at)
{
    struct source *source = arena_make(loader->arena, struct source);
    const char *why = NULL;
    source->name = path;
    if (files_read(loader->arena, path, MOST_FILE_BYTES, &source->bytes, &why))
        return source;
    diag_add(loader->diags, at, "could not read %s: %s", path, why);
    return NULL;
}

static const char *folder_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? arena_strndup(arena, path, (size_t)(slash - path)) : ".";
}

const char *loader_beside(struct loader *loader, const char *path)
{
    if (path[0] == '/' || loader->loading == NULL)
        return path;
    const char *folder = folder_of(loader->arena, loader->loading->source->name);
    return strcmp(folder, ".") == 0 ? path : arena_printf(loader->arena, "%s/%s", folder, path);
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static void add_file(struct files *files, const char *path)
{
    for (size_t i = 0; i < files->count; i++)
        if (strcmp(files->paths[i], path) == 0)
            return;
    if (files->count < MOST_FILES)
        files->paths[files->count++] = path;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void add_folder(struct files *files, const char *folder, int depth)
{
    struct dirent **entries = NULL;
    int n = depth < MOST_FOLDER_DEPTH ? scandir(folder, &entries, NULL, by_name) : 0;
    for (int i = 0; i < n; i++) {
        const char *name = entries[i]->d_name;
        const char *path = arena_printf(files->arena, "%s/%s", folder, name);
        if (name[0] != '.' && is_folder(path))
            add_folder(files, path, depth + 1);
        else if (name[0] != '.' && text_ends_with(text_of(name), text_of(suffix)))
            add_file(files, path);
        free(entries[i]);
    }
    free(entries);
}

static const char *without_slashes(struct arena *arena, const char *path)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    return arena_strndup(arena, path, length);
}

static void find_files(struct plan *plan, struct files *files, const char *const *paths)
{
    for (; *paths != NULL; paths++) {
        const char *path = without_slashes(files->arena, *paths);
        struct stat st;
        if (stat(path, &st) != 0) {
            diag_add(&plan->diags, (struct place){0}, "no file or folder %s", path);
            plan->unreadable = true;
        } else if (S_ISDIR(st.st_mode)) {
            add_folder(files, path, 0);
        } else {
            add_file(files, path);
        }
    }
}

/* environments/ beside the journeys, or beside a folder above them. */
static const char *find_environments(struct arena *arena, const char *file)
{
    const char *folder = folder_of(arena, file);
    for (int up = 0; up < MOST_FOLDER_DEPTH; up++) {
        const char *found = arena_printf(arena, "%s/environments", folder);
        if (is_folder(found))
            return found;
        folder = arena_printf(arena, "%s/..", folder);
    }
    return NULL;
}

/* Tells what was meant, from the files that are there. */
static void no_environment(struct loader *loader, const char *name, const char *path)
{
    const char *names[MOST_ENVIRONMENTS + 1];
    size_t n = 0;
    struct dirent **entries = NULL;
    int found = scandir(loader->environment_folder, &entries, NULL, by_name);
    for (int i = 0; i < found; i++) {
        struct text file = text_of(entries[i]->d_name);
        if (text_ends_with(file, text_of(".yaml")) && n < MOST_ENVIRONMENTS)
            names[n++] = text_string(loader->arena, text_slice(file, 0, file.length - 5));
        free(entries[i]);
    }
    free(entries);
    names[n] = NULL;
    const char *near = suggest(text_of(name), names);
    struct diag *d = diag_add(loader->diags, loader->options->environment_at,
                              "no environment \"%s\": %s is not there", name, path);
    if (near != NULL)
        d->hint = arena_printf(loader->arena, "did you mean \"%s\"?", near);
}

static void choose_environment(struct loader *loader)
{
    const char *name = loader->options->environment;
    bool file = strchr(name, '/') != NULL || text_ends_with(text_of(name), text_of(".yaml"));
    if (!file && loader->environment_folder == NULL) {
        diag_add(
            loader->diags, loader->options->environment_at,
            "environment \"%s\": no folder named environments beside the journeys or above",
            name);
        return;
    }
    const char *path =
        file ? name
             : arena_printf(loader->arena, "%s/%s.yaml", loader->environment_folder, name);
    if (!file && access(path, R_OK) != 0)
        no_environment(loader, name, path);
    else
        loader->environment = read_environment(loader, path, loader->options->environment_at);
}

static const struct journey *load_journey(struct loader *loader, const char *path)
{
    const struct source *source = loader_source(loader, path, (struct place){0});
    if (source == NULL)
        return NULL;
    struct loading loading = {.source = source};
    int before = loader->diags->count;
    loader->loading = &loading;
    struct raw_journey *raw = read_journey(loader, source);
    if (raw != NULL) {
        const struct zone *zone = NULL;
        check_schedule(loader, &raw->journey.schedule, &zone);
        flatten_journey(loader, raw);
        for (size_t i = 0; i < raw->journey.frame_count; i++) /* included ones have their own */
            fetch_secrets(loader, (struct journey *)(uintptr_t)raw->journey.frames[i]->journey);
        bool known = loader->environment != NULL || loader->options->environment == NULL;
        check_variables(loader, &raw->journey, known && loader->diags->count == before);
    }
    loader->loading = NULL;
    return loader->diags->count == before ? &raw->journey : NULL;
}

static void refuse_doubles(struct loader *loader, const struct journey *const *journeys,
                           size_t count)
{
    struct arena *scratch = arena_new();
    struct map names;
    map_init(&names, scratch);
    for (size_t i = 0; i < count; i++) {
        const struct journey *first = map_get(&names, text_of(journeys[i]->name));
        if (first == NULL)
            map_put(&names, text_of(journeys[i]->name), (void *)(uintptr_t)journeys[i]);
        else
            diag_add(loader->diags, journeys[i]->steps[0].at,
                     "journey \"%s\" is in %s, too: history and alerts hang on the name",
                     journeys[i]->name, first->file);
    }
    arena_end(scratch);
}

struct plan *plan_load(const struct plan_options *options, const char *const *paths)
{
    struct arena *arena = arena_new();
    struct plan *plan = arena_make(arena, struct plan);
    struct files *files = arena_make(arena, struct files);
    struct map names;
    plan->arena = files->arena = arena;
    diags_init(&plan->diags, arena);
    find_files(plan, files, paths);

    struct loader loader = {.arena = arena,
                            .diags = &plan->diags,
                            .options = options,
                            .vocabulary = options->vocabulary,
                            .journey_table = plan_journey_table(arena, options->vocabulary)};
    if (files->count > 0)
        loader.environment_folder = find_environments(
            arena, options->beside != NULL ? options->beside : files->paths[0]);
    if (options->environment != NULL) {
        choose_environment(&loader);
    } else if (options->lint) {
        map_init(&names, arena);
        loader.environment_names = &names;
        list_environment_names(&loader);
    }
    plan->environment = loader.environment;
    const struct journey **journeys =
        arena_array(arena, files->count + 1, const struct journey *);
    for (size_t i = 0; i < files->count; i++) {
        const struct journey *journey = load_journey(&loader, files->paths[i]);
        if (journey != NULL)
            journeys[plan->journey_count++] = journey;
    }
    refuse_doubles(&loader, journeys, plan->journey_count);
    plan->journeys = journeys;
    diags_sort(&plan->diags);
    return plan;
}

void plan_end(struct plan *plan)
{
    if (plan != NULL)
        arena_end(plan->arena);
}
