/* SPDX-License-Identifier: Apache-2.0 */
/* question_schema.h - the JSON Schema of the keys of assertions, captures and steps. For the files
 * of this room only. */
#pragma once

struct arena;
struct field;
struct json;

/* By field->member: a subject in an assertion, a subject in a capture, a predicate, a step kind. */
const struct json *asserted_schema(struct arena *arena, const struct field *field);
const struct json *captured_schema(struct arena *arena, const struct field *field);
const struct json *predicate_schema(struct arena *arena, const struct field *field);
const struct json *kind_schema(struct arena *arena, const struct field *field);
