/* SPDX-License-Identifier: Apache-2.0 */
/* read_config.c - xunjian.yaml: secrets first, then the keys, then what they name. */

#include "base/arena.h"
#include "base/clock.h"
#include "base/suggest.h"
#include "document/bind.h"
#include "document/node.h"
#include "document/yaml.h"
#include "plan/config.h"
#include "plan/config_reading.h"
#include "plan/template.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_NAMES = 1000, MOST_HOST_NAME = 256 };

static const struct channel *find_channel(const struct raw_config *raw, const char *name)
{
    for (size_t i = 0; i < raw->config.channel_count; i++)
        if (strcmp(raw->channels[i].name, name) == 0)
            return &raw->channels[i];
    return NULL;
}

static const struct channel *named_channel(struct loader *loader, const struct raw_config *raw,
                                           const char *name, struct place at)
{
    const char *names[MOST_NAMES + 1];
    size_t n = 0;
    const struct channel *channel = find_channel(raw, name);
    if (channel != NULL)
        return channel;
    for (; n < raw->config.channel_count && n < MOST_NAMES; n++)
        names[n] = raw->channels[n].name;
    names[n] = NULL;
    struct diag *d = diag_add(loader->diags, at, "no channel \"%s\"", name);
    const char *near = suggest(text_of(name), names);
    if (near != NULL)
        d->hint = arena_printf(loader->arena, "did you mean \"%s\"?", near);
    return NULL;
}

static size_t length_of(const char *const *list)
{
    size_t n = 0;
    while (list != NULL && list[n] != NULL)
        n++;
    return n;
}

static void settle_routes(struct loader *loader, struct raw_config *raw)
{
    size_t count = raw->config.route_count;
    struct route *routes = arena_array(loader->arena, count + 1, struct route);
    for (size_t i = 0; i < count; i++) {
        const struct raw_route *from = &raw->routes[i];
        size_t n = length_of(from->channels);
        const struct channel **channels =
            arena_array(loader->arena, n + 1, const struct channel *);
        for (size_t k = 0; k < n; k++)
            channels[k] = named_channel(loader, raw, from->channels[k], from->at);
        routes[i] = from->route;
        routes[i].channels = channels;
    }
    raw->config.routes = routes;
}

static void check_alert(struct loader *loader, const struct raw_config *raw,
                        const struct alert_rule *rule, struct place at)
{
    for (size_t i = 0; rule->channels != NULL && rule->channels[i] != NULL; i++)
        named_channel(loader, raw, rule->channels[i], at);
}

static const char *const *beside(struct loader *loader, const char *const *paths)
{
    size_t n = length_of(paths);
    const char **list = arena_array(loader->arena, n + 1, const char *);
    for (size_t i = 0; i < n; i++)
        list[i] = loader_beside(loader, paths[i]);
    return list;
}

/* A name is looked up by plan_load; a file stands beside this one. */
static const char *const *settle_environments(struct loader *loader, const char *const *names)
{
    size_t n = length_of(names);
    const char **list = arena_array(loader->arena, n + 1, const char *);
    for (size_t i = 0; i < n; i++) {
        bool file = strchr(names[i], '/') != NULL ||
                    text_ends_with(text_of(names[i]), text_of(".yaml"));
        list[i] = file ? loader_beside(loader, names[i]) : names[i];
    }
    return list;
}

static const char *machine_name(struct arena *arena)
{
    char name[MOST_HOST_NAME] = "";
    return gethostname(name, sizeof name - 1) == 0 && name[0] != '\0'
               ? arena_strdup(arena, name)
               : "unnamed";
}

static void settle_windows(struct loader *loader, struct raw_config *raw)
{
    size_t count = raw->config.maintenance_count;
    struct maintenance_rule *rules =
        arena_array(loader->arena, count + 1, struct maintenance_rule);
    for (size_t i = 0; i < count; i++)
        rules[i] = raw->windows[i].rule;
    raw->config.maintenance = rules;
}

static void settle(struct loader *loader, struct raw_config *raw, const char *path)
{
    struct config *config = &raw->config;
    struct raw_store *store = &raw->store;
    config->file = path;
    config->schedule = raw->defaults.schedule;
    config->alert = raw->defaults.alert;
    config->latency = raw->defaults.latency;
    config->certificate_ns = raw->defaults.certificate_ns;
    config->log_json = raw->log.format != 0;
    config->log_level = raw->log.level;
    config->channels = raw->channels;
    config->scenarios = beside(loader, config->scenarios);
    config->environments = settle_environments(loader, config->environments);
    config->store_path = loader_beside(loader, store->path);
    if (config->location == NULL)
        config->location = machine_name(loader->arena);
    if (store->alarm != NULL)
        config->store_alarm = named_channel(loader, raw, store->alarm, store->alarm_at);
    if (config->web.certificate_file != NULL)
        config->web.certificate_file = loader_beside(loader, config->web.certificate_file);
    if (config->web.key_file != NULL)
        config->web.key_file = loader_beside(loader, config->web.key_file);
    settle_routes(loader, raw);
    settle_windows(loader, raw);
    check_alert(loader, raw, &config->alert, raw->defaults.alert_at);
}

/* The secrets' own section is read before the rest: its values are needed to read the rest. */
static bool read_secrets(struct loader *loader, const struct node *root,
                         struct known_secret **ret, size_t *ret_count)
{
    const struct node *section = node_member(root, "secrets");
    struct reading reading = loader_reading(loader);
    struct raw_config *raw = arena_make(loader->arena, struct raw_config);
    int before = loader->diags->count;
    *ret_count = 0;
    if (section == NULL)
        return true;
    if (!bind_value(&reading, section, &config_secrets_table.fields[0], raw))
        return false;
    struct known_secret *known =
        arena_array(loader->arena, raw->secret_count + 1, struct known_secret);
    for (size_t i = 0; i < raw->secret_count; i++) {
        struct secret_source *from = &raw->secrets[i];
        known[i] = (struct known_secret){.name = from->name, .value = text_of("secret")};
        if (from->file != NULL)
            from->file = loader_beside(loader, from->file);
        if (!loader->options->lint)
            fetch_secret(loader, from, &known[i].value);
    }
    *ret = known;
    *ret_count = raw->secret_count;
    return loader->diags->count == before;
}

static void read_root(struct loader *loader, struct config_reading *made,
                      const struct node *root, const char *path)
{
    struct known_secret *secrets = NULL;
    size_t count = 0;
    struct reading reading = loader_reading(loader);
    const struct field_table *table = config_table(loader->arena, loader->vocabulary);
    struct raw_config *raw = arena_make(loader->arena, struct raw_config);
    read_secrets(loader, root, &secrets, &count);
    const struct node *plain = config_substitute(loader, root, secrets, count);
    if (bind_fields(&reading, plain != NULL ? plain : root, table, raw))
        settle(loader, raw, path);
    if (loader->diags->count == 0)
        made->config = &raw->config;
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
    const char *own = arena_strdup(arena, path);
    const struct source *source = loader_source(&loader, own, (struct place){0});
    struct loading here = {.source = source};
    loader.loading = &here;
    const struct node *root = source != NULL ? yaml_read(arena, source, &made->diags) : NULL;
    if (root != NULL)
        read_root(&loader, made, root, own);
    diags_sort(&made->diags);
    return made;
}
