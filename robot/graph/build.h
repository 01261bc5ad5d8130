/* SPDX-License-Identifier: Apache-2.0 */
/* build.h - the map of an app from what explorations saw. */
#pragma once

struct arena;
struct graph;
struct report;

/* From all explorations of the report, settled. Without one: an empty graph. */
struct graph *graph_of_report(struct arena *arena, const struct report *report);
