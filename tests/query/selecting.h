/* SPDX-License-Identifier: Apache-2.0 */
/* selecting.h - paths and documents as strings, so that tests are tables. */
#pragma once

#include "base/arena.h"
#include "query/jsonpath.h"

/* Compiles or fails the test. */
const struct jsonpath *compiled(struct arena *arena, const char *path);
/* A JSON document, or fails the test. */
const struct json *document(struct arena *arena, const char *json);

/* What `path` finds as a JSON array; or the error, after "error: ". */
const char *selected(struct arena *arena, const char *path, const char *json);
/* The normalized paths of what it finds, blanks between them. */
const char *selected_paths(struct arena *arena, const char *path, const char *json);
