/* SPDX-License-Identifier: Apache-2.0 */
/* read_config.c - xunjian.yaml: secrets first, then the keys, then what they name.
 *
 * All mistakes are told in one pass, but none that is only said of a stand-in for a secret's value. */

#include "base/arena.h"
#include "base/files.h"
#include "document/bind.h"
#include "document/node.h"
#include "document/yaml.h"
#include "plan/config.h"
#include "plan/config_reading.h"

#include <sys/stat.h>

/* The secrets' own section is read before the rest: its values are needed to read the rest. */
static struct known_secrets read_secrets(struct loader *loader, const struct node *root)
{
    struct known_secrets known = {0};
    const struct node *section = node_member(root, "secrets");
    struct reading reading = loader_reading(loader);
    struct raw_config *raw = arena_make(loader->arena, struct raw_config);
    if (section == NULL)
        return known;
    bind_value(&reading, section, &config_secrets_table.fields[0], raw);
    if (raw->secrets == NULL)
        return known;
    struct known_secret *items =
        arena_array(loader->arena, raw->secret_count + 1, struct known_secret);
    for (size_t i = 0; i < raw->secret_count; i++) {
        struct secret_source *from = &raw->secrets[i];
        bool named = from->variable != NULL || from->file != NULL || from->command != NULL;
        items[i].name = from->name;
        if (from->file != NULL)
            from->file = loader_beside(loader, from->file);
        if (named && !loader->options->lint)
            fetch_secret(loader, from, &items[i].value);
    }
    known.items = items;
    known.count = raw->secret_count;
    return known;
}

static bool is_unknown(const struct unknown_values *unknown, const struct place *at)
{
    for (size_t i = 0; i < unknown->count; i++)
        if (unknown->at[i].line == at->line && unknown->at[i].column == at->column)
            return true;
    return false;
}

/* What was said of values that stand in for unknown ones was said of nothing. */
static void pass_on(const struct diags *heard, const struct unknown_values *unknown,
                    const struct source *source, struct diags *to)
{
    for (struct diag *d = heard->first, *next; d != NULL; d = next) {
        next = d->next;
        if (d->at.source == source && is_unknown(unknown, &d->at))
            continue;
        struct diag *same = diag_add(to, d->at, "%s", d->message);
        same->hint = d->hint;
        same->cause = d->cause;
    }
}

const struct config *config_read(struct loader *loader, const struct source *source)
{
    struct loading here = {.source = source};
    struct diags *all = loader->diags, heard;
    const struct node *root = yaml_read(loader->arena, source, all);
    if (root == NULL)
        return NULL;
    loader->loading = &here;
    struct known_secrets secrets = read_secrets(loader, root);
    struct unknown_values *unknown = arena_make(loader->arena, struct unknown_values);
    const struct node *plain = config_substitute(loader, root, &secrets, unknown);
    const struct field_table *table = config_table(loader->arena, loader->vocabulary);
    struct raw_config *raw = arena_make(loader->arena, struct raw_config);
    diags_init(&heard, loader->arena);
    loader->diags = &heard;
    struct reading reading = loader_reading(loader);
    bind_fields(&reading, plain, table, raw);
    raw->channels_are_wrong = raw->channels == NULL && node_member(root, "channels") != NULL;
    config_settle(loader, raw, source->name);
    pass_on(&heard, unknown, source, all);
    loader->diags = all;
    loader->loading = NULL;
    return raw->channels_are_wrong ? NULL : &raw->config;
}

static bool has_line(struct text bytes, struct text beginning)
{
    for (ptrdiff_t at = 0; at >= 0; at = text_find(bytes, beginning, (size_t)at + 1))
        if (text_starts_with(text_slice(bytes, (size_t)at, bytes.length), beginning) &&
            (at == 0 || bytes.at[at - 1] == '\n'))
            return true;
    return false;
}

bool config_is(const char *path)
{
    struct text name = text_of(path), bytes;
    const char *why;
    if (text_is(name, "xunjian.yaml") || text_ends_with(name, text_of("/xunjian.yaml")) ||
        text_ends_with(name, text_of(".xunjian.yaml")))
        return true;
    struct arena *arena = arena_new();
    bool is = text_ends_with(name, text_of(".yaml")) &&
              !text_ends_with(name, text_of(".journey.yaml")) &&
              files_read(arena, path, YAML_MOST_BYTES, &bytes, &why) &&
              has_line(bytes, text_of("scenarios:"));
    arena_end(arena);
    return is;
}

struct config_reading *config_load(const struct config_options *options, const char *path)
{
    struct arena *arena = arena_new();
    struct config_reading *made = arena_make(arena, struct config_reading);
    const struct plan_options how = {.vocabulary = options->vocabulary, .lint = options->lint};
    struct loader loader = {.arena = arena,
                            .diags = &made->diags,
                            .options = &how,
                            .vocabulary = options->vocabulary};
    made->arena = arena;
    diags_init(&made->diags, arena);
    struct stat what;
    made->unreadable = stat(path, &what) != 0;
    const struct source *source =
        loader_source(&loader, arena_strdup(arena, path), (struct place){0});
    if (source != NULL)
        made->draft = config_read(&loader, source);
    if (made->diags.count == 0)
        made->config = made->draft;
    diags_sort(&made->diags);
    return made;
}
