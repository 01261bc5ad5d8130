/* SPDX-License-Identifier: Apache-2.0 */
/* origin.h - URLs in their parts, and whose they are: the app's or a stranger's. */
#pragma once

#include "base/text.h"

struct arena;
struct har;

enum { MOST_ORIGINS = 16 };

struct url {
    struct text origin; /* https://example.com:8443 */
    struct text host;   /* example.com */
    struct text path;   /* /a/b, "/" when it has none */
    struct text query;  /* without the mark */
};

/* False unless it is http:// or https:// and a host. */
bool url_split(struct text t, struct url *ret);

/* The app's own origins, each with the variable that stands for it: base, api_base. */
struct origins {
    struct text items[MOST_ORIGINS];
    const char *names[MOST_ORIGINS];
    size_t count;
};

/* Those told, or else the one most requests of the page's own went to, and what shares its domain. */
void origins_find(struct arena *arena, const struct har *har, const char *const *told,
                  struct origins *ret);
/* NULL when the URL goes to none of them. */
const char *origins_name(const struct origins *origins, const struct url *url);
