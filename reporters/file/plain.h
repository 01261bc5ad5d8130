/* SPDX-License-Identifier: Apache-2.0 */
/* plain.h - foreign text on a terminal: it takes the columns it takes, and commands nothing.
 *
 * An answer may hold escape sequences that rename a window, or marks that reverse the direction of
 * what follows. None of that reaches a terminal: such characters are shown by their numbers. */
#pragma once

#include "base/text.h"

struct buffer;

/* Appends `t` on one line: control characters and direction marks as \n, \t, \x1b, \u202e; bytes
 * that are not UTF-8 as U+FFFD. Secrets are taken out first, because what is escaped here can no
 * longer be found by value. */
void plain_put(struct text t, struct buffer *out);

/* Columns `t` takes: Chinese characters take two (UAX #11, Wide and Fullwidth), combining marks
 * none. `t` is what plain_put made. */
size_t plain_width(struct text t);

/* The largest cut of `t` that takes at most `columns`. */
struct text plain_cut(struct text t, size_t columns);
