/* SPDX-License-Identifier: Apache-2.0 */
/* redact_forms.h - every way a secret may be written. For redact.c and its tests. */
#pragma once

#include "base/map.h"

struct arena;

/* The forms of `value`, once each, the value itself first: the keys of *ret (values are NULL).
 *
 *   escaped  URL (RFC 3986, forms, encodeURIComponent, encodeURI, browsers' query; both cases of
 *            hex; + or %20 for a blank), JSON (\uXXXX in both cases, \/, HTML-safe), HTML and XML
 *            (named and numbered), quotes doubled (CSV, SQL, YAML)
 *   coded    base64 (both alphabets, at each of three alignments, found inside longer text), hex
 *            (both cases): of the value and of its escaped forms
 *   nested   escaped again: a body of JSON stands as a string in a HAR file, a coded header in a
 *            URL */
void redact_forms(struct arena *arena, struct text value, struct map *ret);
