/* SPDX-License-Identifier: Apache-2.0 */
/* changed.h - what is different from the last good run, in a few lines. */
#pragma once

#include "model/record.h"

struct arena;
struct good;
struct json;

enum { MOST_GOOD_STEPS = 24, MOST_CHANGES = 5 };

/* The last good run in compact form: about 140 bytes a step, at most MOST_GOOD_STEPS of them. */
struct good *good_keep(struct good *old, const struct record *record);
void good_free(struct good *good); /* NULL is allowed */

/* "identity: status 200 -> 503", one a line, the most telling first, at most MOST_CHANGES; ""
 * without a good run or a difference. In the arena. */
const char *changed_since(const struct good *good, const struct record *record,
                          struct arena *arena);

const struct json *good_write(const struct good *good, struct arena *arena);
struct good *good_read(const struct json *json); /* NULL: not understood */
