/* SPDX-License-Identifier: Apache-2.0 */
/* markup.h - any bytes as text of an XML or HTML document, within elements and attributes. */
#pragma once

#include "base/text.h"

struct buffer;

/* Redacted (see clean.h) and escaped: & < > " ' as entities. What XML 1.0 (section 2.2) cannot
 * hold, control characters, U+FFFE, U+FFFF and bytes that are not UTF-8, becomes U+FFFD. So do the
 * marks that turn round the direction of what follows (UAX #9): a report must read as it stands. */
void markup_text(struct text t, struct buffer *out);
void markup_string(const char *string, struct buffer *out); /* NULL: nothing */

/* Already escaped bytes are added by buffer_add_string; this one adds ` name="value"`. */
void markup_attribute(const char *name, struct text value, struct buffer *out);
