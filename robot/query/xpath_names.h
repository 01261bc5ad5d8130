/* SPDX-License-Identifier: Apache-2.0 */
/* xpath_names.h - the names in an XPath expression. For xpath.c only. */
#pragma once

#include "base/text.h"
#include "query/query.h"

struct arena;

/* Whether each function and axis exists, and there is neither prefix nor variable. False with
 * *ret_error told. Says nothing about syntax. */
bool xpath_names_known(struct arena *arena, struct text expression,
                       struct query_error *ret_error);
