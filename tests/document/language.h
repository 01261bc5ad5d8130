/* SPDX-License-Identifier: Apache-2.0 */
/* language.h - a small language for tests: every type of row once. */
#pragma once

#include "document/field.h"

enum backoff { BACKOFF_FIXED = 0, BACKOFF_LINEAR };

struct retry {
    int64_t count, interval_ns;
    enum backoff backoff;
    int causes;
};

struct entry {
    const char *name;
    struct place at;
    const struct tree *value;
};

struct part {
    const char *title;
};

struct thing {
    const char *title, *motto;
    struct place title_at;
    const char *const *tags;
    size_t tag_count;
    const struct template *url;
    bool verify;
    int64_t body_bytes;
    const struct node *raw;
    struct retry retry;
    const struct retry *again;
    const struct entry *headers;
    size_t header_count;
    const struct part *parts;
    size_t part_count;
    int64_t status_low, status_high;
};

extern const struct field_table retry_table, thing_table;

/* Templates and trees are the caller's: here, the node itself. "${}" is an error. */
struct reading language_reading(struct arena *arena, struct diags *diags);
