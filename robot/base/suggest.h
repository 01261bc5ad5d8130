/* SPDX-License-Identifier: Apache-2.0 */
/* suggest.h - "did you mean": the nearest of the names that were possible. */
#pragma once

#include "base/text.h"

/* The name nearest to `wrong` by Damerau-Levenshtein distance (insert, delete, replace, swap of
 * neighbours), NULL when none is within a third of its length (at least 1, at most 3 edits).
 * `names` ends with NULL. */
const char *suggest(struct text wrong, const char *const *names);
