/* SPDX-License-Identifier: Apache-2.0 */
/* css.h - CSS selectors, translated to XPath 1.0.
 *
 * Selectors Level 4 as far as it makes sense without a browser: type, *, #id, .class, attributes
 * ([a] = ~= |= ^= $= *= and the i flag), combinators (blank > + ~), lists (,), :root :empty
 * :first-child :last-child :only-child :first-of-type :last-of-type :only-of-type :nth-child()
 * :nth-last-child() :nth-of-type() :nth-last-of-type() :not() with compound selectors; and
 * ::attr(NAME), which selects an attribute, as scrapers write it. Element and attribute names are
 * those of the document; in HTML they are lower case, so a selector's are made so, too. */
#pragma once

#include "base/text.h"
#include "query/query.h"

struct arena;

/* The XPath expression; at NULL with *ret_error told when the selector is wrong. */
struct text css_to_xpath(struct arena *arena, struct text selector,
                         struct query_error *ret_error);
