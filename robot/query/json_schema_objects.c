/* SPDX-License-Identifier: Apache-2.0 */
/* json_schema_objects.c - keywords of objects (Core 10.3.2, Validation 6.5). */

#include "base/arena.h"
#include "document/json.h"
#include "query/json_schema_rule.h"
#include "query/json_schema_walk.h"

#include <stdint.h>

static bool is_object(const struct schema_question *q)
{
    return q->value->kind == JSON_OBJECT;
}

static int64_t keyword_count(const struct schema_question *q)
{
    int64_t count = 0;
    json_to_int(q->keyword->text, &count);
    return count;
}

bool schema_min_properties(const struct schema_question *q)
{
    return !is_object(q) || (int64_t)q->value->count >= keyword_count(q) ||
           schema_unexpected(q);
}

bool schema_max_properties(const struct schema_question *q)
{
    return !is_object(q) || (int64_t)q->value->count <= keyword_count(q) ||
           schema_unexpected(q);
}

/* The place told is where the member should be. */
static bool has_all(const struct schema_question *q, const struct json *names)
{
    for (size_t i = 0; i < names->count; i++) {
        struct text name = names->items[i]->text;
        struct schema_place missing = {.up = q->at, .name = name};
        struct schema_question there = *q;
        there.at = &missing;
        if (json_member(q->value, name) == NULL)
            return schema_wrong(&there, "is missing");
    }
    return true;
}

bool schema_required(const struct schema_question *q)
{
    return !is_object(q) || has_all(q, q->keyword);
}

bool schema_dependent_required(const struct schema_question *q)
{
    for (size_t i = 0; is_object(q) && i < q->keyword->count; i++)
        if (json_member(q->value, q->keyword->items[i]->name) != NULL &&
            !has_all(q, q->keyword->items[i]))
            return false;
    return true;
}

bool schema_dependent_schemas(const struct schema_question *q)
{
    for (size_t i = 0; is_object(q) && i < q->keyword->count; i++)
        if (json_member(q->value, q->keyword->items[i]->name) != NULL &&
            !schema_holds(q->walk, q->keyword->items[i], q->value, q->at))
            return false;
    return true;
}

static bool member_holds(const struct schema_question *q, const struct json *schema,
                         const struct json *member)
{
    struct schema_place at = {.up = q->at, .name = member->name};
    return schema_holds(q->walk, schema, member, &at);
}

bool schema_properties(const struct schema_question *q)
{
    for (size_t i = 0; is_object(q) && i < q->keyword->count; i++) {
        const struct json *schema = q->keyword->items[i];
        const struct json *member = json_member(q->value, schema->name);
        if (member != NULL && !member_holds(q, schema, member))
            return false;
    }
    return true;
}

bool schema_pattern_properties(const struct schema_question *q)
{
    for (size_t i = 0; is_object(q) && i < q->keyword->count; i++) {
        const struct json *schema = q->keyword->items[i];
        for (size_t n = 0; n < q->value->count; n++)
            if (schema_matches(q->walk, schema->name, q->value->items[n]->name) &&
                !member_holds(q, schema, q->value->items[n]))
                return false;
    }
    return true;
}

/* By the schema's own properties and patternProperties. */
static bool is_described(const struct schema_question *q, struct text name)
{
    const struct json *properties = json_member(q->schema, text_of("properties"));
    const struct json *patterns = json_member(q->schema, text_of("patternProperties"));
    if (properties != NULL && json_member(properties, name) != NULL)
        return true;
    for (size_t i = 0; patterns != NULL && i < patterns->count; i++)
        if (schema_matches(q->walk, patterns->items[i]->name, name))
            return true;
    return false;
}

bool schema_additional_properties(const struct schema_question *q)
{
    for (size_t i = 0; is_object(q) && i < q->value->count; i++) {
        const struct json *member = q->value->items[i];
        struct schema_place at = {.up = q->at, .name = member->name};
        struct schema_question there = *q;
        there.at = &at;
        if (is_described(q, member->name))
            continue;
        if (q->keyword->kind == JSON_FALSE)
            return schema_wrong(&there, "is not allowed here");
        if (!schema_holds(q->walk, q->keyword, member, &at))
            return false;
    }
    return true;
}

bool schema_property_names(const struct schema_question *q)
{
    for (size_t i = 0; is_object(q) && i < q->value->count; i++) {
        struct schema_place at = {.up = q->at, .name = q->value->items[i]->name};
        const struct json name = {.kind = JSON_STRING, .text = at.name};
        if (!schema_holds(q->walk, q->keyword, &name, &at))
            return false;
    }
    return true;
}
