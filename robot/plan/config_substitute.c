/* SPDX-License-Identifier: Apache-2.0 */
/* config_substitute.c - ${secret} and ${env('NAME')} in a configuration, put in after YAML is parsed.
 *
 * Scalar by scalar, so that no value can change the structure of the file; `${` within a value is
 * escaped for the field reader. A secret whose value is not known (lint does not fetch them) leaves
 * its scalar marked: nothing can be said about it. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/suggest.h"
#include "document/json.h"
#include "document/node.h"
#include "plan/config_reading.h"
#include "plan/expression.h"
#include "plan/template.h"

enum { MOST_SCALAR_BYTES = 256 * 1024, MOST_SECRETS = 1000 };

struct substitution {
    struct loader *loader;
    const struct known_secret *secrets;
    size_t count;
    struct unknown_values *unknown;
    bool all_known; /* of the scalar at hand */
};

/* `${` in a text reads as a placeholder to whoever reads it next; `$${` is the two bytes. */
static void add_escaped(struct buffer *out, struct text value)
{
    for (size_t i = 0; i < value.length; i++) {
        if (value.at[i] == '$' && i + 1 < value.length && value.at[i + 1] == '{')
            buffer_add_char(out, '$');
        buffer_add_char(out, value.at[i]);
    }
}

static void tell_unknown(const struct substitution *s, const struct expression *e)
{
    const char *names[MOST_SECRETS + 1];
    size_t n = 0;
    struct arena *arena = s->loader->arena;
    for (; n < s->count && n < MOST_SECRETS; n++)
        names[n] = s->secrets[n].name;
    names[n] = NULL;
    struct diag *d = diag_add(s->loader->diags, e->at, "no secret \"%.*s\" under `secrets:`",
                              TEXT_ARGS(e->name));
    const char *near = suggest(e->name, names);
    if (near != NULL)
        d->hint = arena_printf(arena, "did you mean \"%s\"?", near);
}

static void add_expression(struct substitution *s, const struct expression *e,
                           struct buffer *out)
{
    if (e->kind == EXPRESSION_CONSTANT && e->path_length == 0) {
        add_escaped(out, json_to_text(s->loader->arena, e->constant));
        return;
    }
    if (e->kind != EXPRESSION_VARIABLE || e->path_length > 0) {
        diag_add(s->loader->diags, e->at, "only secrets, env() and file() can be used here");
        s->all_known = false;
        return;
    }
    for (size_t i = 0; i < s->count; i++) {
        if (text_is(e->name, s->secrets[i].name)) {
            s->all_known &= s->secrets[i].value.length > 0;
            add_escaped(out, s->secrets[i].value);
            return;
        }
    }
    tell_unknown(s, e);
    s->all_known = false;
}

static void mark_unknown(const struct substitution *s, struct place at)
{
    struct unknown_values *unknown = s->unknown;
    if (unknown->count < MOST_UNKNOWN)
        unknown->at[unknown->count++] = at;
}

static void fill(struct substitution *s, const struct node *node, struct buffer *out)
{
    struct loader *loader = s->loader;
    int before = loader->diags->count;
    const struct template *t =
        template_compile(loader->arena, loader->vocabulary->generators, node->text, node->at,
                         node->plain, loader->diags);
    s->all_known = t != NULL && loader->diags->count == before;
    for (size_t i = 0; t != NULL && i < t->count; i++)
        if (t->parts[i].expression != NULL)
            add_expression(s, t->parts[i].expression, out);
        else
            add_escaped(out, t->parts[i].literal);
    if (out->full)
        diag_add(loader->diags, node->at, "the value is longer than %d bytes",
                 MOST_SCALAR_BYTES);
}

/* A plain scalar stays one, so that ${env('PORT')} can be a number; but nothing is put in as null. */
static const struct node *scalar(struct substitution *s, const struct node *node)
{
    struct arena *arena = s->loader->arena;
    if (text_find(node->text, text_of("${"), 0) < 0)
        return node;
    struct buffer out;
    buffer_init(&out, MOST_SCALAR_BYTES);
    fill(s, node, &out);
    struct node *made = arena_make(arena, struct node);
    *made = *node;
    made->text = s->all_known ? text_copy(arena, buffer_text(&out)) : text_of("secret");
    if (node_is_null(made))
        made->plain = false;
    if (!s->all_known)
        mark_unknown(s, node->at);
    buffer_done(&out);
    return made;
}

static const struct node *substitute(struct substitution *s, const struct node *node)
{
    struct arena *arena = s->loader->arena;
    if (node->kind == NODE_SCALAR)
        return scalar(s, node);
    struct node *made = arena_make(arena, struct node);
    *made = *node;
    if (node->kind == NODE_SEQUENCE) {
        const struct node **items = arena_array(arena, node->count + 1, const struct node *);
        for (size_t i = 0; i < node->count; i++)
            items[i] = substitute(s, node->items[i]);
        made->items = items;
        return made;
    }
    struct node_pair *pairs = arena_array(arena, node->count + 1, struct node_pair);
    for (size_t i = 0; i < node->count; i++)
        pairs[i] = (struct node_pair){.key = node->pairs[i].key,
                                      .value = substitute(s, node->pairs[i].value)};
    made->pairs = pairs;
    return made;
}

/* The secrets' own section says where values come from: it is not filled with them. */
const struct node *config_substitute(struct loader *loader, const struct node *root,
                                     const struct known_secrets *secrets,
                                     struct unknown_values *ret_unknown)
{
    struct arena *arena = loader->arena;
    struct substitution s = {.loader = loader,
                             .secrets = secrets->items,
                             .count = secrets->count,
                             .unknown = ret_unknown};
    if (root->kind != NODE_MAPPING)
        return root;
    struct node *made = arena_make(arena, struct node);
    struct node_pair *pairs = arena_array(arena, root->count + 1, struct node_pair);
    for (size_t i = 0; i < root->count; i++) {
        pairs[i] = root->pairs[i];
        if (!text_is(pairs[i].key->text, "secrets"))
            pairs[i].value = substitute(&s, pairs[i].value);
    }
    *made = *root;
    made->pairs = pairs;
    return made;
}
