/* SPDX-License-Identifier: Apache-2.0 */
/* jsonpath_term.h - what filters compare and functions take: literals, queries, calls. */
#pragma once

#include "query/jsonpath_scan.h"
#include "query/jsonpath_tree.h"

/* NULL on error. Calls come with well-typed arguments. */
const struct term *parse_term(struct scan *s);
