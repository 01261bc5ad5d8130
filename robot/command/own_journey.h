/* SPDX-License-Identifier: Apache-2.0 */
/* own_journey.h - the journeys commands write for themselves: a crawl is one, a recording is one. */
#pragma once

#include "base/text.h"

struct arena;
struct buffer;

/* A file in /tmp with that text. NULL, told on standard error in COMMAND's name, when it cannot be written.
 * Removed by the caller. */
const char *own_journey_write(struct arena *arena, const char *command, struct text journey);
/* The whole path of a file that is there; of another, as it was given. */
const char *own_journey_path(struct arena *arena, const char *path);
/* "  - include: PATH" of a journey to be done first, by its whole path. */
void own_journey_include(struct arena *arena, const char *journey, struct buffer *out);
