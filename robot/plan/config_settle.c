/* SPDX-License-Identifier: Apache-2.0 */
/* config_settle.c - what the sections of a configuration say of each other: names that lead
 * somewhere, paths beside the file, addresses that can be asked.
 *
 * Goes on after a mistake: a section that was wrong has told so, and what it would have named is
 * looked for in the others all the same. */

#include "base/arena.h"
#include "base/suggest.h"
#include "plan/config_reading.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_HOST_NAME = 256 };

static size_t length_of(const char *const *list)
{
    size_t n = 0;
    while (list != NULL && list[n] != NULL)
        n++;
    return n;
}

void config_tell_unknown(struct diags *diags, struct place at, const char *what,
                         const char *name, const char *const *names)
{
    struct diag *d = diag_add(diags, at, "no %s \"%s\"", what, name);
    const char *near = suggest(text_of(name), names);
    if (near != NULL)
        d->hint = arena_printf(diags->arena, "did you mean \"%s\"?", near);
}

/* --- channels ------------------------------------------------------------------------------ */

const struct channel *config_named_channel(const struct config *config, const char *name,
                                           struct place at, struct diags *diags)
{
    const struct channel *channel = config_channel(config, name);
    if (channel != NULL)
        return channel;
    const char **names = arena_array(diags->arena, config->channel_count + 1, const char *);
    for (size_t i = 0; i < config->channel_count; i++)
        names[i] = config->channels[i].name;
    config_tell_unknown(diags, at, "channel", name, names);
    return NULL;
}

static void settle_routes(struct loader *loader, struct raw_config *raw)
{
    size_t count = raw->routes != NULL ? raw->config.route_count : 0;
    struct route *routes = arena_array(loader->arena, count + 1, struct route);
    for (size_t i = 0; i < count; i++) {
        const struct raw_route *from = &raw->routes[i];
        size_t n = length_of(from->channels);
        const struct channel **channels =
            arena_array(loader->arena, n + 1, const struct channel *);
        for (size_t k = 0; k < n && !raw->channels_are_wrong; k++)
            channels[k] = config_named_channel(&raw->config, from->channels[k],
                                               from->channels_at[k], loader->diags);
        routes[i] = from->route;
        routes[i].channels = channels;
    }
    raw->config.routes = routes;
    raw->config.route_count = count;
}

static void check_default_channels(struct loader *loader, const struct raw_config *raw)
{
    const struct alert_rule *rule = &raw->config.alert;
    for (size_t i = 0; i < length_of(rule->channels); i++)
        config_named_channel(&raw->config, rule->channels[i], rule->channels_at[i],
                             loader->diags);
}

static void settle_channels(struct loader *loader, struct raw_config *raw)
{
    const struct raw_store *store = &raw->store;
    raw->config.channels = raw->channels;
    if (raw->channels == NULL)
        raw->config.channel_count = 0;
    settle_routes(loader, raw);
    if (raw->channels_are_wrong)
        return;
    if (store->alarm != NULL)
        raw->config.store_alarm =
            config_named_channel(&raw->config, store->alarm, store->alarm_at, loader->diags);
    check_default_channels(loader, raw);
}

/* --- matchers ------------------------------------------------------------------------------ */

static bool is_among(const char *name, const char *const *names)
{
    for (size_t i = 0; i < length_of(names); i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* An environment given as a file has its name inside it, and a pattern has none. */
static void check_environments(struct loader *loader, const struct raw_config *raw,
                               const struct matcher *match)
{
    const char *const *known = raw->config.environments;
    for (size_t i = 0; i < length_of(known); i++)
        if (strchr(known[i], '/') != NULL ||
            text_ends_with(text_of(known[i]), text_of(".yaml")))
            return;
    for (size_t i = 0; known != NULL && i < length_of(match->environments); i++)
        if (strchr(match->environments[i], '*') == NULL &&
            !is_among(match->environments[i], known))
            config_tell_unknown(loader->diags, match->environments_at[i], "environment",
                                match->environments[i], known);
}

static void check_severities(struct loader *loader, const struct matcher *match)
{
    for (size_t i = 0; i < length_of(match->severities); i++)
        if (!is_among(match->severities[i], severity_names))
            config_tell_unknown(loader->diags, match->severities_at[i], "severity",
                                match->severities[i], severity_names);
}

static void check_matchers(struct loader *loader, const struct raw_config *raw)
{
    for (size_t i = 0; i < raw->config.route_count; i++) {
        check_environments(loader, raw, &raw->routes[i].route.match);
        check_severities(loader, &raw->routes[i].route.match);
    }
    for (size_t i = 0; raw->windows != NULL && i < raw->config.maintenance_count; i++) {
        check_environments(loader, raw, &raw->windows[i].rule.match);
        check_severities(loader, &raw->windows[i].rule.match);
    }
}

/* --- paths --------------------------------------------------------------------------------- */

static void refuse_doubles(struct loader *loader, const char *const *names,
                           const struct place *places)
{
    for (size_t i = 0; i < length_of(names); i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(names[i], names[k]) == 0) {
                struct diag *d =
                    diag_add(loader->diags, places[i], "\"%s\" is given twice", names[i]);
                diag_cause(loader->diags, d, places[k], "first given here");
                break;
            }
}

static const char *const *settle_scenarios(struct loader *loader, const struct raw_config *raw)
{
    const char *const *paths = raw->config.scenarios;
    size_t n = length_of(paths);
    const char **list = arena_array(loader->arena, n + 1, const char *);
    for (size_t i = 0; i < n; i++) {
        struct stat st;
        list[i] = loader_beside(loader, paths[i]);
        if (stat(list[i], &st) != 0)
            diag_add(loader->diags, raw->scenarios_at[i], "no file or folder %s", list[i]);
    }
    refuse_doubles(loader, paths, raw->scenarios_at);
    return list;
}

/* A name is looked up by plan_load; a file stands beside this one. */
static const char *const *settle_environments(struct loader *loader,
                                              const struct raw_config *raw)
{
    const char *const *names = raw->config.environments;
    size_t n = length_of(names);
    const char **list = arena_array(loader->arena, n + 1, const char *);
    for (size_t i = 0; i < n; i++) {
        bool file = strchr(names[i], '/') != NULL ||
                    text_ends_with(text_of(names[i]), text_of(".yaml"));
        list[i] = file ? loader_beside(loader, names[i]) : names[i];
    }
    refuse_doubles(loader, names, raw->config.environments_at);
    return list;
}

/* --- the rest ------------------------------------------------------------------------------- */

static bool is_target(const char *target)
{
    long long port;
    const char *colon = strrchr(target, ':');
    if (strncmp(target, "tcp://", 6) != 0)
        return strncmp(target, "http://", 7) == 0 || strncmp(target, "https://", 8) == 0;
    return colon > target + 6 && text_to_int(text_of(colon + 1), 1, 65535, &port);
}

static void check_targets(struct loader *loader, const struct raw_config *raw)
{
    const struct connectivity_rule *rule = &raw->config.connectivity;
    for (size_t i = 0; i < length_of(rule->targets); i++)
        if (!is_target(rule->targets[i]))
            diag_add(loader->diags, rule->targets_at[i],
                     "expected tcp://HOST:PORT or a URL, got \"%s\"", rule->targets[i]);
}

static const char *machine_name(struct arena *arena)
{
    char name[MOST_HOST_NAME] = "";
    return gethostname(name, sizeof name - 1) == 0 && name[0] != '\0'
               ? arena_strdup(arena, name)
               : "unnamed";
}

void config_settle(struct loader *loader, struct raw_config *raw, const char *path)
{
    struct config *config = &raw->config;
    config->file = path;
    config->schedule = raw->defaults.schedule;
    config->alert = raw->defaults.alert;
    config->latency = raw->defaults.latency;
    config->certificate_ns = raw->defaults.certificate_ns;
    config->log_json = raw->log.format != 0;
    config->log_level = raw->log.level;
    config->store_path = raw->store.path;
    if (config->location == NULL)
        config->location = machine_name(loader->arena);
    settle_channels(loader, raw);
    check_matchers(loader, raw);
    check_targets(loader, raw);
    config_settle_web(loader, &config->web);
    config_settle_calendars(loader, raw);
    config_settle_graph(loader, raw);
    const struct zone *zone = NULL;
    check_schedule(loader, &config->schedule, &zone);
    config_settle_windows(loader, raw);
    config->scenarios = settle_scenarios(loader, raw);
    config->environments = settle_environments(loader, raw);
}
