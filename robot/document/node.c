/* SPDX-License-Identifier: Apache-2.0 */
/* node.c - asking a node what it is. */

#include "document/node.h"
#include "base/arena.h"
#include "base/encode.h"

enum { MOST_SHOWN = 40 }; /* bytes of a text repeated in an error */

const struct node *node_member(const struct node *node, const char *name)
{
    if (node->kind != NODE_MAPPING)
        return NULL;
    for (size_t i = 0; i < node->count; i++)
        if (text_is(node->pairs[i].key->text, name))
            return node->pairs[i].value;
    return NULL;
}

bool node_is_null(const struct node *node)
{
    return node_type(node) == JSON_NULL;
}

const struct node *node_plain(struct arena *arena, struct text text)
{
    struct node *node = arena_make(arena, struct node);
    *node = (struct node){.kind = NODE_SCALAR, .text = text, .plain = true, .weight = 1};
    return node;
}

static const char *scalar_described(struct arena *arena, const struct node *node)
{
    struct text shown = utf8_cut(node->text, MOST_SHOWN);
    ptrdiff_t line_end = text_find(shown, text_of("\n"), 0);
    if (line_end >= 0)
        shown = text_slice(shown, 0, (size_t)line_end);
    const char *more = shown.length < node->text.length ? "..." : "";
    enum json_kind type = node_type(node);
    if (type == JSON_NULL)
        return "nothing";
    const char *quote = type == JSON_STRING ? "\"" : "";
    return arena_printf(arena, "%s%.*s%s%s", quote, TEXT_ARGS(shown), more, quote);
}

const char *node_described(struct arena *arena, const struct node *node)
{
    switch (node->kind) {
    case NODE_SCALAR:
        return scalar_described(arena, node);
    case NODE_SEQUENCE:
        return node->count > 0 ? "a list" : "an empty list";
    case NODE_MAPPING:
        return "a mapping";
    }
    return "nothing";
}
