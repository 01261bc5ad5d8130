/* SPDX-License-Identifier: Apache-2.0 */
/* shape.c - tables of members, written and read. */

#include "alert/shape.h"
#include "alert/list.h"
#include "base/arena.h"
#include "document/json.h"

#include <stdlib.h>

static void *at_of(const struct shape *row, const void *thing)
{
    return (char *)thing + row->at;
}

void shape_init(const struct shape *rows, void *thing)
{
    for (const struct shape *r = rows; r->name != NULL; r++) {
        char **string = at_of(r, thing);
        if (r->type == SHAPE_STRING && *string == NULL)
            string_keep(string, "");
    }
}

void shape_done(const struct shape *rows, void *thing)
{
    for (const struct shape *r = rows; r->name != NULL; r++)
        if (r->type == SHAPE_STRING) {
            char **string = at_of(r, thing);
            free(*string);
            *string = NULL;
        }
}

static const struct json *value_of(const struct shape *row, const void *thing,
                                   struct arena *arena)
{
    const void *at = at_of(row, thing);
    switch (row->type) {
    case SHAPE_STRING:
        return json_string(arena, text_of(*(char *const *)at));
    case SHAPE_NUMBER:
        return json_int(arena, *(const int64_t *)at);
    case SHAPE_FLAG:
        return json_bool(*(const bool *)at);
    }
    return json_null();
}

size_t shape_count(const struct shape *rows)
{
    size_t count = 0;
    while (rows[count].name != NULL)
        count++;
    return count;
}

void shape_write(const struct shape *rows, const void *thing, struct arena *arena,
                 struct json *object)
{
    for (const struct shape *r = rows; r->name != NULL; r++)
        json_set(arena, object, text_of(r->name), value_of(r, thing, arena));
}

/* Two of them can be added: no row, however broken, leads to an overflow. */
#define MOST_NUMBER (INT64_MAX / 2)

static bool read_number(const struct json *value, int64_t *ret)
{
    int64_t number;
    if (value->kind != JSON_NUMBER || !json_to_int(value->text, &number) ||
        number > MOST_NUMBER || number < -MOST_NUMBER)
        return false;
    *ret = number;
    return true;
}

static bool read_row(const struct shape *row, const struct json *value, struct arena *arena,
                     void *at)
{
    switch (row->type) {
    case SHAPE_STRING:
        if (value->kind != JSON_STRING)
            return false;
        string_keep(at, text_string(arena, value->text));
        return true;
    case SHAPE_NUMBER:
        return read_number(value, at);
    case SHAPE_FLAG:
        if (value->kind != JSON_TRUE && value->kind != JSON_FALSE)
            return false;
        *(bool *)at = value->kind == JSON_TRUE;
        return true;
    }
    return false;
}

bool shape_read(const struct shape *rows, const struct json *object, void *thing)
{
    struct arena *arena = arena_new();
    bool right = object->kind == JSON_OBJECT;
    for (const struct shape *r = rows; right && r->name != NULL; r++) {
        const struct json *value = json_member(object, text_of(r->name));
        right = value == NULL || read_row(r, value, arena, at_of(r, thing));
    }
    arena_end(arena);
    return right;
}
