/* SPDX-License-Identifier: Apache-2.0 */
/* drawing_lines.h - what the files that draw a map share. */
#pragma once

#include "reporters/file/drawing.h"

struct buffer;
struct layout;

/* The picture's own style sheet. */
extern const char drawing_style[];

/* As further words of a class attribute: " new"; "" for what is plain. */
const char *drawn_class(enum drawn drawn);

/* A <path> each; a way there and back is one line with two heads. */
void drawing_lines(const struct drawing *drawing, const struct layout *layout,
                   struct buffer *out);
