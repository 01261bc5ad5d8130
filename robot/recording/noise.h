/* SPDX-License-Identifier: Apache-2.0 */
/* noise.h - which exchanges a customer did not mean: pictures, scripts, preflights, analytics. */
#pragma once

#include <stdbool.h>

struct har_entry;

/* Why it is left out, as a plural for "12 static files"; NULL when it is a step of the journey as
 * far as can be told from itself. */
const char *noise_of(const struct har_entry *entry);

/* An HTML page opened by GET: kept only when a later step needs something of it. */
bool noise_is_page(const struct har_entry *entry);
