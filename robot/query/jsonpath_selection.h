/* SPDX-License-Identifier: Apache-2.0 */
/* jsonpath_selection.h - one evaluation of a path, as its parts share it.
 *
 * Nodes are not collected segment by segment: each node a segment finds goes through the rest of
 * the path at once and then into a sink. That gives the same order (section 2.1.2 concatenates in
 * order), needs no lists in between, and lets a test stop at the first node. Nodes on the way are
 * on the C stack; what a sink keeps, it copies. Recursion goes down the document at every step, so
 * it is as deep as the document; a counter holds for built ones. */
#pragma once

#include "document/json.h"
#include "query/jsonpath_function.h"
#include "query/jsonpath_tree.h"

struct arena;
struct jsonpath_node;

/* A node on the way. */
struct spot {
    const struct json *value;
    struct spot *parent;
    size_t index;
    const struct jsonpath_node *kept; /* its copy, once one was made */
};

/* Where nodes end. False stops the walk. */
struct sink {
    bool (*take)(struct sink *sink, struct spot *spot);
};

struct selection {
    const struct json *root;
    size_t work;         /* steps left */
    unsigned depth;      /* of walks in walks */
    const char *problem; /* the limit that was crossed; everything unwinds */
    /* The last I-Regexp that came from the document: rows tend to ask for the same. */
    struct arena *regex_arena;
    struct text regex_source;
    enum function_pattern regex_pattern;
    const struct regex *regex;
};

/* Room for a number that a function makes. */
struct made_number {
    char digits[24];
    struct json value;
};

/* Uses up work; false when there is none left. */
bool selection_charge(struct selection *s, size_t work);
/* Sends what `path` finds to `sink`. False when the sink or a limit stopped it. */
bool selection_walk(struct selection *s, const struct path *path, const struct json *current,
                    struct sink *sink);
/* What a singular path finds, or NULL. */
const struct json *selection_one(struct selection *s, const struct path *path,
                                 const struct json *current);

/* Is the filter true of the current node? False too when a limit was crossed. */
bool filter_holds(struct selection *s, const struct filter *filter, const struct json *current);
/* NULL is Nothing (section 2.4.1). */
const struct json *term_value(struct selection *s, const struct term *term,
                              const struct json *current, struct made_number *room);
