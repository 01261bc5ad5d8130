/* SPDX-License-Identifier: Apache-2.0 */
/* read_environment.c - environments/NAME.yaml: where a journey runs.
 *
 * Texts of the tls and hosts keys may hold templates of constant functions (env(), file()), so that
 * one file serves a laptop and CI; they are settled here. */

#include "base/arena.h"
#include "base/clock.h"
#include "base/map.h"
#include "document/bind.h"
#include "document/node.h"
#include "document/yaml.h"
#include "plan/loader.h"
#include "plan/template.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

/* What the file says, before templates are settled. */
struct raw_host {
    const struct template *host, *address;
    int64_t per_second;
    bool first_party;
};

struct raw_tls {
    const struct template *ca, *client_cert, *client_key;
    struct place ca_at;
    bool verify;
};

struct raw_environment {
    struct environment environment;
    struct raw_host *hosts;
    struct raw_tls tls;
};

static const struct field secret_fields[] = {
    {.name = "env",
     .type = FIELD_TEXT,
     .at = offsetof(struct secret_source, variable),
     .text = "a variable of the robot's own environment"},
    {.name = "file",
     .type = FIELD_TEXT,
     .at = offsetof(struct secret_source, file),
     .text = "a file beside this one; its first line is the secret"},
    {.name = "command",
     .type = FIELD_TEXT,
     .at = offsetof(struct secret_source, command),
     .text = "run by /bin/sh; the first line it prints is the secret"},
    {.name = "timeout",
     .type = FIELD_DURATION,
     .at = offsetof(struct secret_source, timeout_ns),
     .least = NS_PER_MS,
     .fallback = "10s",
     .text = "how long the command may take"},
    {0},
};
static const char *const source_names[] = {"env", "file", "command", NULL};
static const struct field_choice secret_choices[] = {
    {.names = source_names, .what = "source", .required = true}, {0}};
const struct field_table secret_source_table = {.name = "secret_source",
                                                .text = "where a secret's value comes from",
                                                .size = sizeof(struct secret_source),
                                                .fields = secret_fields,
                                                .choices = secret_choices,
                                                .has_name = true,
                                                .name_at = offsetof(struct secret_source, name),
                                                .place_at = offsetof(struct secret_source, at)};

static const struct field host_fields[] = {
    {.name = "host",
     .type = FIELD_TEMPLATE,
     .at = offsetof(struct raw_host, host),
     .required = true,
     .text = "app.example.com, *.example.com or localhost:8443"},
    {.name = "address",
     .type = FIELD_TEMPLATE,
     .at = offsetof(struct raw_host, address),
     .text = "connect to this address instead of resolving the name"},
    {.name = "requests_per_second",
     .type = FIELD_COUNT,
     .most = 1000000,
     .at = offsetof(struct raw_host, per_second),
     .text = "a budget that is never exceeded; requests wait for it"},
    {.name = "first_party",
     .type = FIELD_FLAG,
     .at = offsetof(struct raw_host, first_party),
     .fallback = "true",
     .text = "one of ours: it is sent traceparent"},
    {0},
};
static const struct field_table host_table = {.name = "host",
                                              .text = "a rule for a host",
                                              .size = sizeof(struct raw_host),
                                              .fields = host_fields,
                                              .shorthand = "host"};

static const struct field tls_fields[] = {
    {.name = "ca",
     .type = FIELD_TEMPLATE,
     .at = offsetof(struct raw_tls, ca),
     .place_at = offsetof(struct raw_tls, ca_at),
     .text = "a PEM file of authorities trusted beside the system's"},
    {.name = "client_cert",
     .type = FIELD_TEMPLATE,
     .at = offsetof(struct raw_tls, client_cert),
     .text = "a PEM file with the robot's certificate"},
    {.name = "client_key",
     .type = FIELD_TEMPLATE,
     .at = offsetof(struct raw_tls, client_key),
     .text = "a PEM file with its key"},
    {.name = "verify",
     .type = FIELD_FLAG,
     .at = offsetof(struct raw_tls, verify),
     .fallback = "true",
     .text = "false: go on when verification fails (it is still reported)"},
    {0},
};
static const struct field_table tls_table = {.name = "tls",
                                             .text = "whom to trust",
                                             .size = sizeof(struct raw_tls),
                                             .fields = tls_fields};

#define IN(member) offsetof(struct raw_environment, environment.member)
static const struct field environment_fields[] = {
    {.name = "environment",
     .type = FIELD_TEXT,
     .at = IN(name),
     .required = true,
     .text = "its name, as in --env"},
    {.name = "variables",
     .type = FIELD_MAP,
     .at = IN(variables.items),
     .of = &binding_table,
     .count_at = IN(variables.count),
     .text = "variables of every journey run here"},
    {.name = "secrets",
     .type = FIELD_MAP,
     .at = IN(secrets),
     .count_at = IN(secret_count),
     .of = &secret_source_table,
     .text = "where the values of secrets come from"},
    {.name = "hosts",
     .type = FIELD_LIST,
     .at = offsetof(struct raw_environment, hosts),
     .count_at = IN(host_count),
     .of = &host_table,
     .text = "rules for hosts; the first match counts"},
    {.name = "tls",
     .type = FIELD_STRUCT,
     .at = offsetof(struct raw_environment, tls),
     .of = &tls_table,
     .text = "whom to trust"},
    {0},
};
static const struct field_table environment_table = {.name = "environment",
                                                     .text = "where journeys run",
                                                     .size = sizeof(struct raw_environment),
                                                     .fields = environment_fields};

const struct field_table *plan_environment_table(void)
{
    return &environment_table;
}

/* NULL stays NULL; "" counts as not given, so that ${env('CA', '')} can switch a key off. */
static const char *settle(struct loader *loader, const struct template *t, struct place at)
{
    struct text text;
    if (t == NULL)
        return NULL;
    if (!template_constant(t, &text)) {
        diag_add(loader->diags, at, "only constant functions such as env() can be used here");
        return NULL;
    }
    return text.length > 0 ? text_string(loader->arena, text) : NULL;
}

static void settle_tls(struct loader *loader, struct raw_environment *raw)
{
    struct tls_rule *tls = &raw->environment.tls;
    struct place at = raw->tls.ca_at;
    tls->verify = raw->tls.verify;
    const char *ca = settle(loader, raw->tls.ca, at);
    const char *cert = settle(loader, raw->tls.client_cert, at);
    const char *key = settle(loader, raw->tls.client_key, at);
    tls->client_cert_file = cert != NULL ? loader_beside(loader, cert) : NULL;
    tls->client_key_file = key != NULL ? loader_beside(loader, key) : NULL;
    if (ca == NULL)
        return;
    tls->ca_file = loader_beside(loader, ca);
    const struct source *pem = loader_source(loader, tls->ca_file, at);
    if (pem != NULL)
        tls->ca_pem = pem->bytes;
}

static void settle_hosts(struct loader *loader, struct raw_environment *raw, struct place at)
{
    size_t n = raw->environment.host_count;
    struct host_rule *hosts = arena_array(loader->arena, n + 1, struct host_rule);
    for (size_t i = 0; i < n; i++)
        hosts[i] = (struct host_rule){.host = settle(loader, raw->hosts[i].host, at),
                                      .address = settle(loader, raw->hosts[i].address, at),
                                      .per_second = raw->hosts[i].per_second,
                                      .first_party = raw->hosts[i].first_party};
    raw->environment.hosts = hosts;
}

/* A secret's file stands beside the environment's. */
static void settle_secrets(struct loader *loader, struct raw_environment *raw)
{
    size_t n = raw->environment.secret_count;
    struct secret_source *sources = arena_array(loader->arena, n + 1, struct secret_source);
    for (size_t i = 0; i < n; i++) {
        sources[i] = raw->environment.secrets[i];
        if (sources[i].file != NULL)
            sources[i].file = loader_beside(loader, sources[i].file);
    }
    raw->environment.secrets = sources;
}

const struct environment *read_environment(struct loader *loader, const char *path,
                                           struct place at)
{
    const struct source *source = loader_source(loader, path, at);
    const struct node *root =
        source != NULL ? yaml_read(loader->arena, source, loader->diags) : NULL;
    if (root == NULL)
        return NULL;
    const struct loading *outer = loader->loading;
    struct loading here = {.source = source, .from = outer, .included_at = at};
    struct reading reading = loader_reading(loader);
    struct raw_environment *raw = arena_make(loader->arena, struct raw_environment);
    int before = loader->diags->count;
    loader->loading = &here;
    if (bind_fields(&reading, root, &environment_table, raw)) {
        settle_tls(loader, raw);
        settle_secrets(loader, raw);
        settle_hosts(loader, raw, root->at);
    }
    loader->loading = outer;
    return loader->diags->count == before ? &raw->environment : NULL;
}

void list_environment_names(struct loader *loader)
{
    DIR *folder =
        loader->environment_folder != NULL ? opendir(loader->environment_folder) : NULL;
    const struct dirent *entry;
    if (folder == NULL)
        return;
    while ((entry = readdir(folder)) != NULL) {
        if (!text_ends_with(text_of(entry->d_name), text_of(".yaml")))
            continue;
        const struct environment *e = read_environment(
            loader,
            arena_printf(loader->arena, "%s/%s", loader->environment_folder, entry->d_name),
            (struct place){0});
        for (size_t i = 0; e != NULL && i < e->variables.count; i++)
            map_put(loader->environment_names, text_of(e->variables.items[i].name), loader);
        for (size_t i = 0; e != NULL && i < e->secret_count; i++)
            map_put(loader->environment_names, text_of(e->secrets[i].name), loader);
    }
    closedir(folder);
}
