/* SPDX-License-Identifier: Apache-2.0 */
/* jsonpath.h - RFC 9535, all of it: paths compiled once, evaluated within limits.
 *
 * A compiled path is immutable and shared by threads. Values are compared exactly, as json.h keeps
 * them. Results are nodes: they remember where in the document they were found, so a normalized
 * path (RFC 9535 section 2.7) is written only for those who ask. */
#pragma once

#include "base/text.h"
#include "query/query.h"

struct arena;
struct buffer;
struct json;
struct jsonpath;

struct jsonpath_node {
    const struct json *value;
    const struct jsonpath_node *parent; /* NULL for the root */
    size_t index;                       /* among the parent's children */
};

/* In document order, duplicates kept, as section 2.1.2 has it. */
struct nodes {
    const struct jsonpath_node *const *items;
    size_t count;
};

/* NULL with *ret_error told: not well-formed (section 2.1) or not well-typed (section 2.4.3).
 * The expression is not copied and must live as long as the path. */
const struct jsonpath *jsonpath_compile(struct arena *arena, struct text expression,
                                        struct query_error *ret_error);

/* True when the path can find one node at most, whatever the document (section 2.3.5.1). */
bool jsonpath_singular(const struct jsonpath *path);

/* The nodes go to `arena`, their values stay the document's. False with *ret_error told when a
 * limit was crossed: too many steps or results, a regular expression that takes too long. */
bool jsonpath_select(const struct jsonpath *path, const struct json *root, struct arena *arena,
                     struct nodes *ret, const char **ret_error);

/* Adds the node's normalized path: $['data'][0]['id'] */
void jsonpath_write_path(const struct jsonpath_node *node, struct buffer *out);
