/* SPDX-License-Identifier: Apache-2.0 */
/* schema.c - every table a definition, every row a property.
 *
 * The root is a reference like the others, so that a table may lead back to it. What the schema
 * language cannot say (ranges of durations, the grammar of templates) is left to the reader: the
 * schema must never refuse what the reader takes. */

#include "document/schema.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "document/field.h"
#include "document/node.h"

#include <string.h>

enum { MOST_MEMBERS = 16 }; /* of the schema objects built here, properties aside */

/* duration_parse and size_parse of base/units.h, as regular expressions. */
#define NUMBER           "([0-9]+[.]?[0-9]*|[.][0-9]+)"
#define DURATION_PATTERN "^(" NUMBER "(ns|us|ms|s|m|h|d))+$"
#define SIZE_PATTERN     "^([0-9]+|" NUMBER "(B|KB|MB|GB))$"
/* A placeholder that "$${" does not make a literal. */
#define PLACEHOLDER "(^|[^$])[$][{]"

static struct json *object(struct arena *arena)
{
    return json_object_new(arena, MOST_MEMBERS);
}

static void set(struct arena *arena, struct json *to, const char *name,
                const struct json *value)
{
    json_set(arena, to, text_of(name), value);
}

static void set_string(struct arena *arena, struct json *to, const char *name,
                       const char *value)
{
    set(arena, to, name, json_string_of(arena, value));
}

static struct json *one_member(struct arena *arena, const char *name, const struct json *value)
{
    struct json *made = object(arena);
    set(arena, made, name, value);
    return made;
}

static struct json *two(struct arena *arena, const struct json *a, const struct json *b)
{
    struct json *made = json_array_new(arena, 2);
    json_append(made, a);
    json_append(made, b);
    return made;
}

static struct json *typed(struct arena *arena, const char *type)
{
    return one_member(arena, "type", json_string_of(arena, type));
}

static struct json *strings(struct arena *arena, const char *const *names)
{
    size_t count = 0;
    while (names[count] != NULL)
        count++;
    struct json *made = json_array_new(arena, count);
    for (size_t i = 0; i < count; i++)
        json_append(made, json_string_of(arena, names[i]));
    return made;
}

static struct json *reference(struct arena *arena, const char *name)
{
    return one_member(arena, "$ref",
                      json_string_of(arena, arena_printf(arena, "#/$defs/%s", name)));
}

/* ---- rows ---- */

/* YAML reads `title: 5` as a number; what takes text takes that, too. */
static struct json *any_text(struct arena *arena)
{
    static const char *const types[] = {"string", "number", "boolean", NULL};
    return one_member(arena, "type", strings(arena, types));
}

static struct json *patterned(struct arena *arena, const char *pattern)
{
    struct json *made = typed(arena, "string");
    set_string(arena, made, "pattern", pattern);
    return made;
}

/* `not` of a pattern alone would refuse numbers, which patterns say nothing about. */
static struct json *literal(struct arena *arena)
{
    struct json *made = any_text(arena);
    set(arena, made, "not", patterned(arena, PLACEHOLDER));
    return made;
}

static struct json *bounded(struct arena *arena, struct json *made, const struct field *f,
                            const char *least, const char *most)
{
    if (f->least != 0 || f->type == FIELD_COUNT || f->type == FIELD_SIZE)
        set(arena, made, least, json_int(arena, f->least));
    if (f->most != 0)
        set(arena, made, most, json_int(arena, f->most));
    return made;
}

static struct json *list_of(struct arena *arena, const struct field *f, const struct json *item)
{
    struct json *made = typed(arena, "array");
    set(arena, made, "items", item);
    return bounded(arena, made, f, "minItems", "maxItems");
}

static struct json *one_or_list_of(struct arena *arena, const struct field *f,
                                   const struct json *item)
{
    return one_member(arena, "anyOf", two(arena, item, list_of(arena, f, item)));
}

static struct json *size(struct arena *arena, const struct field *f)
{
    struct json *number = bounded(arena, typed(arena, "integer"), f, "minimum", "maximum");
    return one_member(arena, "anyOf", two(arena, number, patterned(arena, SIZE_PATTERN)));
}

static struct json *words(struct arena *arena, const struct field *f)
{
    return one_member(arena, "enum", strings(arena, field_word_names(arena, f->words)));
}

static struct json *map(struct arena *arena, const struct field *f)
{
    struct json *made = typed(arena, "object");
    set(arena, made, "additionalProperties", reference(arena, f->of->name));
    return bounded(arena, made, f, "minProperties", "maxProperties");
}

static struct json *custom(struct arena *arena, const struct field *f)
{
    struct json *made = object(arena);
    const struct json *schema = f->custom->schema != NULL ? f->custom->schema(arena, f) : made;
    for (size_t i = 0; i < schema->count; i++)
        json_set(arena, made, schema->items[i]->name, schema->items[i]);
    return made;
}

static struct json *field_schema(struct arena *arena, const struct field *f)
{
    switch (f->type) {
    case FIELD_UNSET:
        break;
    case FIELD_FLAG:
        return typed(arena, "boolean");
    case FIELD_COUNT:
        return bounded(arena, typed(arena, "integer"), f, "minimum", "maximum");
    case FIELD_DURATION:
        return patterned(arena, DURATION_PATTERN);
    case FIELD_SIZE:
        return size(arena, f);
    case FIELD_WORD:
        return words(arena, f);
    case FIELD_WORDS:
        return one_or_list_of(arena, f, words(arena, f));
    case FIELD_TEXT:
        return literal(arena);
    case FIELD_TEXTS:
        return one_or_list_of(arena, f, literal(arena));
    case FIELD_TEMPLATE:
        return any_text(arena);
    case FIELD_TREE:
    case FIELD_NODE:
        return object(arena);
    case FIELD_STRUCT:
    case FIELD_POINTER:
        return reference(arena, f->of->name);
    case FIELD_LIST:
        return f->single ? one_or_list_of(arena, f, reference(arena, f->of->name))
                         : list_of(arena, f, reference(arena, f->of->name));
    case FIELD_MAP:
        return map(arena, f);
    case FIELD_CUSTOM:
        return custom(arena, f);
    }
    must(f->type != FIELD_UNSET);
    return NULL;
}

static const struct json *fallback(struct arena *arena, const struct field *f)
{
    const struct node *node = field_fallback(arena, f);
    bool text = f->type == FIELD_TEXT || f->type == FIELD_TEMPLATE || f->type == FIELD_WORD;
    return text ? json_string(arena, node->text) : node_to_json(arena, node);
}

static const struct json *property(struct arena *arena, const struct field *f)
{
    struct json *made = field_schema(arena, f);
    set_string(arena, made, "description", f->text);
    if (f->fallback != NULL)
        set(arena, made, "default", fallback(arena, f));
    return made;
}

/* ---- tables ---- */

static struct json *needs(struct arena *arena, const char *name)
{
    const char *const names[] = {name, NULL};
    return one_member(arena, "required", strings(arena, names));
}

/* The key is there, under either of its names. */
static struct json *present(struct arena *arena, const struct field *f)
{
    if (f->also == NULL)
        return needs(arena, f->name);
    return one_member(arena, "anyOf", two(arena, needs(arena, f->name), needs(arena, f->also)));
}

/* One of them, or none if that is allowed. */
static struct json *choice_schema(struct arena *arena, const struct field_table *table,
                                  const struct field_choice *choice)
{
    size_t count = 0;
    while (choice->names[count] != NULL)
        count++;
    struct json *ways = json_array_new(arena, count + 1), *any = json_array_new(arena, count);
    for (size_t i = 0; i < count; i++) {
        const struct json *way = present(arena, field_find(table, text_of(choice->names[i])));
        json_append(ways, way);
        json_append(any, way);
    }
    if (!choice->required)
        json_append(ways, one_member(arena, "not", one_member(arena, "anyOf", any)));
    return one_member(arena, "oneOf", ways);
}

static size_t field_count(const struct field_table *table)
{
    size_t count = 0;
    while (table->fields[count].name != NULL)
        count++;
    return count;
}

static size_t choice_count(const struct field_table *table)
{
    size_t count = 0;
    while (table->choices != NULL && table->choices[count].names != NULL)
        count++;
    return count;
}

/* What keys demand of each other: required ones, choices, one spelling at a time. */
static struct json *demands(struct arena *arena, const struct field_table *table)
{
    struct json *all = json_array_new(arena, 2 * field_count(table) + choice_count(table));
    for (const struct field *f = table->fields; f->name != NULL; f++) {
        const char *const both[] = {f->name, f->also, NULL};
        if (f->required)
            json_append(all, present(arena, f));
        if (f->also != NULL)
            json_append(all, one_member(arena, "not",
                                        one_member(arena, "required", strings(arena, both))));
    }
    for (size_t i = 0; i < choice_count(table); i++)
        json_append(all, choice_schema(arena, table, &table->choices[i]));
    return all;
}

static struct json *mapping(struct arena *arena, const struct field_table *table)
{
    struct json *made = typed(arena, "object");
    struct json *properties = json_object_new(arena, 2 * field_count(table));
    for (const struct field *f = table->fields; f->name != NULL; f++) {
        set(arena, properties, f->name, property(arena, f));
        if (f->also != NULL)
            set(arena, properties, f->also, property(arena, f));
    }
    set(arena, made, "properties", properties);
    set(arena, made, "additionalProperties", json_bool(false));
    const struct json *all = demands(arena, table);
    if (all->count > 0)
        set(arena, made, "allOf", all);
    return made;
}

/* The value alone in place of the mapping; a mapping is always read as keys. */
static struct json *short_form(struct arena *arena, const struct field_table *table)
{
    static const char *const others[] = {"object", "null", NULL};
    const struct field *alone = field_find(table, text_of(table->shorthand));
    must(alone != NULL);
    struct json *made = field_schema(arena, alone);
    if (alone->type == FIELD_TREE || alone->type == FIELD_NODE || alone->type == FIELD_CUSTOM)
        set(arena, made, "not", one_member(arena, "type", strings(arena, others)));
    return made;
}

static struct json *table_schema(struct arena *arena, const struct field_table *table)
{
    struct json *made;
    if (table->whole != NULL)
        made = field_schema(arena, table->whole);
    else if (table->shorthand != NULL)
        made = one_member(arena, "anyOf",
                          two(arena, short_form(arena, table), mapping(arena, table)));
    else
        made = mapping(arena, table);
    set_string(arena, made, "description", table->text);
    return made;
}

const struct json *schema_of(struct arena *arena, const struct field_table *root,
                             const char *id, const char *title)
{
    const struct field_table *const *tables = field_tables(arena, root);
    size_t count = 0;
    while (tables[count] != NULL)
        count++;
    struct json *definitions = json_object_new(arena, count);
    for (size_t i = 0; i < count; i++)
        set(arena, definitions, tables[i]->name, table_schema(arena, tables[i]));

    struct json *made = object(arena);
    set_string(arena, made, "$schema", "https://json-schema.org/draft/2020-12/schema");
    if (id != NULL)
        set_string(arena, made, "$id", id);
    set_string(arena, made, "title", title);
    set(arena, made, "$ref",
        json_string_of(arena, arena_printf(arena, "#/$defs/%s", root->name)));
    set(arena, made, "$defs", definitions);
    return made;
}
