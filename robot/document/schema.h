/* SPDX-License-Identifier: Apache-2.0 */
/* schema.h - the JSON Schema (draft 2020-12) of what a field table reads.
 *
 * For editors' completion. It describes the document as JSON sees it, so a key that takes text
 * takes a number or a boolean, too: YAML makes `title: 5` a number. */
#pragma once

struct arena;
struct buffer;
struct field_table;
struct json;

/* `id` is the schema's $id, or NULL; `title` its title. Tables that others refer to go to $defs
 * under their names (must() be unique). */
const struct json *schema_of(struct arena *arena, const struct field_table *root,
                             const char *id, const char *title);

/* The same where a text with ${...} may stand for any scalar, because it is filled before the keys are
 * read. */
const struct json *schema_with_placeholders(struct arena *arena, const struct json *schema);

/* As indented JSON text, ended by a newline: for files that people read and diff. */
void schema_write(const struct json *schema, struct buffer *out);
