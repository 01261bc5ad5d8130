/* SPDX-License-Identifier: Apache-2.0 */
/* css_compound.h - `li.on:nth-child(odd)`, one element's selector, as XPath. For css*.c only. */
#pragma once

#include "base/buffer.h"
#include "base/text.h"

struct css_scan;

enum { CSS_MOST_XPATH_BYTES = 64 * 1024, CSS_MOST_SELECTOR_BYTES = 4096 };

/* Reads a compound selector and writes it as predicates. `in_order` says that they will stand
 * behind `child::*`, where position() counts the siblings. */
bool css_compound(struct css_scan *s, bool in_order, struct buffer *out);
