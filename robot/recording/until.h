/* SPDX-License-Identifier: Apache-2.0 */
/* until.h - what a page waited for when it asked again and again. */
#pragma once

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

struct draft;
struct json;

/* Sets the step's repeat, when it polled, or when its answer shows that it would have had to. */
void until_find(struct draft *draft, size_t index);

/* A word such as APPROVED or in_progress. */
bool until_is_state(struct text t);

/* A state that some poll left behind: it says where something was, not where it must be. */
bool until_left(const struct draft *draft, const struct json *state);
