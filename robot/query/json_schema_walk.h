/* SPDX-License-Identifier: Apache-2.0 */
/* json_schema_walk.h - a schema as compiled, and one validation under way. For json_schema*.c only. */
#pragma once

#include "base/map.h"

#include <stdint.h>

struct arena;
struct json;
struct schema_rule;

struct json_schema {
    struct arena *arena;
    const struct json *root;
    struct map objects;  /* by the address of a schema's object: its members' rules, in order */
    struct map patterns; /* by their text: const struct regex * */
    struct map references; /* by $ref's text: the schema it leads to */
};

/* A place in the body, from it up to the root: written out only when something is wrong there. */
struct schema_place {
    const struct schema_place *up; /* NULL at the root */
    struct text name;              /* of a member; at NULL: an item */
    size_t index;
};

struct schema_walk {
    const struct json_schema *schema;
    struct arena *arena;
    const char *problem; /* the first one */
    const char *limit;   /* the limit that was crossed: then no answer counts */
    size_t work;         /* what is left of it */
    int depth, quiet;    /* quiet: something is tried, so what is wrong is not told */
};

/* One keyword of a schema, and all it may look at. */
struct schema_question {
    struct schema_walk *walk;
    const struct json *schema, *keyword, *value;
    const struct schema_place *at;
};

/* Whether `schema` takes what is at a place. */
bool schema_holds(struct schema_walk *walk, const struct json *schema, const struct json *value,
                  const struct schema_place *at);
/* The same without telling why not. */
bool schema_would_hold(struct schema_walk *walk, const struct json *schema,
                       const struct json *value);

/* Whether the compiled pattern is found in a text; crossing its limit is told. */
bool schema_matches(struct schema_walk *walk, struct text pattern, struct text t);

/* All return false. */
bool schema_wrong(const struct schema_question *q, const char *message);
bool schema_unexpected(const struct schema_question *q); /* "expected KEYWORD, is VALUE" */
bool schema_limit(struct schema_walk *walk, const char *limit);
bool schema_too_long(struct schema_walk *walk); /* when no work is left */
