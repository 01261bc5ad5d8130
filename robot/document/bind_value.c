/* SPDX-License-Identifier: Apache-2.0 */
/* bind_value.c - one value into one member, by its row's type. */

#include "base/arena.h"
#include "base/must.h"
#include "base/redact.h"
#include "base/suggest.h"
#include "base/units.h"
#include "document/bind.h"
#include "document/node.h"

#include <string.h>

/* Members are reached by offset; memcpy keeps that free of alignment and aliasing questions. */
static void store(void *into, size_t at, const void *value, size_t size)
{
    memcpy((char *)into + at, value, size);
}

static void store_pointer(void *into, size_t at, const void *pointer)
{
    store(into, at, &pointer, sizeof pointer);
}

static struct diag *wrong(struct reading *reading, const struct node *node,
                          const struct field *f)
{
    return bind_expected(reading, node, field_expected(reading->diags->arena, f));
}

static bool is_text(const struct node *node)
{
    return node->kind == NODE_SCALAR && !node_is_null(node);
}

static bool in_range(const struct field *f, int64_t value)
{
    return value >= f->least && (f->most == 0 || value <= f->most);
}

/* ---- single values ---- */

static bool flag(struct reading *reading, const struct node *node, const struct field *f,
                 void *into)
{
    enum json_kind type = node_type(node);
    bool truth = type == JSON_TRUE;
    if (truth || type == JSON_FALSE) {
        store(into, f->at, &truth, sizeof truth);
        return true;
    }
    struct diag *d = wrong(reading, node, f);
    if (text_equal_ignoring_case(node->text, text_of("yes")) ||
        text_equal_ignoring_case(node->text, text_of("on")))
        d->hint = "write true";
    if (text_equal_ignoring_case(node->text, text_of("no")) ||
        text_equal_ignoring_case(node->text, text_of("off")))
        d->hint = "write false";
    return false;
}

static bool whole_number(const struct node *node, int64_t *ret)
{
    if (node_type(node) != JSON_NUMBER)
        return false;
    struct arena *scratch = arena_new();
    bool right = json_to_int(node_to_json(scratch, node)->text, ret);
    arena_end(scratch);
    return right;
}

static bool quantity(struct reading *reading, const struct node *node, const struct field *f,
                     void *into)
{
    int64_t value = 0;
    bool understood = whole_number(node, &value);
    bool unit_forgotten = f->type == FIELD_DURATION && node_type(node) == JSON_NUMBER;
    if (f->type == FIELD_DURATION)
        understood = is_text(node) && duration_parse(node->text, &value);
    else if (f->type == FIELD_SIZE && !understood)
        understood = is_text(node) && size_parse(node->text, &value);
    if (understood && in_range(f, value)) {
        store(into, f->at, &value, sizeof value);
        return true;
    }
    struct diag *d = wrong(reading, node, f);
    if (unit_forgotten)
        d->hint = arena_printf(reading->diags->arena, "add a unit: %.*ss or %.*sms",
                               TEXT_ARGS(node->text), TEXT_ARGS(node->text));
    else if (f->type == FIELD_DURATION && is_text(node) && duration_is_too_long(node->text))
        d->hint = "3650d is the most";
    else if (f->type == FIELD_COUNT && node->kind == NODE_SCALAR && !node->plain)
        d->hint = "write it without quotes";
    return false;
}

static bool word(struct reading *reading, const struct node *node, const struct field *f,
                 int *ret)
{
    for (const struct word *w = f->words; is_text(node) && w->name != NULL; w++)
        if (text_is(node->text, w->name)) {
            *ret = w->value;
            return true;
        }
    struct diag *d = wrong(reading, node, f);
    struct arena *arena = reading->diags->arena;
    const char *near =
        is_text(node) ? suggest(node->text, field_word_names(arena, f->words)) : NULL;
    if (near != NULL)
        d->hint = arena_printf(arena, "did you mean \"%s\"?", near);
    return false;
}

/* A literal: "$${" reads as "${", as it does in templates; a placeholder would stay unfilled. */
static const char *literal(struct reading *reading, const struct node *node)
{
    char *copy = arena_alloc(reading->arena, node->text.length + 1), *end = copy;
    for (size_t i = 0; i < node->text.length; i++) {
        struct text rest = text_slice(node->text, i, node->text.length);
        if (text_starts_with(rest, text_of("${"))) {
            diag_add(reading->diags, node->at, "${...} cannot be used here")->hint =
                "this value is read before any variable is set; for a literal ${ write $${";
            return NULL;
        }
        *end++ = rest.at[0];
        if (text_starts_with(rest, text_of("$${"))) {
            *end++ = '{';
            i += 2;
        }
    }
    return copy;
}

static bool text(struct reading *reading, const struct node *node, const struct field *f,
                 const char **ret)
{
    if (!is_text(node)) {
        wrong(reading, node, f);
        return false;
    }
    *ret = literal(reading, node);
    return *ret != NULL;
}

static bool template(struct reading *reading, const struct node *node, const struct field *f,
                     void *into)
{
    must(reading->template != NULL);
    if (!is_text(node)) {
        wrong(reading, node, f);
        return false;
    }
    const struct template *made = reading->template(reading, node);
    store_pointer(into, f->at, made);
    return made != NULL;
}

static bool tree(struct reading *reading, const struct node *node, const struct field *f,
                 void *into)
{
    must(reading->tree != NULL);
    const struct tree *made = reading->tree(reading, node);
    store_pointer(into, f->at, made);
    return made != NULL;
}

/* ---- many values ---- */

static bool count_fits(struct reading *reading, const struct node *node, const struct field *f,
                       size_t count, void *into)
{
    if (!in_range(f, (int64_t)count)) {
        diag_add(reading->diags, node->at, "expected %s, got %zu",
                 field_expected(reading->diags->arena, f), count);
        return false;
    }
    if (f->count_at != 0)
        store(into, f->count_at, &count, sizeof count);
    return true;
}

/* The items of a list; one alone stands for a list of it. */
struct items {
    const struct node *const *at;
    size_t count;
};

static struct items items_of(const struct node *const *node)
{
    if ((*node)->kind == NODE_SEQUENCE)
        return (struct items){.at = (*node)->items, .count = (*node)->count};
    return (struct items){.at = node, .count = 1};
}

static bool words(struct reading *reading, const struct node *node, const struct field *f,
                  void *into)
{
    struct items items = items_of(&node);
    int all = 0;
    bool right = true;
    for (size_t i = 0; i < items.count; i++) {
        int one = 0;
        right &= word(reading, items.at[i], f, &one);
        all |= one;
    }
    store(into, f->at, &all, sizeof all);
    return right;
}

static bool texts(struct reading *reading, const struct node *node, const struct field *f,
                  void *into)
{
    struct items items = items_of(&node);
    const char **all = arena_array(reading->arena, items.count + 1, const char *);
    struct place *places = arena_array(reading->arena, items.count + 1, struct place);
    bool right = count_fits(reading, node, f, items.count, into);
    for (size_t i = 0; i < items.count; i++)
        places[i] = items.at[i]->at;
    if (f->places_at != 0)
        store_pointer(into, f->places_at, places);
    for (size_t i = 0; i < items.count; i++)
        right &= text(reading, items.at[i], &(struct field){.type = FIELD_TEXT}, &all[i]);
    store_pointer(into, f->at, all);
    return right;
}

static bool list(struct reading *reading, const struct node *node, const struct field *f,
                 void *into)
{
    if (node->kind != NODE_SEQUENCE && (!f->single || node_is_null(node))) {
        wrong(reading, node, f);
        return false;
    }
    struct items items = items_of(&node);
    char *all = arena_alloc(reading->arena, items.count * f->of->size);
    bool right = count_fits(reading, node, f, items.count, into);
    for (size_t i = 0; i < items.count; i++)
        right &= bind_fields(reading, items.at[i], f->of, all + i * f->of->size);
    store_pointer(into, f->at, all);
    return right;
}

static bool map(struct reading *reading, const struct node *node, const struct field *f,
                void *into)
{
    if (node->kind != NODE_MAPPING) {
        wrong(reading, node, f);
        return false;
    }
    char *all = arena_alloc(reading->arena, node->count * f->of->size);
    bool right = count_fits(reading, node, f, node->count, into);
    for (size_t i = 0; i < node->count; i++)
        right &= bind_entry(reading, &node->pairs[i], f->of, all + i * f->of->size);
    store_pointer(into, f->at, all);
    return right;
}

static bool pointer(struct reading *reading, const struct node *node, const struct field *f,
                    void *into)
{
    void *made = arena_alloc(reading->arena, f->of->size);
    bool right = bind_fields(reading, node, f->of, made);
    store_pointer(into, f->at, made);
    return right;
}

/* ---- any ---- */

static bool by_type(struct reading *reading, const struct node *node, const struct field *f,
                    void *into)
{
    int number = 0;
    const char *string = NULL;
    bool right = false;
    if (f->place_at != 0)
        store(into, f->place_at, &node->at, sizeof node->at);
    switch (f->type) {
    case FIELD_UNSET:
        must(f->type != FIELD_UNSET);
        return false;
    case FIELD_FLAG:
        return flag(reading, node, f, into);
    case FIELD_COUNT:
    case FIELD_DURATION:
    case FIELD_SIZE:
        return quantity(reading, node, f, into);
    case FIELD_WORD:
        right = word(reading, node, f, &number);
        store(into, f->at, &number, sizeof number);
        return right;
    case FIELD_WORDS:
        return words(reading, node, f, into);
    case FIELD_TEXT:
        right = text(reading, node, f, &string);
        store_pointer(into, f->at, string);
        return right;
    case FIELD_TEXTS:
        return texts(reading, node, f, into);
    case FIELD_TEMPLATE:
        return template(reading, node, f, into);
    case FIELD_TREE:
        return tree(reading, node, f, into);
    case FIELD_NODE:
        store_pointer(into, f->at, node);
        return true;
    case FIELD_STRUCT:
        return bind_fields(reading, node, f->of, (char *)into + f->at);
    case FIELD_POINTER:
        return pointer(reading, node, f, into);
    case FIELD_LIST:
        return list(reading, node, f, into);
    case FIELD_MAP:
        return map(reading, node, f, into);
    case FIELD_CUSTOM:
        return f->custom->read(reading, node, f, into);
    }
    return false;
}

/* "${name}" is what lint leaves of a secret it does not fetch. */
static void hide(const struct node *node, const struct field *f)
{
    if (node->kind == NODE_SCALAR && text_find(node->text, text_of("${"), 0) < 0)
        redact_add(node->text, f->name);
}

/* What is refused is no secret yet: its error must be readable. */
bool bind_value(struct reading *reading, const struct node *node, const struct field *f,
                void *into)
{
    bool right = by_type(reading, node, f, into);
    if (right && f->secret)
        hide(node, f);
    return right;
}
