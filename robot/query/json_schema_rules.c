/* SPDX-License-Identifier: Apache-2.0 */
/* json_schema_rules.c - every keyword there is, and the shape of its value.
 *
 * From here come what is compiled, what is refused and "did you mean". */

#include "base/suggest.h"
#include "query/json_schema_rule.h"

#include <stddef.h>

#define ROW(keyword, takes, function)                      \
    {                                                      \
        .name = keyword, .shape = takes, .holds = function \
    }

static const struct schema_rule rules[] = {
    /* Core */
    ROW("$defs", SHAPE_SCHEMAS_BY_NAME, NULL),
    ROW("$ref", SHAPE_REFERENCE, schema_ref),
    ROW("definitions", SHAPE_SCHEMAS_BY_NAME, NULL),
    /* of any value */
    ROW("type", SHAPE_TYPE, schema_type),
    ROW("enum", SHAPE_LIST, schema_enum),
    ROW("const", SHAPE_ANY, schema_const),
    /* of numbers */
    ROW("minimum", SHAPE_NUMBER, schema_minimum),
    ROW("maximum", SHAPE_NUMBER, schema_maximum),
    ROW("exclusiveMinimum", SHAPE_NUMBER, schema_exclusive_minimum),
    ROW("exclusiveMaximum", SHAPE_NUMBER, schema_exclusive_maximum),
    ROW("multipleOf", SHAPE_STEP, schema_multiple_of),
    /* of strings */
    ROW("minLength", SHAPE_COUNT, schema_min_length),
    ROW("maxLength", SHAPE_COUNT, schema_max_length),
    ROW("pattern", SHAPE_PATTERN, schema_pattern),
    /* of arrays */
    ROW("minItems", SHAPE_COUNT, schema_min_items),
    ROW("maxItems", SHAPE_COUNT, schema_max_items),
    ROW("uniqueItems", SHAPE_BOOLEAN, schema_unique_items),
    ROW("prefixItems", SHAPE_SCHEMAS, schema_prefix_items),
    ROW("items", SHAPE_SCHEMA, schema_items),
    ROW("contains", SHAPE_SCHEMA, schema_contains),
    ROW("minContains", SHAPE_COUNT, NULL), /* said to contains */
    ROW("maxContains", SHAPE_COUNT, NULL),
    /* of objects */
    ROW("minProperties", SHAPE_COUNT, schema_min_properties),
    ROW("maxProperties", SHAPE_COUNT, schema_max_properties),
    ROW("required", SHAPE_NAMES, schema_required),
    ROW("dependentRequired", SHAPE_NAMES_BY_NAME, schema_dependent_required),
    ROW("dependentSchemas", SHAPE_SCHEMAS_BY_NAME, schema_dependent_schemas),
    ROW("properties", SHAPE_SCHEMAS_BY_NAME, schema_properties),
    ROW("patternProperties", SHAPE_SCHEMAS_BY_PATTERN, schema_pattern_properties),
    ROW("additionalProperties", SHAPE_SCHEMA, schema_additional_properties),
    ROW("propertyNames", SHAPE_SCHEMA, schema_property_names),
    /* of schemas */
    ROW("allOf", SHAPE_SCHEMAS, schema_all_of),
    ROW("anyOf", SHAPE_SCHEMAS, schema_any_of),
    ROW("oneOf", SHAPE_SCHEMAS, schema_one_of),
    ROW("not", SHAPE_SCHEMA, schema_not),
    ROW("if", SHAPE_SCHEMA, schema_if),
    ROW("then", SHAPE_SCHEMA, NULL), /* said to if */
    ROW("else", SHAPE_SCHEMA, NULL),
    /* Annotations: they never change the verdict. */
    ROW("$schema", SHAPE_STRING, NULL),
    ROW("$id", SHAPE_STRING, NULL),
    ROW("$comment", SHAPE_STRING, NULL),
    ROW("title", SHAPE_STRING, NULL),
    ROW("description", SHAPE_STRING, NULL),
    ROW("default", SHAPE_ANY, NULL),
    ROW("examples", SHAPE_LIST, NULL),
    ROW("deprecated", SHAPE_BOOLEAN, NULL),
    ROW("readOnly", SHAPE_BOOLEAN, NULL),
    ROW("writeOnly", SHAPE_BOOLEAN, NULL),
    ROW("format", SHAPE_STRING, NULL),
    ROW("contentEncoding", SHAPE_STRING, NULL),
    ROW("contentMediaType", SHAPE_STRING, NULL),
    ROW("contentSchema", SHAPE_SCHEMA, NULL),
};

enum { RULE_COUNT = sizeof rules / sizeof rules[0] };

const struct schema_rule *schema_rule_named(struct text name)
{
    for (size_t i = 0; i < RULE_COUNT; i++)
        if (text_is(name, rules[i].name))
            return &rules[i];
    return NULL;
}

const char *schema_rule_near(struct text name)
{
    const char *names[RULE_COUNT + 1] = {NULL};
    for (size_t i = 0; i < RULE_COUNT; i++)
        names[i] = rules[i].name;
    return suggest(name, names);
}
