/* SPDX-License-Identifier: Apache-2.0 */
/* yaml.h - bytes of a YAML 1.2 document (JSON is one too) to a tree with places.
 *
 * Built on libfyaml's events. Its documents are never resolved: a nine-level alias bomb keeps
 * libfyaml's resolver busy for ever, here it is refused after the first few kilobytes of counting. */
#pragma once

#include "base/diag.h"

struct arena;
struct node;

/* Limits on one document; crossing one is an error at the place where it is crossed. */
enum {
    YAML_MOST_BYTES = 1 << 20,
    YAML_MOST_DEPTH = 64,
    YAML_MOST_NODES = 100000, /* an aliased node counts at each use */
};

/* Reads the one document in source->bytes. NULL when anything is wrong, with the errors added to
 * `diags`: a syntax error ends the reading, all others (duplicate keys, unknown aliases and tags)
 * are collected first. A file with no document in it gives a null scalar.
 *
 * Merge keys (`<<: *base`, `<<: [*a, *b]`) are applied: keys written out win over merged ones, the
 * first of several merged mappings over later ones. The tree lives in `arena` and points to
 * `source`, which must live as long. */
const struct node *yaml_read(struct arena *arena, const struct source *source,
                             struct diags *diags);
