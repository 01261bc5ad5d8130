/* SPDX-License-Identifier: Apache-2.0 */
/* bytes.h - whether bytes can be a document at all, before a parser sees them. */
#pragma once

#include <stdbool.h>

struct diags;
struct source;

/* False, with one error added, when there are more than YAML_MOST_BYTES, or one of them is no
 * UTF-8, no printable character (YAML 1.2 section 5.1), or a carriage return on its own. */
bool bytes_check(const struct source *source, struct diags *diags);
