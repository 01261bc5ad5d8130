/* SPDX-License-Identifier: Apache-2.0 */
/* xpath.h - XPath 1.0 (W3C, 1999) on HTML and XML documents.
 *
 * An expression is compiled once; what was compiled is immutable and shared by threads. Element
 * names of HTML are lower case. Names with a prefix are errors, because no journey says what a
 * prefix stands for: in XML with namespaces, write *[local-name()='item']. */
#pragma once

#include "base/text.h"
#include "query/query.h"

struct arena;
struct extracted;
struct html;
struct xpath;

enum { XPATH_MOST_RESULTS = 100000 };

/* NULL with *ret_error told: syntax, names of functions and axes, how many arguments. Lives until
 * the arena ends. */
const struct xpath *xpath_compile(struct arena *arena, struct text expression,
                                  struct query_error *ret_error);

/* What the expression gives, into ret->items: the string value of each node in document order, or
 * the one number, boolean or string it computes. ret->problem is set when it takes too long. */
void xpath_select(const struct xpath *xpath, const struct html *document, struct arena *arena,
                  struct extracted *ret);
