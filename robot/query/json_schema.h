/* SPDX-License-Identifier: Apache-2.0 */
/* json_schema.h - whether a JSON value is what a JSON Schema (draft 2020-12) says.
 *
 * The keywords that journeys need: type enum const, properties patternProperties
 * additionalProperties propertyNames required dependentRequired dependentSchemas minProperties
 * maxProperties, items prefixItems contains minContains maxContains minItems maxItems uniqueItems,
 * minimum maximum exclusiveMinimum exclusiveMaximum multipleOf (exact, as all numbers are),
 * minLength maxLength pattern (PCRE2), $ref within the document, allOf anyOf oneOf not if/then/else.
 * Annotations, format among them, are skipped. Any other keyword is an error when the schema is
 * compiled, and so is a value of the wrong shape: a validator that skips what it does not know
 * proves nothing. Immutable once compiled, shared by threads. */
#pragma once

#include "base/text.h"
#include "query/query.h"

struct arena;
struct json;
struct json_schema;

/* From the bytes of a schema document; they must live as long. NULL with *ret_error told. */
const struct json_schema *json_schema_compile(struct arena *arena, struct text document,
                                              struct query_error *ret_error);

/* NULL when `value` is valid; else the first thing wrong, by place and keyword, or the limit that was
 * crossed: `$.data.id: type: expected string "integer", is string "7"`. */
const char *json_schema_problem(const struct json_schema *schema, const struct json *value,
                                struct arena *arena);
