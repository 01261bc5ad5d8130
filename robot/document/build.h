/* SPDX-License-Identifier: Apache-2.0 */
/* build.h - a tree from events: where aliases, merge keys, duplicate keys and limits are dealt
 * with. Knows nothing of the syntax the events came from. */
#pragma once

#include "base/map.h"
#include "document/node.h"
#include "document/yaml.h"

/* A collection that is not finished yet. */
struct frame {
    struct node *node;
    bool flow;                 /* [ ] or { }: it must be closed */
    const struct node **items; /* of a sequence; of a mapping: key, value, key, value */
    size_t count, size;
    struct map keys; /* a mapping's keys so far, to find duplicates */
};

struct build {
    struct arena *arena;   /* the tree's */
    struct arena *scratch; /* until the tree is finished */
    struct diags *diags;
    struct map anchors; /* name to node; a node of weight 0 is not finished */
    struct frame frames[YAML_MOST_DEPTH];
    int depth;
    size_t nodes; /* so far, aliased ones counted at each use */
    const struct node *root;
    bool stopped; /* a limit was crossed: the error is told, no more events are wanted */
};

/* What an event says about a node before its content. */
struct introduction {
    struct place at;
    struct text anchor; /* empty: none */
    enum node_tag tag;
    bool flow;
};

void build_init(struct build *b, struct arena *arena, struct arena *scratch,
                struct diags *diags);
void build_scalar(struct build *b, const struct introduction *intro, struct text text,
                  bool plain);
void build_begin(struct build *b, const struct introduction *intro, enum node_kind kind);
void build_finish(struct build *b);
void build_alias(struct build *b, struct place at, struct text name);

/* The key whose value comes next, NULL when something else does. */
const struct node *build_pending_key(const struct build *b);
