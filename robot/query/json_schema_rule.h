/* SPDX-License-Identifier: Apache-2.0 */
/* json_schema_rule.h - the shape of a keyword. For json_schema*.c only.
 *
 * To add one: its function in the file of its family, and its row in json_schema_rules.c. */
#pragma once

#include "base/text.h"

#include <stdbool.h>

struct json;
struct json_schema;
struct query_error;
struct schema_question;

/* What a keyword's value must be; schemas and patterns in it are checked, too. */
enum schema_shape {
    SHAPE_ANY = 0,
    SHAPE_BOOLEAN,
    SHAPE_COUNT, /* a whole number, 0 or more */
    SHAPE_NUMBER,
    SHAPE_STEP, /* a number over 0 */
    SHAPE_STRING,
    SHAPE_PATTERN,
    SHAPE_TYPE, /* the name of a type, or a list of them */
    SHAPE_LIST,
    SHAPE_NAMES, /* a list of strings */
    SHAPE_NAMES_BY_NAME,
    SHAPE_REFERENCE,
    SHAPE_SCHEMA,
    SHAPE_SCHEMAS, /* a list of them, not empty */
    SHAPE_SCHEMAS_BY_NAME,
    SHAPE_SCHEMAS_BY_PATTERN,
};

struct schema_rule {
    const char *name;
    enum schema_shape shape;
    bool (*holds)(const struct schema_question *q); /* NULL: says nothing by itself */
};

/* NULL when there is none. */
const struct schema_rule *schema_rule_named(struct text name);
/* The name most like it, or NULL. */
const char *schema_rule_near(struct text name);

/* Whether the keyword's value has its rule's shape; schemas inside are checked with `depth`. False
 * with *ret_error told. */
bool schema_check_shape(struct json_schema *schema, const struct schema_rule *rule,
                        const struct json *keyword, int depth, struct query_error *ret_error);
/* Whether this is a schema that can be validated against. */
bool schema_check(struct json_schema *schema, const struct json *at, int depth,
                  struct query_error *ret_error);
bool schema_fail(struct query_error *ret_error, const struct json *at, const char *message);

bool schema_type(const struct schema_question *q);
bool schema_enum(const struct schema_question *q);
bool schema_const(const struct schema_question *q);
bool schema_minimum(const struct schema_question *q);
bool schema_maximum(const struct schema_question *q);
bool schema_exclusive_minimum(const struct schema_question *q);
bool schema_exclusive_maximum(const struct schema_question *q);
bool schema_multiple_of(const struct schema_question *q);
bool schema_min_length(const struct schema_question *q);
bool schema_max_length(const struct schema_question *q);
bool schema_pattern(const struct schema_question *q);

bool schema_min_items(const struct schema_question *q);
bool schema_max_items(const struct schema_question *q);
bool schema_unique_items(const struct schema_question *q);
bool schema_prefix_items(const struct schema_question *q);
bool schema_items(const struct schema_question *q);
bool schema_contains(const struct schema_question *q);

bool schema_min_properties(const struct schema_question *q);
bool schema_max_properties(const struct schema_question *q);
bool schema_required(const struct schema_question *q);
bool schema_dependent_required(const struct schema_question *q);
bool schema_dependent_schemas(const struct schema_question *q);
bool schema_properties(const struct schema_question *q);
bool schema_pattern_properties(const struct schema_question *q);
bool schema_additional_properties(const struct schema_question *q);
bool schema_property_names(const struct schema_question *q);

bool schema_ref(const struct schema_question *q);
bool schema_all_of(const struct schema_question *q);
bool schema_any_of(const struct schema_question *q);
bool schema_one_of(const struct schema_question *q);
bool schema_not(const struct schema_question *q);
bool schema_if(const struct schema_question *q);
