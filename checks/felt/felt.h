/* SPDX-License-Identifier: Apache-2.0 */
/* felt.h - the checks of how a page feels, all of them held against one step. Pure. */
#pragma once

#include "model/felt.h"
#include "model/finding.h"

struct blemishes;

/* A finding for each check that complains, into `ret` (room for MOST_FELT_CHECKS); returns how many.
 * `settings`: the nearest first (the step's, its journey's), NULL-terminated. */
size_t felt_judge(const struct felt_check *const *checks,
                  const struct felt_settings *const *settings, const struct observation *saw,
                  struct place at, struct arena *arena, struct finding *ret);

/* "2 pictures: img#a (x), img#b (y)"; false when there are none. */
bool felt_list(const struct blemishes *blemishes, const char *one, const char *many,
               struct arena *arena, struct complaint *ret);
