/* SPDX-License-Identifier: Apache-2.0 */
/* bind.h - nodes into structs, by field table.
 *
 * (Not called bind(): that would take the place of the socket call for libcurl, too.) */
#pragma once

#include "document/field.h"

struct node_pair;

/* Fills *into (table->size bytes, zeroed here) from `node`. All errors are reported in one pass:
 * unknown keys, with the nearest valid one; missing, wrong and out-of-range ones; choices not
 * respected. Keys that are absent get their defaults. False when anything was reported; *into is
 * then not to be used. Everything stored lives in reading->arena or in the node. */
bool bind_fields(struct reading *reading, const struct node *node,
                 const struct field_table *table, void *into);

/* The same for one NAME: VALUE of a FIELD_MAP: the name goes to the table's name_at first, so that
 * its check can look at it. */
bool bind_entry(struct reading *reading, const struct node_pair *pair,
                const struct field_table *table, void *into);

/* One value, by one row, into the struct at `into`: for FIELD_CUSTOM readers whose value is of a
 * known type after all. */
bool bind_value(struct reading *reading, const struct node *node, const struct field *field,
                void *into);

/* The defaults of a table, as if an empty mapping had been given; required keys stay zero. */
void bind_defaults(struct reading *reading, const struct field_table *table, void *into);

/* Reports "expected WHAT, got ..." at the node; the house's wording, for FIELD_CUSTOM readers. */
struct diag *bind_expected(struct reading *reading, const struct node *node, const char *what);
