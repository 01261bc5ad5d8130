/* SPDX-License-Identifier: Apache-2.0 */
/* json_schema.h - whether a JSON value is what a JSON Schema (draft 2020-12) says.
 *
 * The keywords that journeys need: type enum const, properties patternProperties
 * additionalProperties required minProperties maxProperties dependentRequired propertyNames, items
 * prefixItems contains minItems maxItems uniqueItems, minimum maximum exclusiveMinimum
 * exclusiveMaximum multipleOf (of whole numbers), minLength maxLength pattern, $ref within the
 * document, allOf anyOf oneOf not if/then/else. Annotations are skipped. Any other keyword is an
 * error when the schema is compiled: a validator that skips what it does not know proves nothing.
 * Immutable once compiled, shared by threads. */
#pragma once

#include "base/text.h"
#include "query/query.h"

struct arena;
struct json;
struct json_schema;

/* From the bytes of a schema document; they must live as long. NULL with *ret_error told. */
const struct json_schema *json_schema_compile(struct arena *arena, struct text document,
                                              struct query_error *ret_error);

/* NULL when `value` is valid; else the first thing wrong: "$.data.id: type: expected string, is a
 * number". */
const char *json_schema_problem(const struct json_schema *schema, const struct json *value,
                                struct arena *arena);
