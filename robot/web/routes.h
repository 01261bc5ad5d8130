/* SPDX-License-Identifier: Apache-2.0 */
/* routes.h - everything the server answers to, a row each. */
#pragma once

#include "web/guard.h"
#include "web/request.h"

struct web_route {
    const char *method;  /* GET answers HEAD, too */
    const char *pattern; /* "{}" is one segment */
    enum guard_who who;
    enum guard_from from;
    handle_fn *handle;
};

extern const struct web_route web_routes[];
extern const size_t web_route_count;

/* The row for method and path, with the request's captures set; NULL: answered, 404 or 405. */
const struct web_route *routes_find(struct request *request, struct answer *answer);
