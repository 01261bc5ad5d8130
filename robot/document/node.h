/* SPDX-License-Identifier: Apache-2.0 */
/* node.h - a document as a tree whose every node knows its place in the file.
 *
 * YAML decides types late: whether a plain 5 is a number or the text "5" is for the key it stands
 * under to say. So a node keeps what was written, how it was written (plain or quoted) and where,
 * and nothing is converted until a field table or node_to_json asks.
 *
 * A tree is immutable once read. Aliases are resolved by sharing: a node may have many parents
 * (never itself below itself), and its place is where it was written, not where it was used. */
#pragma once

#include "base/diag.h"
#include "base/text.h"
#include "document/json.h"

#include <stdbool.h>
#include <stdint.h>

/* A byte each: a plan keeps its nodes, and there are tens of them in a journey. */
enum __attribute__((packed)) node_kind { NODE_SCALAR = 0, NODE_SEQUENCE, NODE_MAPPING };

/* An explicit tag: `!!str 5`. On scalars only; what it promises was checked when it was read. */
enum __attribute__((packed)) node_tag {
    NODE_TAG_NONE = 0,
    NODE_TAG_STR,
    NODE_TAG_INT,
    NODE_TAG_FLOAT,
    NODE_TAG_BOOL,
    NODE_TAG_NULL
};

/* One member of a mapping. The key is a scalar with its own place. */
struct node_pair {
    const struct node *key, *value;
};

struct node {
    struct place at; /* of the value itself; an empty value stands where it would have been */
    struct text
        text; /* NODE_SCALAR: unescaped, folded; NUL-terminated too, lives in the arena */
    union {
        const struct node *const *items; /* NODE_SEQUENCE: count of them */
        const struct node_pair *pairs;   /* NODE_MAPPING: count of them, in the order written */
    };
    uint32_t count;
    uint32_t weight; /* nodes at and below this one, a shared one counted at each use */
    int height;      /* levels below this one */
    enum node_kind kind;
    enum node_tag tag;
    bool plain; /* NODE_SCALAR: neither quoted nor a block (| or >) */
};

/* The value under `name`, NULL when there is none or `node` is no mapping. */
const struct node *node_member(const struct node *node, const char *name);

/* The type a node has by itself: quoted scalars are strings; plain ones follow YAML 1.2's core
 * schema (section 10.3.2), so yes, on and 2026-01-31 are strings and 0x1F, 0o17 and .5 numbers.
 *
 * Two departures, because digits in this trade are more often identifiers than quantities: plain
 * integers with a leading zero (012345) or a plus sign (+8613800000000) are strings. And one for
 * want of a JSON form: .inf and .nan are strings. An explicit !!int or !!float overrules them
 * where a number can be had. */
enum json_kind node_type(const struct node *node);

/* True for a plain empty value, null or ~. */
bool node_is_null(const struct node *node);

/* The whole node as a JSON value. Numbers keep the text they were written in when JSON allows it;
 * .5 becomes 0.5 and 0x1F becomes 31. Texts are shared with the node, not copied. */
const struct json *node_to_json(struct arena *arena, const struct node *node);

/* What a node is, for "expected X, got ...": `"fast"`, `5`, `a list`, `a mapping`, `nothing`. Long
 * texts are cut. */
const char *node_described(struct arena *arena, const struct node *node);

/* A plain scalar that comes from no file: defaults, --set. `text` is not copied. */
const struct node *node_plain(struct arena *arena, struct text text);
