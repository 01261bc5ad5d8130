/* SPDX-License-Identifier: Apache-2.0 */
/* read_journey.c - the top-level keys of a journey file. */

#include "base/arena.h"
#include "base/clock.h"
#include "base/map.h"
#include "document/bind.h"
#include "document/node.h"
#include "document/yaml.h"
#include "plan/loader.h"
#include "plan/template.h"
#include "plan/tree.h"
#include "plan/weight.h"

#include <string.h>

#define IN(member) offsetof(struct raw_journey, journey.member)

const struct field_table binding_table = {
    .name = "variable",
    .text = "a variable: any value, templates in it",
    .size = sizeof(struct binding),
    .has_name = true,
    .name_at = offsetof(struct binding, name),
    .name_place_at = offsetof(struct binding, at),
    .whole = &(const struct field){.name = "value",
                                   .type = FIELD_TREE,
                                   .at = offsetof(struct binding, value),
                                   .text = "the variable's value"}};

static const struct field_table secret_table = {
    .name = "secret",
    .text = "the name of a value that is never shown",
    .size = sizeof(struct secret),
    .whole = &(const struct field){.name = "name",
                                   .type = FIELD_TEXT,
                                   .at = offsetof(struct secret, name),
                                   .place_at = offsetof(struct secret, at),
                                   .text = "the secret's name; it is a variable of that name"}};

static const struct field limit_fields[] = {
    {.name = "body",
     .type = FIELD_SIZE,
     .at = offsetof(struct limits, body_bytes),
     .least = 1,
     .most = 256 << 20,
     .fallback = "8MB",
     .text = "of an answer's body, decoded"},
    {.name = "headers",
     .type = FIELD_SIZE,
     .at = offsetof(struct limits, header_bytes),
     .least = 1,
     .most = 16 << 20,
     .fallback = "256KB",
     .text = "of an answer's headers"},
    {.name = "header_count",
     .type = FIELD_COUNT,
     .at = offsetof(struct limits, header_count),
     .least = 1,
     .most = 100000,
     .fallback = "1000",
     .text = "headers of an answer"},
    {.name = "redirects",
     .type = FIELD_COUNT,
     .at = offsetof(struct limits, redirects),
     .least = 0,
     .most = 50,
     .fallback = "10",
     .text = "redirects followed"},
    {.name = "decompression_ratio",
     .type = FIELD_COUNT,
     .least = 1,
     .most = 100000,
     .at = offsetof(struct limits, decompression_ratio),
     .fallback = "200",
     .text = "decoded bytes for each byte received, once over 1 MB"},
    {.name = "json_depth",
     .type = FIELD_COUNT,
     .at = offsetof(struct limits, json_depth),
     .least = 1,
     .most = 1000,
     .fallback = "128",
     .text = "nesting of a JSON body"},
    {.name = "html_depth",
     .type = FIELD_COUNT,
     .at = offsetof(struct limits, html_depth),
     .least = 1,
     .most = 1000,
     .fallback = "256",
     .text = "nesting of an HTML body"},
    {.name = "html_elements",
     .type = FIELD_COUNT,
     .at = offsetof(struct limits, html_elements),
     .least = 1,
     .most = 1000000,
     .fallback = "100000",
     .text = "elements of an HTML body"},
    {0},
};
static const struct field_table limits_table = {
    .name = "limits",
    .text = "what the target may send; crossing one fails the step (limit)",
    .size = sizeof(struct limits),
    .fields = limit_fields};

static const struct word connection_words[] = {
    {.name = "cold", .value = 0, .text = "each step opens its own: every phase is measured"},
    {.name = "warm", .value = 1, .text = "kept between the steps of a run"},
    {0},
};

static const struct field_table *variant_table(struct arena *arena,
                                               const struct field_table *assertion)
{
    const struct field fields[] = {
        {.name = "weight",
         .type = FIELD_COUNT,
         .at = offsetof(struct variant, weight),
         .most = 1000000,
         .fallback = "1",
         .text = "how often, against the others"},
        {.name = "when",
         .type = FIELD_LIST,
         .at = offsetof(struct variant, when.items),
         .count_at = offsetof(struct variant, when.count),
         .of = assertion,
         .single = true,
         .text = "a rule on variables that decides instead of the weight"},
        {.name = "variables",
         .type = FIELD_MAP,
         .of = &binding_table,
         .at = offsetof(struct variant, variables.items),
         .count_at = offsetof(struct variant, variables.count),
         .text = "variables of this variant"},
    };
    struct field *copy = arena_array(arena, 4, struct field);
    memcpy(copy, fields, sizeof fields);
    struct field_table *table = arena_make(arena, struct field_table);
    *table = (struct field_table){.name = "variant",
                                  .text = "one of several ways through the journey",
                                  .size = sizeof(struct variant),
                                  .fields = copy,
                                  .has_name = true,
                                  .name_at = offsetof(struct variant, name)};
    return table;
}

/* The keys that do not depend on the vocabulary. */
static const struct field plain_fields[] = {
    {.name = "journey",
     .type = FIELD_TEXT,
     .at = IN(name),
     .required = true,
     .text = "its stable id: alerts and history hang on it"},
    {.name = "title", .type = FIELD_TEXT, .at = IN(title), .text = "what people call it"},
    {.name = "owner", .type = FIELD_TEXT, .at = IN(owner), .text = "who is responsible"},
    {.name = "tags", .type = FIELD_TEXTS, .at = IN(tags), .text = "for --tag"},
    {.name = "business",
     .type = FIELD_TEXT,
     .at = IN(business),
     .text = "line of business, for funnels"},
    {.name = "schedule",
     .type = FIELD_STRUCT,
     .at = IN(schedule),
     .of = &schedule_rule_table,
     .text = "when `xunjian serve` runs it"},
    {.name = "timeout",
     .type = FIELD_DURATION,
     .at = IN(timeout_ns),
     .least = NS_PER_MS,
     .fallback = "2m",
     .text = "the whole run ends after this; clean-up gets as long again"},
    {.name = "connections",
     .type = FIELD_WORD,
     .words = connection_words,
     .at = offsetof(struct raw_journey, connections),
     .fallback = "cold",
     .text = "whether connections are kept between steps"},
    {.name = "limits",
     .type = FIELD_STRUCT,
     .at = IN(limits),
     .of = &limits_table,
     .text = "what the target may send"},
    {.name = "variables",
     .type = FIELD_MAP,
     .at = IN(variables.items),
     .of = &binding_table,
     .count_at = IN(variables.count),
     .text = "evaluated in order when a run begins"},
    {.name = "secrets",
     .type = FIELD_LIST,
     .at = IN(secrets),
     .of = &secret_table,
     .count_at = IN(secret_count),
     .single = true,
     .text = "values from the environment, never shown"},
    {.name = "depends_on",
     .type = FIELD_TEXTS,
     .at = IN(depends_on),
     .places_at = IN(depends_on_at),
     .text = "journeys whose failure explains this one's: suppresses its alert, not its run"},
    {.name = "alert",
     .type = FIELD_STRUCT,
     .at = IN(alert),
     .of = &alert_rule_table,
     .text = "when `xunjian serve` speaks"},
    {.name = "for_each",
     .type = FIELD_CUSTOM,
     .at = IN(rows),
     .custom = &rows_type,
     .text = "rows, inline or in a CSV or JSON file: a run for each, its fields variables"},
};

const struct field_table *plan_journey_table(struct arena *arena, const struct vocabulary *v)
{
    enum { PLAIN = sizeof plain_fields / sizeof plain_fields[0] };
    const struct field_table *assertion = assertion_table(arena, v);
    const struct field_table *felt = felt_table(arena, v);
    struct field *fields = arena_array(arena, PLAIN + 4, struct field);
    memcpy(fields, plain_fields, sizeof plain_fields);
    fields[PLAIN] = (struct field){.name = "variants",
                                   .type = FIELD_MAP,
                                   .at = IN(variants),
                                   .count_at = IN(variant_count),
                                   .of = variant_table(arena, assertion),
                                   .text = "named alternatives, reported side by side"};
    fields[PLAIN + 1] = (struct field){.name = "steps",
                                       .type = FIELD_LIST,
                                       .at = offsetof(struct raw_journey, steps),
                                       .count_at = offsetof(struct raw_journey, step_count),
                                       .of = step_table(arena, v, assertion, felt),
                                       .required = true,
                                       .least = 1,
                                       .most = 500,
                                       .text = "what the customer does, in order"};
    fields[PLAIN + 2] =
        (struct field){.name = "felt",
                       .type = FIELD_POINTER,
                       .at = IN(felt),
                       .of = felt,
                       .text = "for all its steps in a browser: what each check of how a page "
                               "feels does"};
    struct field_table *table = arena_make(arena, struct field_table);
    *table = (struct field_table){.name = "journey",
                                  .text = "a customer's way through the app",
                                  .size = sizeof(struct raw_journey),
                                  .fields = fields,
                                  .place_at = offsetof(struct raw_journey, at)};
    return table;
}

static const struct template *make_template(struct reading *reading, const struct node *node)
{
    struct loader *loader = reading->owner;
    int before = reading->diags->count;
    const struct template *t =
        template_compile(reading->arena, loader->vocabulary->generators, node->text, node->at,
                         node->plain, reading->diags);
    if (reading->diags->count > before)
        return NULL;
    loader->heavy += template_is_heavy(t);
    return t;
}

static const struct tree *make_tree(struct reading *reading, const struct node *node)
{
    struct loader *loader = reading->owner;
    int before = reading->diags->count;
    const struct tree *t =
        tree_compile(reading->arena, loader->vocabulary->generators, node, reading->diags);
    if (reading->diags->count > before)
        return NULL;
    loader->heavy += tree_is_heavy(t);
    return t;
}

static const char *beside(struct reading *reading, const char *path)
{
    return loader_beside(reading->owner, path);
}

struct reading loader_reading(struct loader *loader)
{
    return (struct reading){.arena = loader->arena,
                            .diags = loader->diags,
                            .template = make_template,
                            .tree = make_tree,
                            .beside = beside,
                            .owner = loader};
}

struct raw_journey *read_journey(struct loader *loader, const struct source *source)
{
    const struct node *root = yaml_read(loader->arena, source, loader->diags);
    if (root == NULL)
        return NULL;
    struct reading reading = loader_reading(loader);
    struct raw_journey *raw = arena_make(loader->arena, struct raw_journey);
    bind_fields(&reading, root, loader->journey_table, raw);
    raw->journey.file = source->name;
    raw->journey.warm = raw->connections == 1;
    raw->journey.environment = loader->environment;
    raw->journey.heavy = weight_beginning(&raw->journey);
    if (raw->journey.title == NULL)
        raw->journey.title = raw->journey.name;
    return raw;
}
