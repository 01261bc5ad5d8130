/* SPDX-License-Identifier: Apache-2.0 */
/* shape.h - structs to JSON and back by one table each, so that what is kept is what is read.
 *
 * Strings are owned (string_keep) and never NULL once shape_init or shape_read was there. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct json;

enum shape_type { SHAPE_STRING = 0, SHAPE_NUMBER, SHAPE_FLAG };

/* Rows end with one whose name is NULL. */
struct shape {
    const char *name;
    size_t at;
    enum shape_type type; /* char *, int64_t, bool */
};

void shape_init(const struct shape *rows, void *thing); /* NULL strings become "" */
void shape_done(const struct shape *rows, void *thing); /* frees the strings */
size_t shape_count(const struct shape *rows);
void shape_write(const struct shape *rows, const void *thing, struct arena *arena,
                 struct json *object);
/* Members that are not there stay as they are; false: one is of another type. */
bool shape_read(const struct shape *rows, const struct json *object, void *thing);

/* Rows for members that are called in JSON as they are in C. */
#define SHAPE_TEXT_OF(s, m)                                           \
    {                                                                 \
        .name = #m, .at = offsetof(struct s, m), .type = SHAPE_STRING \
    }
#define SHAPE_NUMBER_OF(s, m)                                         \
    {                                                                 \
        .name = #m, .at = offsetof(struct s, m), .type = SHAPE_NUMBER \
    }
#define SHAPE_FLAG_OF(s, m)                                         \
    {                                                               \
        .name = #m, .at = offsetof(struct s, m), .type = SHAPE_FLAG \
    }
