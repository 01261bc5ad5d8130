/* SPDX-License-Identifier: Apache-2.0 */
/* paging.h - pages and expressions as strings, so that tests are tables. */
#pragma once

#include "base/arena.h"

/* What the expression finds as a JSON array; or the problem, after "error: ". `type` is the
 * Content-Type, or "". */
const char *by_xpath(struct arena *arena, const char *expression, const char *type,
                     const char *body);
const char *by_css(struct arena *arena, const char *selector, const char *type,
                   const char *body);
/* `text`, `count` times, between `before` and `after`. */
const char *repeated(struct arena *arena, const char *before, const char *text, size_t count,
                     const char *after);
