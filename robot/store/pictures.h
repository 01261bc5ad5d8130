/* SPDX-License-Identifier: Apache-2.0 */
/* pictures.h - what the pages of a run looked like, as files beside the evidence, named by their SHA-256 as
 * the evidence names them.
 *
 * Two runs that saw the same have one file. It goes with the last evidence that names it. */
#pragma once

#include "base/packed.h"

struct arena;
struct outcome;

/* Of one run: the newest ones, which show what broke. */
enum { MOST_PICTURES = 24, MOST_PICTURE_BYTES = 4 << 20 };

/* Each once; *ret in the arena. */
size_t pictures_of(struct arena *arena, const struct outcome *outcome,
                   const struct packed **ret);

/* PATH.artefacts/ab/abcdef....png */
const char *picture_path(struct arena *arena, const char *database, const char *name);
