/* SPDX-License-Identifier: Apache-2.0 */
/* locate.c - see locate.h.
 *
 * A route is read off one address; that /news/spring is /news/:name shows only when all is seen (settle.c). Whoever
 * looks a single address up on a finished map has to ask the map. */

#include "graph/locate.h"
#include "graph/graph.h"
#include "graph/inside.h"

#include <string.h>

static bool is_name(const char *segment, size_t length)
{
    return length > 1 && segment[0] == ':' && !(length == 3 && memcmp(segment, ":id", 3) == 0);
}

bool route_fits(const char *pattern, const char *route)
{
    for (;;) {
        size_t told = strcspn(pattern, "/?#"), is = strcspn(route, "/?#");
        bool same = told == is && memcmp(pattern, route, is) == 0;
        bool any = is_name(pattern, told) && is > 0;
        if (!same && !any)
            return false;
        if (pattern[told] != route[is])
            return false;
        if (pattern[told] == '\0')
            return true;
        pattern += told + 1;
        route += is + 1;
    }
}

/* Whether two routes differ at most in what they call their variable parts: /fund/:id, /fund/:code. */
static bool same_shape(const char *a, const char *b)
{
    for (;;) {
        size_t one = strcspn(a, "/?#"), other = strcspn(b, "/?#");
        bool variable = one > 1 && other > 1 && a[0] == ':' && b[0] == ':';
        if (!variable && (one != other || memcmp(a, b, one) != 0))
            return false;
        if (a[one] != b[other])
            return false;
        if (a[one] == '\0')
            return true;
        a += one + 1;
        b += other + 1;
    }
}

struct graph_node *graph_namesake(const struct graph *there, const struct graph_node *node)
{
    struct graph_node *found = graph_node(there, node->id);
    for (size_t i = 0; found == NULL && i < there->nodes.count; i++) {
        struct graph_node *other = there->nodes.entries[i].value;
        found = strchr(node->id, ':') != NULL && same_shape(node->id, other->id) ? other : NULL;
    }
    return found;
}

static size_t names_in(const char *pattern)
{
    size_t names = 0;
    for (const char *at = strchr(pattern, '/'); at != NULL; at = strchr(at + 1, '/'))
        names += is_name(at + 1, strcspn(at + 1, "/?#")) ? 1 : 0;
    return names;
}

struct graph_node *graph_locate(const struct graph *graph, const char *route)
{
    struct graph_node *best = graph_node(graph, route);
    size_t fewest = 0;
    if (best != NULL)
        return best;
    for (size_t i = 0; i < graph->nodes.count; i++) {
        struct graph_node *node = graph->nodes.entries[i].value;
        size_t names = names_in(node->route);
        if (names == 0 || !route_fits(node->route, route))
            continue;
        bool better = best == NULL || names < fewest ||
                      (names == fewest && strcmp(node->id, best->id) < 0);
        best = better ? node : best;
        fewest = better ? names : fewest;
    }
    return best;
}

static bool alike(const struct graph_node *a, const struct graph_node *b)
{
    return a->feature_count == 0 || b->feature_count == 0 ||
           graph_alike(a->features, a->feature_count, b->features, b->feature_count);
}

struct graph_node *graph_counterpart(const struct graph *there, const struct graph_node *node)
{
    struct graph_node *found = graph_node(there, node->id);
    if (found != NULL)
        return found;
    found = graph_namesake(there, node);
    if (found != NULL && alike(found, node))
        return found;
    found = graph_locate(there, node->route);
    if (found != NULL)
        return alike(found, node) && names_in(found->route) > 0 ? found : NULL;
    for (size_t i = 0; names_in(node->route) > 0 && i < there->nodes.count; i++) {
        found = there->nodes.entries[i].value;
        if (route_fits(node->route, found->route) && alike(found, node))
            return found;
    }
    return NULL;
}
