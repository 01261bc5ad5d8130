/* SPDX-License-Identifier: Apache-2.0 */
/* known.c - a variable that nobody sets is a mistake of the author, found before anything runs.
 *
 * Walks the steps in order with the names known so far in each frame: the robot's own, --set, the
 * environment's, secrets, row fields, variants' and the journey's variables, then captures and what
 * includes return. A step that only might run still counts: skipping is decided at run time. */

#include "base/arena.h"
#include "base/map.h"
#include "base/suggest.h"
#include "document/field.h"
#include "document/json.h"
#include "model/step_kind.h"
#include "model/subject.h"
#include "plan/loader.h"
#include "plan/template.h"
#include "plan/tree.h"

#include <string.h>

enum { MOST_SUGGESTED = 256 };

struct known {
    struct loader *loader;
    struct arena *arena; /* of the names, which nobody needs when they have been looked at */
    struct map globals;
    struct map *frames; /* by frame index */
    size_t frame;       /* the one whose templates are being looked at */
    bool right;         /* nothing was wrong so far */
};

static void learn(struct known *k, struct map *in, const char *name)
{
    map_put(in, text_of(name), k);
}

static void complain(struct known *k, struct text name, struct place at, const char *near)
{
    struct diag *d = diag_add(k->loader->diags, at,
                              "no variable \"%.*s\" is set before this point", TEXT_ARGS(name));
    if (near != NULL)
        d->hint = arena_printf(k->loader->arena, "did you mean \"%s\"?", near);
    else if (k->loader->environment == NULL)
        d->hint = "variables of an environment are known with --env";
}

static void seen(struct text name, struct place at, void *listener)
{
    struct known *k = listener;
    const struct map *own = &k->frames[k->frame];
    const char *names[MOST_SUGGESTED + 1];
    size_t n = 0;
    if (map_get(own, name) != NULL || map_get(&k->globals, name) != NULL)
        return;
    for (size_t i = 0; i < own->count && n < MOST_SUGGESTED; i++)
        names[n++] = text_string(k->loader->arena, own->entries[i].key);
    for (size_t i = 0; i < k->globals.count && n < MOST_SUGGESTED; i++)
        names[n++] = text_string(k->loader->arena, k->globals.entries[i].key);
    names[n] = NULL;
    const char *near = suggest(name, names);
    if (k->right || near != NULL)
        complain(k, name, at, near);
    map_put(&k->frames[k->frame], name, k); /* told once */
}

static void check_bindings(struct known *k, const struct bindings *bindings, struct map *into)
{
    for (size_t i = 0; i < bindings->count; i++) {
        if (bindings->items[i].value != NULL)
            tree_variables(bindings->items[i].value, seen, k);
        learn(k, into, bindings->items[i].name);
    }
}

static void check_assertions(struct known *k, const struct assertions *asked)
{
    for (size_t i = 0; i < asked->count; i++) {
        const struct assertion *a = &asked->items[i];
        if (a->question.operand != NULL)
            template_variables(a->question.operand, seen, k);
        for (size_t e = 0; e < a->expectation_count; e++)
            if (a->expectations[e].operand != NULL)
                tree_variables(a->expectations[e].operand, seen, k);
    }
}

/* The kind's own keys, by its field table: whatever is a template is looked at. */
static void check_fields(struct known *k, const struct field_table *table, const char *params);

static void check_rows(struct known *k, const struct field *field, const char *params)
{
    const char *rows;
    size_t count;
    memcpy(&rows, params + field->at, sizeof rows);
    memcpy(&count, params + field->count_at, sizeof count);
    for (size_t i = 0; i < count; i++)
        check_fields(k, field->of, rows + i * field->of->size);
}

static void check_field(struct known *k, const struct field *field, const char *params)
{
    const void *value;
    switch (field->type) {
    case FIELD_TEMPLATE:
        memcpy(&value, params + field->at, sizeof value);
        if (value != NULL)
            template_variables(value, seen, k);
        return;
    case FIELD_TREE:
        memcpy(&value, params + field->at, sizeof value);
        if (value != NULL)
            tree_variables(value, seen, k);
        return;
    case FIELD_STRUCT:
        check_fields(k, field->of, params + field->at);
        return;
    case FIELD_POINTER:
        memcpy(&value, params + field->at, sizeof value);
        if (value != NULL)
            check_fields(k, field->of, value);
        return;
    case FIELD_LIST:
    case FIELD_MAP:
        check_rows(k, field, params);
        return;
    case FIELD_UNSET:
    case FIELD_FLAG:
    case FIELD_COUNT:
    case FIELD_DURATION:
    case FIELD_SIZE:
    case FIELD_WORD:
    case FIELD_WORDS:
    case FIELD_TEXT:
    case FIELD_TEXTS:
    case FIELD_NODE:
    case FIELD_CUSTOM:
        return;
    }
}

static void check_fields(struct known *k, const struct field_table *table, const char *params)
{
    if (table->whole != NULL)
        check_field(k, table->whole, params);
    for (const struct field *f = table->fields; f != NULL && f->name != NULL; f++)
        check_field(k, f, params);
}

static void open_frame(struct known *k, const struct frame *frame)
{
    struct map *own = &k->frames[frame->index];
    map_init(own, k->arena);
    for (size_t i = 0; i < frame->journey->secret_count; i++)
        learn(k, own, frame->journey->secrets[i].name);
    if (frame->parent != NULL) {
        k->frame = frame->parent->index;
        check_bindings(k, &frame->with, own);
    }
    k->frame = frame->index;
    check_bindings(k, &frame->journey->variables, own);
}

static void close_frame(struct known *k, const struct frame *frame, struct place at)
{
    k->frame = frame->index;
    for (const char *const *name = frame->returns; name != NULL && *name != NULL; name++) {
        if (map_get(&k->frames[frame->index], text_of(*name)) == NULL)
            diag_add(k->loader->diags, at, "%s sets no variable \"%s\" to return",
                     frame->journey->name, *name);
        learn(k, &k->frames[frame->parent->index], *name);
    }
}

static void check_step(struct known *k, const struct step *step)
{
    k->frame = step->frame->index;
    if (step->role == STEP_ENTERS)
        k->frame = step->frame->parent->index;
    check_assertions(k, &step->only_if);
    check_assertions(k, &step->skip_if);
    if (step->role == STEP_ENTERS)
        open_frame(k, step->frame);
    if (step->role == STEP_LEAVES)
        close_frame(k, step->frame, step->at);
    if (step->role != STEP_ACTS)
        return;
    if (step->kind != NULL && step->params != NULL)
        check_fields(k, step->kind->fields, step->params);
    if (step->repeat != NULL)
        check_assertions(k, &step->repeat->until);
    check_assertions(k, &step->asserts);
    for (size_t i = 0; i < step->capture_count; i++) {
        const struct capture *c = &step->captures[i];
        if (c->question.operand != NULL)
            template_variables(c->question.operand, seen, k);
        if (c->fallback != NULL)
            tree_variables(c->fallback, seen, k);
        learn(k, &k->frames[step->frame->index], c->name);
    }
}

static void learn_globals(struct known *k, const struct journey *journey)
{
    static const char *const own[] = {"run_id",  "journey",    "environment",
                                      "variant", "repetition", NULL};
    const struct map *settings = k->loader->options->settings;
    const struct map *anywhere = k->loader->environment_names;
    for (const char *const *name = own; *name != NULL; name++)
        learn(k, &k->globals, *name);
    for (size_t i = 0; settings != NULL && i < settings->count; i++)
        map_put(&k->globals, settings->entries[i].key, k);
    for (size_t i = 0; anywhere != NULL && i < anywhere->count; i++)
        map_put(&k->globals, anywhere->entries[i].key, k);
    const struct environment *e = journey->environment;
    for (size_t i = 0; e != NULL && i < e->variables.count; i++)
        learn(k, &k->globals, e->variables.items[i].name);
}

void check_variables(struct loader *loader, const struct journey *journey, bool right)
{
    struct arena *scratch = arena_new();
    struct known k = {.loader = loader, .arena = scratch, .right = right};
    k.frames = arena_array(scratch, journey->frame_count, struct map);
    map_init(&k.globals, scratch);
    learn_globals(&k, journey);
    /* Row fields come before the journey's variables, which may be built on them. */
    const struct json *row = journey->row_count > 0 ? journey->rows[0] : NULL;
    for (size_t i = 0; row != NULL && i < row->count; i++)
        map_put(&k.globals, row->items[i]->name, &k);
    open_frame(&k, journey->frames[0]);
    for (size_t i = 0; i < journey->variant_count; i++) {
        check_assertions(&k, &journey->variants[i].when);
        check_bindings(&k, &journey->variants[i].variables, &k.frames[0]);
    }
    for (size_t i = 0; i < journey->step_count; i++)
        check_step(&k, &journey->steps[i]);
    arena_end(scratch);
}
