/* SPDX-License-Identifier: Apache-2.0 */
/* scope.h - the variables a template may read: one per frame of a run, behind it the run's globals
 * (environment, --set, secrets, run_id). Belongs to one run, one thread. */
#pragma once

#include "base/map.h"

struct json;
struct random;

struct scope {
    const struct scope *globals; /* looked in second; NULL for the globals themselves */
    struct map variables;        /* to const struct json * */
    struct random *random;       /* the run's */
    void (*canary)(void *listener, const char *kind, struct text value); /* or NULL */
    void *listener;
};

void scope_init(struct scope *scope, const struct scope *globals, struct arena *arena);

/* NULL when unset. */
const struct json *scope_get(const struct scope *scope, struct text name);

/* The value must live as long as the scope. */
void scope_set(struct scope *scope, struct text name, const struct json *value);
