/* SPDX-License-Identifier: Apache-2.0 */
/* json_schema_rules.h - the shape of a keyword. For json_schema*.c only.
 *
 * To add one: its function and its row in json_schema_rules.c. */
#pragma once

#include "base/map.h"

struct arena;
struct json;

struct json_schema {
    struct arena *arena;
    const struct json *root;
    struct map patterns; /* to const struct regex *, filled when compiled */
};

/* One validation under way. */
struct schema_walk {
    const struct json_schema *schema;
    struct arena *arena;
    const char *problem; /* the first one */
    int depth;
};

/* Whether the keyword's value holds schemas, which are to be checked, too. */
enum schema_holds { SCHEMA_HOLDS_NONE = 0, SCHEMA_HOLDS_ONE, SCHEMA_HOLDS_MANY };

struct schema_rule {
    const char *name;
    bool (*holds_for)(struct schema_walk *walk, const struct json *schema,
                      const struct json *keyword, const struct json *value, const char *path);
    enum schema_holds holds;
    bool takes_pattern;
};

const struct schema_rule *schema_rule_named(struct text name);
const struct json *schema_resolve(const struct json_schema *schema, const struct json *ref);
bool schema_holds(struct schema_walk *walk, const struct json *schema, const struct json *value,
                  const char *path);
/* Notes what is wrong, when nothing was before; always false. */
bool schema_wrong(struct schema_walk *walk, const char *path, const char *keyword,
                  const char *message);
