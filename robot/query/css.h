/* SPDX-License-Identifier: Apache-2.0 */
/* css.h - CSS selectors, translated to XPath 1.0.
 *
 * Selectors Level 4 as far as it makes sense without a browser: type, *, #id, .class, attributes
 * ([a] = ~= |= ^= $= *= and the flags i and s), combinators (blank > + ~), lists (,), :root :empty
 * :first-child :last-child :only-child :first-of-type :last-of-type :only-of-type :nth-child()
 * :nth-last-child() :nth-of-type() :nth-last-of-type() :not() with compound selectors; and
 * ::attr(NAME) behind it all, which selects an attribute, as scrapers write it. An -of-type class
 * needs the type before it. Names in capitals find those of XML as they are, and those of HTML,
 * which are lower case. */
#pragma once

#include "base/text.h"
#include "query/query.h"

struct arena;
struct xpath;

/* For xpath_select(): the text of each element, or each attribute. NULL with *ret_error told. */
const struct xpath *css_compile(struct arena *arena, struct text selector,
                                struct query_error *ret_error);

/* The XPath expression; at NULL with *ret_error told when the selector is wrong. */
struct text css_to_xpath(struct arena *arena, struct text selector,
                         struct query_error *ret_error);
