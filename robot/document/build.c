/* SPDX-License-Identifier: Apache-2.0 */
/* build.c - the tree grows at the innermost unfinished collection.
 *
 * Weights are added up while reading: an alias costs what it stands for, so a bomb of aliases is
 * refused at the alias that crosses the limit, having cost nothing but additions. */

#include "document/build.h"
#include "base/arena.h"
#include "base/must.h"
#include "base/suggest.h"

#include <stdint.h>
#include <string.h>

void build_init(struct build *b, struct arena *arena, struct arena *scratch,
                struct diags *diags)
{
    *b = (struct build){.arena = arena, .scratch = scratch, .diags = diags};
    map_init(&b->anchors, scratch);
}

static struct frame *innermost(struct build *b)
{
    return b->depth > 0 ? &b->frames[b->depth - 1] : NULL;
}

const struct node *build_pending_key(const struct build *b)
{
    const struct frame *f = b->depth > 0 ? &b->frames[b->depth - 1] : NULL;
    bool pending = f != NULL && f->node->kind == NODE_MAPPING && f->count % 2 == 1;
    return pending ? f->items[f->count - 1] : NULL;
}

static void push_item(struct build *b, struct frame *f, const struct node *node)
{
    if (f->count == f->size) {
        size_t size = f->size > 0 ? f->size * 2 : 8;
        const struct node **items = arena_array(b->scratch, size, const struct node *);
        if (f->count > 0)
            memcpy(items, f->items, f->count * sizeof(const struct node *));
        f->items = items;
        f->size = size;
    }
    f->items[f->count++] = node;
}

static bool is_merge(const struct node *key)
{
    return key->kind == NODE_SCALAR && key->plain && key->tag == NODE_TAG_NONE &&
           text_is(key->text, "<<");
}

static void check_key(struct build *b, struct frame *f, const struct node *key)
{
    if (key->kind != NODE_SCALAR) {
        diag_add(b->diags, key->at, "a key must be a single word or text, not %s",
                 node_described(b->diags->arena, key));
        return;
    }
    const struct node *first = map_get(&f->keys, key->text);
    if (first == NULL) {
        map_put(&f->keys, key->text, (void *)(uintptr_t)key);
        return;
    }
    struct diag *d =
        diag_add(b->diags, key->at, "duplicate key %s", node_described(b->diags->arena, key));
    diag_cause(b->diags, d, first->at, "first given here");
    if (is_merge(key))
        d->hint = "merge several mappings with a list: <<: [*a, *b]";
}

/* Hangs a finished node, or an alias's, under the collection being read. */
static void add(struct build *b, const struct node *node)
{
    struct frame *f = innermost(b);
    if (f == NULL) {
        b->root = node;
        return;
    }
    if (f->node->kind == NODE_MAPPING && f->count % 2 == 0)
        check_key(b, f, node);
    push_item(b, f, node);
}

static bool spend(struct build *b, struct place at, size_t weight)
{
    b->nodes += weight;
    if (b->nodes <= YAML_MOST_NODES)
        return true;
    struct diag *d =
        diag_add(b->diags, at, "the document holds more than %d values", (int)YAML_MOST_NODES);
    if (weight > 1)
        d->hint = "what an alias stands for counts at each use";
    b->stopped = true;
    return false;
}

static bool descend(struct build *b, struct place at, int levels)
{
    if (b->depth + levels <= YAML_MOST_DEPTH)
        return true;
    diag_add(b->diags, at, "nested deeper than %d levels", (int)YAML_MOST_DEPTH);
    b->stopped = true;
    return false;
}

static struct node *introduce(struct build *b, const struct introduction *intro,
                              enum node_kind kind)
{
    struct node *node = arena_make(b->arena, struct node);
    *node = (struct node){.kind = kind, .at = intro->at, .tag = intro->tag};
    if (intro->anchor.length > 0)
        map_put(&b->anchors, intro->anchor, node);
    return node;
}

/* Of a number: whether it is written with a point or an exponent (the e of 0x1e is neither). */
static bool has_fraction(struct text number)
{
    return !text_starts_with(number, text_of("0x")) && strpbrk(number.at, ".eE") != NULL;
}

/* A tag is a promise about the text; what breaks it is told here, once. */
static void check_tag(struct build *b, const struct node *node)
{
    enum json_kind type = node_type(node);
    const char *what = NULL;
    switch (node->tag) {
    case NODE_TAG_NONE:
    case NODE_TAG_STR:
        return;
    case NODE_TAG_INT:
        what = type != JSON_NUMBER || has_fraction(node->text) ? "a whole number" : NULL;
        break;
    case NODE_TAG_FLOAT:
        what = type != JSON_NUMBER ? "a number" : NULL;
        break;
    case NODE_TAG_BOOL:
        what = type != JSON_TRUE && type != JSON_FALSE ? "true or false" : NULL;
        break;
    case NODE_TAG_NULL:
        what = type != JSON_NULL ? "null" : NULL;
        break;
    }
    if (what != NULL)
        diag_add(b->diags, node->at, "the tag promises %s, got %s", what,
                 node_described(b->diags->arena, node));
}

void build_scalar(struct build *b, const struct introduction *intro, struct text text,
                  bool plain)
{
    if (!spend(b, intro->at, 1))
        return;
    struct node *node = introduce(b, intro, NODE_SCALAR);
    node->text = text_copy(b->arena, text);
    node->plain = plain;
    node->weight = 1;
    check_tag(b, node);
    add(b, node);
}

void build_begin(struct build *b, const struct introduction *intro, enum node_kind kind)
{
    if (!spend(b, intro->at, 1) || !descend(b, intro->at, 1))
        return;
    struct node *node = introduce(b, intro, kind);
    b->frames[b->depth++] = (struct frame){.node = node, .flow = intro->flow};
    map_init(&b->frames[b->depth - 1].keys, b->scratch);
}

static const char *nearest_anchor(const struct build *b, struct text name)
{
    const char **names = arena_array(b->scratch, b->anchors.count + 1, const char *);
    for (size_t i = 0; i < b->anchors.count; i++)
        names[i] = text_string(b->diags->arena, b->anchors.entries[i].key);
    return suggest(name, names);
}

static void unknown_alias(struct build *b, struct place at, struct text name)
{
    struct diag *d =
        diag_add(b->diags, at, "unknown anchor \"%.*s\"", TEXT_ARGS(text_slice(name, 0, 200)));
    const char *near = nearest_anchor(b, name);
    d->hint = near != NULL ? arena_printf(b->diags->arena, "did you mean \"%s\"?", near)
                           : "an anchor (&name) must come before its aliases (*name)";
}

void build_alias(struct build *b, struct place at, struct text name)
{
    const struct node *target = map_get(&b->anchors, name);
    if (target != NULL && target->weight > 0) {
        if (spend(b, at, target->weight) && descend(b, at, target->height))
            add(b, target);
        return;
    }
    if (target == NULL)
        unknown_alias(b, at, name);
    else
        diag_add(b->diags, at, "alias to the value it is part of");
    /* An empty value takes its place, so that the rest can be read for more errors. */
    build_scalar(b, &(struct introduction){.at = at}, text_of(""), true);
}

static void finish_sequence(struct build *b, struct frame *f)
{
    const struct node **items = arena_array(b->arena, f->count, const struct node *);
    struct node *node = f->node;
    node->weight = 1;
    for (size_t i = 0; i < f->count; i++) {
        items[i] = f->items[i];
        node->weight += items[i]->weight;
        if (items[i]->height >= node->height)
            node->height = items[i]->height + 1;
    }
    node->items = items;
    node->count = (uint32_t)f->count;
}

/* The pairs of a finished mapping, while they are put together. */
struct pairs {
    struct node_pair *at;
    size_t count;
};

static void put_pair(struct node *node, struct pairs *pairs, const struct node *key,
                     const struct node *value)
{
    pairs->at[pairs->count++] = (struct node_pair){.key = key, .value = value};
    node->weight += key->weight + value->weight;
    if (value->height >= node->height)
        node->height = value->height + 1;
}

/* `<<: *base` or `<<: [*first, *second]`: what is there already wins. */
static void merge(struct build *b, struct frame *f, const struct node *value,
                  struct pairs *pairs)
{
    bool several = value->kind == NODE_SEQUENCE;
    const struct node *const *mappings = several ? value->items : &value;
    size_t count = several ? value->count : 1;
    for (size_t m = 0; m < count; m++) {
        if (mappings[m]->kind != NODE_MAPPING) {
            diag_add(b->diags, mappings[m]->at, "<< merges mappings, got %s",
                     node_described(b->diags->arena, mappings[m]));
            continue;
        }
        for (size_t i = 0; i < mappings[m]->count; i++) {
            const struct node_pair *pair = &mappings[m]->pairs[i];
            if (map_get(&f->keys, pair->key->text) != NULL)
                continue;
            map_put(&f->keys, pair->key->text, (void *)(uintptr_t)pair->key);
            put_pair(f->node, pairs, pair->key, pair->value);
        }
    }
}

/* Room for every pair: its own, and those of the mappings it merges. */
static size_t pairs_at_most(const struct frame *f)
{
    size_t count = 0;
    for (size_t i = 0; i + 1 < f->count; i += 2)
        count += is_merge(f->items[i]) ? f->items[i + 1]->weight : 1;
    return count;
}

static void finish_mapping(struct build *b, struct frame *f)
{
    struct pairs pairs = {.at = arena_array(b->arena, pairs_at_most(f), struct node_pair)};
    f->node->weight = 1;
    for (size_t i = 0; i + 1 < f->count; i += 2) {
        const struct node *key = f->items[i], *value = f->items[i + 1];
        if (is_merge(key))
            merge(b, f, value, &pairs);
        else if (key->kind == NODE_SCALAR)
            put_pair(f->node, &pairs, key, value);
    }
    f->node->pairs = pairs.at;
    f->node->count = (uint32_t)pairs.count;
}

void build_finish(struct build *b)
{
    must(b->depth > 0);
    struct frame *f = innermost(b);
    if (f->node->kind == NODE_SEQUENCE)
        finish_sequence(b, f);
    else
        finish_mapping(b, f);
    b->depth--;
    add(b, f->node);
}
