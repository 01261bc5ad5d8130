/* SPDX-License-Identifier: Apache-2.0 */
/* jsonpath_function.h - the functions that filters may call, and the types they are checked by.
 *
 * To add one: write its call and its row in jsonpath_function.c. The compiler checks that uses are
 * well-typed (RFC 9535 section 2.4.3) from the row alone. */
#pragma once

#include "query/jsonpath_tree.h"

struct made_number;
struct selection;

/* Section 2.4.1. */
enum function_type {
    TYPE_VALUE = 0, /* a value, or Nothing */
    TYPE_LOGICAL,   /* true or false: only a result, no function takes one */
    TYPE_NODES,     /* what a query finds: only a parameter, no function makes one */
};

/* Is the last parameter an I-Regexp (RFC 9485), and of how much of the text? */
enum function_pattern { PATTERN_NONE = 0, PATTERN_WHOLE, PATTERN_PART };

struct function {
    const char *name;
    const char *usage; /* for errors: "length(value)" */
    enum function_type parameters[MOST_ARGUMENTS];
    size_t parameter_count;
    enum function_pattern pattern;
    enum function_type result;
    /* TYPE_VALUE: NULL is Nothing. */
    const struct json *(*value)(struct selection *s, const struct call *call,
                                const struct json *current, struct made_number *room);
    /* TYPE_LOGICAL */
    bool (*test)(struct selection *s, const struct call *call, const struct json *current);
};

/* NULL when there is none of that name. */
const struct function *function_find(struct text name);
/* The name nearest to a wrong one; NULL when none is near. */
const char *function_suggest(struct text wrong);
