/* SPDX-License-Identifier: Apache-2.0 */
/* console_page.h - what a browser's step saw, in lines for people. For console.c and junit.c. */
#pragma once

#include "model/observation.h"

struct buffer;

/* What an attempt saw. Of a browser's: the action that failed, the page, what its console and
 * dialogs said, the requests that failed; with `all`, every action and every request. Of the other
 * kinds: every exchange. */
void console_saw(const struct observation *saw, bool all, const char *indent,
                 struct buffer *out);
