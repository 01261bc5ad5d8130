/* SPDX-License-Identifier: Apache-2.0 */
/* locate.h - the module a route belongs to, on a map that was made earlier. */
#pragma once

#include <stdbool.h>

struct graph;
struct graph_node;

/* Whether `route` is one of those that `pattern` stands for: its segments are the same, or any where the pattern
 * says :name or whatever else developers call it. :id stands for ids only, which are :id in every route that was read
 * off an address. */
bool route_fits(const char *pattern, const char *route);

/* The node of that route; else the one whose pattern it fits, with the fewest names in it. NULL: none. */
struct graph_node *graph_locate(const struct graph *graph, const char *route);

/* The module of that id; else the one whose route only calls its variable parts otherwise. NULL: none. */
struct graph_node *graph_namesake(const struct graph *there, const struct graph_node *node);

/* Which module of another map of the same app this one is: that of its id; else a word of it became a :name since, or
 * a :name a word (too few were seen), and they are made alike. NULL: none. */
struct graph_node *graph_counterpart(const struct graph *there, const struct graph_node *node);
