/* SPDX-License-Identifier: Apache-2.0 */
/* graph_changes.h - what became of an app's map, told and drawn. */
#pragma once

#include "reporters/file/drawing.h"

struct graph_difference;

/* A line for each module that is new, gone or changed, and how many of each. */
void graph_changes_print(const struct graph_difference *difference);
/* The map as it is, with what is gone still on it; each in the colour of what became of it. */
struct drawing graph_changes_drawing(struct arena *arena, const struct graph *after,
                                     const struct graph_difference *difference);
