/* SPDX-License-Identifier: Apache-2.0 */
/* bind.c - a mapping's keys against a table's rows.
 *
 * What is given is read in the order of the document, so that errors come in the order of the
 * file; what is missing is looked at after that. No row is looked up twice for its own sake: both
 * sides are short, and nothing has to be remembered between the two passes. */

#include "document/bind.h"
#include "base/arena.h"
#include "base/must.h"
#include "base/suggest.h"
#include "document/node.h"

#include <string.h>

enum { MOST_KEY = 100 }; /* bytes of a wrong key repeated in an error */

static const char *join(struct arena *arena, const char *const *names)
{
    const char *all = *names != NULL ? *names : "";
    for (size_t i = 1; *names != NULL && names[i] != NULL; i++)
        all = arena_printf(arena, "%s, %s", all, names[i]);
    return all;
}

static const struct node_pair *pair_named(const struct node *node, const char *name)
{
    if (node->kind != NODE_MAPPING || name == NULL)
        return NULL;
    for (size_t i = 0; i < node->count; i++)
        if (text_is(node->pairs[i].key->text, name))
            return &node->pairs[i];
    return NULL;
}

/* By either of its spellings. */
static const struct node_pair *pair_of(const struct node *node, const struct field *f)
{
    const struct node_pair *pair = pair_named(node, f->name);
    return pair != NULL ? pair : pair_named(node, f->also);
}

static bool is_shorthand(const struct node *node, const struct field_table *table)
{
    return node->kind != NODE_MAPPING && table->shorthand != NULL && !node_is_null(node);
}

static bool is_given(const struct node *node, const struct field_table *table,
                     const struct field *f)
{
    if (is_shorthand(node, table))
        return strcmp(table->shorthand, f->name) == 0;
    return pair_of(node, f) != NULL;
}

/* ---- keys that are there ---- */

static void unknown_key(struct reading *reading, const struct node *key,
                        const struct field_table *table)
{
    struct arena *arena = reading->diags->arena;
    struct text shown = text_slice(key->text, 0, MOST_KEY);
    struct diag *d =
        diag_add(reading->diags, key->at, "unknown key \"%.*s\"", TEXT_ARGS(shown));
    const char *const *names = field_names(arena, table);
    const char *near = suggest(key->text, names);
    d->hint = near != NULL ? arena_printf(arena, "did you mean \"%s\"?", near)
                           : arena_printf(arena, "valid keys: %s", join(arena, names));
}

static void bind_pair(struct reading *reading, const struct node *node,
                      const struct node_pair *pair, const struct field_table *table, void *into)
{
    const struct field *f = field_find(table, pair->key->text);
    if (f == NULL) {
        unknown_key(reading, pair->key, table);
        return;
    }
    const struct node_pair *first = pair_named(node, f->name);
    if (first != NULL && first != pair) {
        struct diag *d = diag_add(reading->diags, pair->key->at,
                                  "\"%s\" is another name of \"%s\"", f->also, f->name);
        diag_cause(reading->diags, d, first->key->at, "given here, too");
        return;
    }
    bind_value(reading, pair->value, f, into);
}

static void bind_given(struct reading *reading, const struct node *node,
                       const struct field_table *table, void *into)
{
    if (node->kind == NODE_MAPPING)
        for (size_t i = 0; i < node->count; i++)
            bind_pair(reading, node, &node->pairs[i], table, into);
    else if (is_shorthand(node, table))
        bind_value(reading, node, field_find(table, text_of(table->shorthand)), into);
}

/* ---- keys that are not ---- */

/* Its value keeps nothing of the node but the bytes that were written, which are the table's. */
static bool is_plain(const struct field *f)
{
    bool single = f->type == FIELD_FLAG || f->type == FIELD_COUNT ||
                  f->type == FIELD_DURATION || f->type == FIELD_SIZE || f->type == FIELD_WORD ||
                  f->type == FIELD_TEXT;
    return single && f->fallback[0] != '\0' && strchr("[{\"'", f->fallback[0]) == NULL;
}

static void set_fallback(struct reading *reading, const struct field *f, void *into)
{
    const struct node plain = {
        .kind = NODE_SCALAR, .text = text_of(f->fallback), .plain = true, .weight = 1};
    must(
        bind_value(reading, is_plain(f) ? &plain : field_fallback(reading->arena, f), f, into));
}

static void set_absent(struct reading *reading, const struct field *f, void *into)
{
    must(f->text != NULL && f->type != FIELD_UNSET);
    if (f->fallback != NULL)
        set_fallback(reading, f, into);
    else if (f->type == FIELD_STRUCT)
        bind_defaults(reading, f->of, (char *)into + f->at);
}

void bind_defaults(struct reading *reading, const struct field_table *table, void *into)
{
    memset(into, 0, table->size);
    if (table->whole != NULL)
        set_absent(reading, table->whole, into);
    for (const struct field *f = table->fields; f != NULL && f->name != NULL; f++)
        set_absent(reading, f, into);
}

static void bind_missing(struct reading *reading, const struct node *node,
                         const struct field_table *table, void *into)
{
    for (const struct field *f = table->fields; f->name != NULL; f++) {
        if (is_given(node, table, f))
            continue;
        if (!f->required) {
            set_absent(reading, f, into);
            continue;
        }
        struct diag *d = diag_add(reading->diags, node->at, "missing key \"%s\"", f->name);
        d->hint = arena_printf(reading->diags->arena, "%s: %s", f->name, f->text);
    }
}

static void two_of_a_choice(struct reading *reading, const struct field_choice *choice,
                            const struct node *first, const struct node *second)
{
    struct diag *d = diag_add(reading->diags, second->at, "expected one %s, got two: %s and %s",
                              choice->what, first->text.at, second->text.at);
    diag_cause(reading->diags, d, first->at, "first given here");
}

static void check_choice(struct reading *reading, const struct node *node,
                         const struct field_table *table, const struct field_choice *choice)
{
    const struct node *first = NULL;
    for (const char *const *name = choice->names; *name != NULL; name++) {
        const struct node_pair *pair = pair_of(node, field_find(table, text_of(*name)));
        if (pair != NULL && first != NULL)
            two_of_a_choice(reading, choice, first, pair->key);
        else if (pair != NULL)
            first = pair->key;
    }
    if (first == NULL && choice->required)
        diag_add(reading->diags, node->at, "missing %s", choice->what)->hint = arena_printf(
            reading->diags->arena, "one of: %s", join(reading->diags->arena, choice->names));
}

/* ---- the whole ---- */

static void bind_keys(struct reading *reading, const struct node *node,
                      const struct field_table *table, void *into)
{
    if (node->kind != NODE_MAPPING && !is_shorthand(node, table)) {
        bind_expected(reading, node, "a mapping")->hint = arena_printf(
            reading->diags->arena, "keys of %s: %s", table->name,
            join(reading->diags->arena, field_names(reading->diags->arena, table)));
        return;
    }
    bind_given(reading, node, table, into);
    bind_missing(reading, node, table, into);
    if (node->kind != NODE_MAPPING)
        return; /* one key alone: it was not chosen against another */
    const struct field_choice *choice = table->choices;
    for (; choice != NULL && choice->names != NULL; choice++)
        check_choice(reading, node, table, choice);
}

static bool bind_all(struct reading *reading, const struct node *node,
                     const struct field_table *table, void *into)
{
    int before = reading->diags->count;
    if (table->place_at != 0)
        memcpy((char *)into + table->place_at, &node->at, sizeof node->at);
    if (table->whole != NULL)
        bind_value(reading, node, table->whole, into);
    else
        bind_keys(reading, node, table, into);
    if (reading->diags->count == before && table->check != NULL)
        table->check(reading, node, into);
    return reading->diags->count == before;
}

bool bind_fields(struct reading *reading, const struct node *node,
                 const struct field_table *table, void *into)
{
    memset(into, 0, table->size);
    return bind_all(reading, node, table, into);
}

bool bind_entry(struct reading *reading, const struct node_pair *pair,
                const struct field_table *table, void *into)
{
    const char *name = text_string(reading->arena, pair->key->text);
    memset(into, 0, table->size);
    if (table->has_name)
        memcpy((char *)into + table->name_at, &name, sizeof name);
    if (table->name_place_at != 0)
        memcpy((char *)into + table->name_place_at, &pair->key->at, sizeof pair->key->at);
    return bind_all(reading, pair->value, table, into);
}

struct diag *bind_expected(struct reading *reading, const struct node *node, const char *what)
{
    struct diag *d = diag_add(reading->diags, node->at, "expected %s, got %s", what,
                              node_described(reading->diags->arena, node));
    if (node_is_null(node))
        d->hint = "give a value, or remove the key";
    return d;
}
