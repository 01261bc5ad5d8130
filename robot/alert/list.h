/* SPDX-License-Identifier: Apache-2.0 */
/* list.h - pointers in order, and strings that are replaced: what lives longer than one turn.
 *
 * Monitors and incidents come and go one by one for months, so they are not in an arena. A list
 * holds no more than there are monitors, or what its owner caps. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct list {
    void **at;
    size_t count, size;
};

void list_add(struct list *list, void *item);
void list_remove(struct list *list, const void *item); /* keeps the order; none: nothing */
void list_done(struct list *list);                     /* not the items */

/* Zeroed memory for one thing; freed by free. */
void *list_make(size_t size);

/* *at becomes a copy of `string` (NULL: ""), the old one is freed. True when it changed. */
bool string_keep(char **at, const char *string);
