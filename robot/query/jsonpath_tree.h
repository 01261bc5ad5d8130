/* SPDX-License-Identifier: Apache-2.0 */
/* jsonpath_tree.h - a compiled path, as the parser makes it and the evaluation walks it.
 *
 * The words are RFC 9535's: a query is segments, a segment is selectors, a selector may be a
 * filter. What a comparison or a function takes is here called a term. All of it is in the arena
 * given to jsonpath_compile and never changes afterwards. */
#pragma once

#include "base/text.h"

#include <stdint.h>

struct filter;
struct function;
struct json;
struct regex;

enum selector_kind {
    SELECT_NAME = 0,
    SELECT_WILDCARD,
    SELECT_INDEX,
    SELECT_SLICE,
    SELECT_FILTER,
};

struct selector {
    enum selector_kind kind;
    struct text name;
    bool has_start, has_end;
    int64_t start, end, step; /* an index is its start */
    const struct filter *filter;
    struct selector *next;
};

struct segment {
    bool descendant;
    bool spaced; /* has blanks inside its brackets */
    struct selector *selectors;
    struct segment *next;
};

struct path {
    bool absolute; /* begins at the root, not at the current node */
    bool singular;
    bool
        comparable; /* singular, and written as section 2.3.5.1 wants it: no blanks in brackets */
    struct segment *segments; /* NULL: the root or the current node itself */
};

struct jsonpath {
    struct path path;
};

enum term_kind { TERM_LITERAL = 0, TERM_QUERY, TERM_CALL };

enum { MOST_ARGUMENTS = 2 };

struct call {
    const struct function *function;
    const struct term *arguments[MOST_ARGUMENTS];
    /* match and search with a literal expression: compiled, or known to match nothing. */
    bool literal_pattern;
    const struct regex *regex; /* NULL when the literal is no I-Regexp */
};

struct term {
    enum term_kind kind;
    size_t offset;              /* in the expression, for errors */
    const struct json *literal; /* TERM_LITERAL */
    const struct path *path;    /* TERM_QUERY */
    const struct call *call;    /* TERM_CALL */
};

enum comparison {
    COMPARE_EQUAL = 0,
    COMPARE_UNEQUAL,
    COMPARE_LESS_OR_EQUAL,
    COMPARE_GREATER_OR_EQUAL,
    COMPARE_LESS,
    COMPARE_GREATER,
};

enum filter_kind {
    FILTER_OR = 0,  /* of all parts */
    FILTER_AND,     /* of all parts */
    FILTER_NOT,     /* of the one part */
    FILTER_COMPARE, /* left with right */
    FILTER_TEST,    /* left: a query that finds something, or a function that says yes */
};

struct filter {
    enum filter_kind kind;
    struct filter *parts; /* chained by next */
    struct filter *next;
    enum comparison comparison;
    const struct term *left, *right;
};
