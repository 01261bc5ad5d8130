/* SPDX-License-Identifier: Apache-2.0 */
/* tree.c - compiling and evaluating values with templates in them. */

#include "plan/tree.h"
#include "base/arena.h"
#include "base/fault.h"
#include "document/node.h"
#include "plan/template.h"

struct tree {
    const struct json *constant; /* then nothing else matters */
    enum node_kind kind;
    const struct template *template; /* NODE_SCALAR */
    enum node_tag tag;
    const struct tree **items; /* count of them */
    struct text *names;        /* NODE_MAPPING */
    size_t count;
    struct place at;
};

static const struct tree *compile_scalar(struct arena *arena,
                                         const struct generator *const *functions,
                                         const struct node *node, struct diags *diags)
{
    struct tree *tree = arena_make(arena, struct tree);
    *tree = (struct tree){.kind = NODE_SCALAR, .tag = node->tag, .at = node->at};
    if (text_find(node->text, text_of("${"), 0) < 0) {
        tree->constant = node_to_json(arena, node);
        return tree;
    }
    struct text constant;
    tree->template =
        template_compile(arena, functions, node->text, node->at, node->plain, diags);
    if (template_constant(tree->template, &constant))
        tree->constant = json_string(arena, constant);
    return tree;
}

static size_t count_constants(const struct tree *tree)
{
    size_t n = 0;
    for (size_t i = 0; i < tree->count; i++)
        n += tree->items[i]->constant != NULL;
    return n;
}

const struct tree *tree_compile(struct arena *arena, const struct generator *const *functions,
                                const struct node *node, struct diags *diags)
{
    if (node->kind == NODE_SCALAR)
        return compile_scalar(arena, functions, node, diags);
    struct tree *tree = arena_make(arena, struct tree);
    *tree = (struct tree){.kind = node->kind, .count = node->count, .at = node->at};
    tree->items = arena_array(arena, node->count + 1, const struct tree *);
    tree->names = arena_array(arena, node->count + 1, struct text);
    for (size_t i = 0; i < node->count; i++) {
        bool pair = node->kind == NODE_MAPPING;
        tree->names[i] = pair ? node->pairs[i].key->text : (struct text){0};
        tree->items[i] =
            tree_compile(arena, functions, pair ? node->pairs[i].value : node->items[i], diags);
    }
    if (count_constants(tree) == tree->count)
        tree->constant = node_to_json(arena, node);
    return tree;
}

const struct json *tree_constant(const struct tree *tree)
{
    return tree->constant;
}

bool tree_is_heavy(const struct tree *tree)
{
    if (tree->constant != NULL)
        return false;
    if (tree->template != NULL)
        return template_is_heavy(tree->template);
    for (size_t i = 0; i < tree->count; i++)
        if (tree_is_heavy(tree->items[i]))
            return true;
    return false;
}

struct place tree_place(const struct tree *tree)
{
    return tree->at;
}

static const struct json *mismatch(const struct json *value, const char *what,
                                   struct arena *arena, struct fault *ret)
{
    *ret = (struct fault){
        .phase = PHASE_ROBOT,
        .reason = REASON_TEMPLATE,
        .message = arena_printf(arena, "a %s tagged as %s is not one",
                                json_kind_name(value->kind), what),
    };
    return NULL;
}

static const struct json *typed(const struct json *value, enum node_tag tag,
                                struct arena *arena, struct fault *ret_fault)
{
    struct text text;
    int64_t whole;
    switch (tag) {
    case NODE_TAG_NONE:
        return value;
    case NODE_TAG_STR:
        return json_string(arena, json_to_text(arena, value));
    case NODE_TAG_INT:
    case NODE_TAG_FLOAT:
        text = json_to_text(arena, value);
        if (!json_is_number(text) || (tag == NODE_TAG_INT && !json_to_int(text, &whole)))
            return mismatch(value, "a number", arena, ret_fault);
        return json_number(arena, text);
    case NODE_TAG_BOOL:
        text = json_to_text(arena, value);
        if (!text_is(text, "true") && !text_is(text, "false"))
            return mismatch(value, "true or false", arena, ret_fault);
        return json_bool(text_is(text, "true"));
    case NODE_TAG_NULL:
        return json_null();
    }
    return value;
}

static const struct json *container_value(const struct tree *tree, struct scope *scope,
                                          struct arena *arena, struct fault *ret_fault)
{
    bool mapping = tree->kind == NODE_MAPPING;
    struct json *made =
        mapping ? json_object_new(arena, tree->count) : json_array_new(arena, tree->count);
    for (size_t i = 0; i < tree->count; i++) {
        const struct json *item = tree_value(tree->items[i], scope, arena, ret_fault);
        if (item == NULL)
            return NULL;
        if (mapping)
            json_set(arena, made, tree->names[i], item);
        else
            json_append(made, item);
    }
    return made;
}

const struct json *tree_value(const struct tree *tree, struct scope *scope, struct arena *arena,
                              struct fault *ret_fault)
{
    if (tree->constant != NULL)
        return tree->constant;
    if (tree->kind != NODE_SCALAR)
        return container_value(tree, scope, arena, ret_fault);
    const struct json *value = template_value(tree->template, scope, arena, ret_fault);
    return value != NULL ? typed(value, tree->tag, arena, ret_fault) : NULL;
}

void tree_variables(const struct tree *tree,
                    void (*seen)(struct text name, struct place at, void *listener),
                    void *listener)
{
    if (tree->constant == NULL && tree->kind == NODE_SCALAR)
        template_variables(tree->template, seen, listener);
    for (size_t i = 0; tree->constant == NULL && i < tree->count; i++)
        tree_variables(tree->items[i], seen, listener);
}
