/* SPDX-License-Identifier: Apache-2.0 */
/* write.h - a graph as text: JSON to keep and compare, DOT for Graphviz. */
#pragma once

struct buffer;
struct graph;

/* Nodes and edges in the order of their ids, a line each: made to be compared by diff. */
void graph_write(const struct graph *graph, struct buffer *out);
void graph_write_dot(const struct graph *graph, struct buffer *out);
