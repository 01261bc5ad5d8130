/* SPDX-License-Identifier: Apache-2.0 */
/* scope.c - looking variables up, the frame's own first. */

#include "plan/scope.h"

#include <stdint.h>

void scope_init(struct scope *scope, const struct scope *globals, struct arena *arena)
{
    *scope = (struct scope){.globals = globals};
    map_init(&scope->variables, arena);
    if (globals != NULL) {
        scope->random = globals->random;
        scope->canary = globals->canary;
        scope->listener = globals->listener;
    }
}

const struct json *scope_get(const struct scope *scope, struct text name)
{
    for (; scope != NULL; scope = scope->globals) {
        const struct json *value = map_get(&scope->variables, name);
        if (value != NULL)
            return value;
    }
    return NULL;
}

void scope_set(struct scope *scope, struct text name, const struct json *value)
{
    map_put(&scope->variables, name, (void *)(uintptr_t)value);
}
