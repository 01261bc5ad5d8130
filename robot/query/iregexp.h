/* SPDX-License-Identifier: Apache-2.0 */
/* iregexp.h - I-Regexp (RFC 9485), the regular expressions of JSONPath's match and search. */
#pragma once

#include "base/text.h"

struct arena;
struct regex;

/* `whole`: must match all of a text, as match() does; else any part of it, as search() does. NULL
 * when the expression is no I-Regexp, or one too large to compile. */
const struct regex *iregexp_compile(struct arena *arena, struct text expression, bool whole);
