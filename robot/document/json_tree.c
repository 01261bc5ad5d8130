/* SPDX-License-Identifier: Apache-2.0 */
/* json_tree.c - building values and looking in them. */

#include "base/arena.h"
#include "base/must.h"
#include "document/json.h"

#include <stdio.h>
#include <string.h>

const struct json *json_null(void)
{
    static const struct json value = {.kind = JSON_NULL};
    return &value;
}

const struct json *json_bool(bool truth)
{
    static const struct json no = {.kind = JSON_FALSE}, yes = {.kind = JSON_TRUE};
    return truth ? &yes : &no;
}

static const struct json *scalar(struct arena *arena, enum json_kind kind, struct text text)
{
    struct json *made = arena_make(arena, struct json);
    *made = (struct json){.kind = kind, .text = text};
    return made;
}

const struct json *json_string(struct arena *arena, struct text t)
{
    return scalar(arena, JSON_STRING, t);
}

const struct json *json_string_of(struct arena *arena, const char *string)
{
    return json_string(arena, text_of(string));
}

const struct json *json_int(struct arena *arena, int64_t number)
{
    return scalar(arena, JSON_NUMBER, text_of(arena_printf(arena, "%lld", (long long)number)));
}

const struct json *json_number(struct arena *arena, struct text lexeme)
{
    must(json_is_number(lexeme));
    return scalar(arena, JSON_NUMBER, lexeme);
}

static struct json *container(struct arena *arena, enum json_kind kind, size_t most)
{
    struct json *made = arena_make(arena, struct json);
    *made = (struct json){.kind = kind};
    made->items = arena_array(arena, most + 1, const struct json *);
    return made;
}

struct json *json_array_new(struct arena *arena, size_t most)
{
    return container(arena, JSON_ARRAY, most);
}

struct json *json_object_new(struct arena *arena, size_t most)
{
    return container(arena, JSON_OBJECT, most);
}

void json_append(struct json *array, const struct json *item)
{
    must(array->kind == JSON_ARRAY);
    array->items[array->count++] = item;
}

void json_set(struct arena *arena, struct json *object, struct text name,
              const struct json *item)
{
    must(object->kind == JSON_OBJECT);
    struct json *named = arena_make(arena, struct json);
    *named = *item;
    named->name = name;
    for (size_t i = 0; i < object->count; i++) {
        if (text_equal(object->items[i]->name, name)) {
            object->items[i] = named;
            return;
        }
    }
    object->items[object->count++] = named;
}

const struct json *json_member(const struct json *object, struct text name)
{
    if (object->kind != JSON_OBJECT)
        return NULL;
    for (size_t i = 0; i < object->count; i++)
        if (text_equal(object->items[i]->name, name))
            return object->items[i];
    return NULL;
}

/* As deep as the tree, which its reader has bounded. */
const struct json *json_copy(struct arena *arena, const struct json *value)
{
    struct json *copy = arena_make(arena, struct json);
    *copy = *value;
    copy->text = text_copy(arena, value->text);
    copy->name = text_copy(arena, value->name);
    if (value->count == 0)
        return copy;
    copy->items = arena_array(arena, value->count, const struct json *);
    for (size_t i = 0; i < value->count; i++)
        copy->items[i] = json_copy(arena, value->items[i]);
    return copy;
}

const char *json_kind_name(enum json_kind kind)
{
    switch (kind) {
    case JSON_NULL:
        return "null";
    case JSON_FALSE:
    case JSON_TRUE:
        return "boolean";
    case JSON_NUMBER:
        return "number";
    case JSON_STRING:
        return "string";
    case JSON_ARRAY:
        return "array";
    case JSON_OBJECT:
        return "object";
    }
    return "value";
}
