/* SPDX-License-Identifier: Apache-2.0 */
/* found.h - what most subjects do with what they have found. */
#pragma once

#include "base/text.h"

#include <stdbool.h>

struct extracted;
struct json;
struct sight;

/* The one answer there is. */
void found_one(struct sight *sight, struct extracted *ret, const struct json *value);

/* A text from a source that has no types. */
void found_text(struct sight *sight, struct extracted *ret, struct text text);

/* The answer's body; false with the problem told when there was no answer. */
bool found_body(struct sight *sight, struct extracted *ret, struct text *ret_body);
