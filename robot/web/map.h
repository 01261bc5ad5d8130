/* SPDX-License-Identifier: Apache-2.0 */
/* map.h - the app's map with what is known of each module now: its journeys, and how it stands. */
#pragma once

#include "graph/standing.h"
#include "web/request.h"
#include "web/web.h"

struct map_now {
    struct map_view map;
    const struct monitor_view *monitors; /* of the environment asked for */
    size_t monitor_count;
    const char *const *environments; /* all there are, NULL-terminated */
    const struct node_standing
        *standings; /* of the map's i-th node; their numbers are monitors' */
};

/* From the service, and from what the store knows of runs; `env` of the question chooses an environment. False:
 * there is no map, or no store, which is answered. */
bool map_read(struct request *request, struct answer *answer, struct map_now *ret);
