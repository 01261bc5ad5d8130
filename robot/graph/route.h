/* SPDX-License-Identifier: Apache-2.0 */
/* route.h - which page an address means, whoever's page it is: /fund/1 and /fund/2 are /fund/:id. */
#pragma once

#include "base/text.h"

struct arena;

/* The route of an http or https address: scheme, host and port are left out, and so is the query, but for
 * parameters that choose a page (page, tab, view, action, m, s, a ... whose values are words). Segments that are
 * numbers, dates, UUIDs, hashes or other opaque ids become :id; a session id behind ; goes. A hash route
 * (#/fund/1, #!/fund/1) is part of the path. "/" for an address without a path. */
const char *route_of(struct arena *arena, struct text url);

/* "host" or "host:port" of an http or https address; empty when it is none. */
struct text route_host(struct text url);

/* The address itself, for not visiting one twice: without its fragment (but for hash routes), without parameters
 * that only track. */
const char *route_address(struct arena *arena, struct text url);

/* How alike two addresses are for a crawl's patience: the route and the names of its parameters, so that an
 * endless calendar (?month=1, ?month=2 ...) is one. */
const char *route_family(struct arena *arena, struct text url);
