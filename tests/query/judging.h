/* SPDX-License-Identifier: Apache-2.0 */
/* judging.h - predicates and values as strings, so that tests are tables. */
#pragma once

#include "base/arena.h"
#include "model/subject.h"
#include "query/predicate.h"

/* The values of a JSON array as if a subject had found them. */
struct extracted found_items(struct arena *arena, const char *items);

/* `condition` is {"predicate": operand}. Fails the test when it cannot be compiled. */
const struct condition *condition_of(struct arena *arena, const char *condition);

/* Why `condition` cannot be compiled; "" when it can. */
const char *compile_error(struct arena *arena, const char *condition);
