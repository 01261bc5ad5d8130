/* SPDX-License-Identifier: Apache-2.0 */
/* png.h - as much of PNG (ISO/IEC 15948) as it takes to tell whether a picture shows anything.
 *
 * What browsers write: 8 bits of RGB or RGBA, not interlaced. Everything else is refused. */
#pragma once

#include "base/text.h"

#include <stdbool.h>

/* The share of the most frequent colour, in (0, 1]; colours that differ by less than 16 in each
 * channel may count as one. False, *ret untouched, when it is no such picture, not whole, or larger
 * than 20,000 pixels to a side. */
bool png_one_colour(struct text png, double *ret);
