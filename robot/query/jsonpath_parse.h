/* SPDX-License-Identifier: Apache-2.0 */
/* jsonpath_parse.h - the two halves of the compiler that call each other. */
#pragma once

#include "query/jsonpath_scan.h"
#include "query/jsonpath_tree.h"

/* Deeper nesting of filters, parentheses and calls than this is refused. */
enum { MOST_EXPRESSION_DEPTH = 32 };

/* Segments behind $ or @, until something else follows. */
bool parse_segments(struct scan *s, struct path *path);

/* A logical-expr (section 2.3.5.1), behind the question mark. NULL on error. */
struct filter *parse_filter(struct scan *s);

/* Counts a level of nesting in; s->depth-- counts it out. */
bool parse_deeper(struct scan *s);
