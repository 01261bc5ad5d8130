/* SPDX-License-Identifier: Apache-2.0 */
/* redact.h - secrets are taken out of everything the robot writes, by value.
 *
 * Not by key or by field: a password that comes back in an error page, a URL or a base64 header is
 * found there, too. redact_forms.h lists the forms a value is looked for in. The longest match
 * wins; forms that overlap go together.
 *
 * The mark in a secret's place is [redacted:NAME]: valid within JSON strings, XML, HTML, CSV and
 * YAML, never mistaken for a value. In a JSON document (first byte '{' or '[') a bare number that
 * is a secret becomes a string, so that the document stays JSON.
 *
 * Three rules keep reports readable and secrets in:
 * - A value of up to REDACT_SHORT_DIGITS digits (a code, a PIN) is found as a number of its own,
 *   not within a longer one: 246810 is not hidden in the duration 5246810123.
 * - Text cut short by "..." or an ellipsis: from 4 bytes on, the beginning of a secret is one.
 * - What one run captured is forgotten with that run, or a day of six-digit codes would take every
 *   number out of every report.
 *
 * The table is the process's; any thread may call anything here. */
#pragma once

#include "base/text.h"

struct arena;
struct buffer;

enum {
    REDACT_LEAST_BYTES = 4,
    REDACT_MOST_BYTES = 64 * 1024,
    REDACT_SHORT_DIGITS = 8,
};

/* Adds a value for the life of the process; `name` is shown in its place, reduced to letters,
 * digits, - and _. False when the value is shorter than REDACT_LEAST_BYTES (taking "12" out of
 * every report would leave no report) or longer than REDACT_MOST_BYTES. */
bool redact_add(struct text value, const char *name);

/* The same until `life` ends: that is the arena of the run, which becomes the outcome's. */
bool redact_add_for(struct arena *life, struct text value, const char *name);

/* Appends `in` to `out` with a mark in place of every secret. */
void redact_text(struct text in, struct buffer *out);

/* True when redact_text would change it. */
bool redact_contains(struct text in);
