/* SPDX-License-Identifier: Apache-2.0 */
/* redact.h - secrets are taken out of everything the robot writes, by value.
 *
 * Not by key or by field: a password that comes back in an error page, an URL or a base64 header is
 * found there, too. Each value is looked for as it is and URL-encoded (both cases of hex, + or %20
 * for a blank), in base64 (both alphabets, at each of the three alignments, inside longer text), in
 * hex (both cases), JSON-escaped (\uXXXX and \/ forms) and HTML- or XML-escaped. The longest match
 * wins.
 *
 * The table is the process's, grows only, and may be added to by any thread. */
#pragma once

#include "base/text.h"

struct buffer;

enum { REDACT_LEAST_BYTES = 4 };

/* Adds a value; `name` is shown in its place and must not give it away. False when it is shorter
 * than REDACT_LEAST_BYTES: taking "12" out of every report would leave no report. */
bool redact_add(struct text value, const char *name);

/* Appends `in` to `out` with every secret replaced by [redacted:NAME]. The mark is valid within
 * JSON strings, XML, HTML, CSV and YAML text; names are reduced to letters, digits, - and _. */
void redact_text(struct text in, struct buffer *out);

/* True when redact_text would change it. */
bool redact_contains(struct text in);
