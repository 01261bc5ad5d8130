/* SPDX-License-Identifier: Apache-2.0 */
/* frames.c - the variables of a run: its globals, its own, and those of included journeys.
 *
 * What wins, highest first: --set, the row, the variant, the journey's variables, the environment's,
 * the robot's own (run_id, journey, environment, variant, repetition). An included journey sees the
 * globals, its own variables and what `with` gives it; nothing else of the journey around it. */

#include "base/arena.h"
#include "base/map.h"
#include "document/json.h"
#include "model/environment.h"
#include "plan/tree.h"
#include "run/judgement.h"
#include "run/state.h"

static bool is_set(const struct run *run, const char *name)
{
    const struct map *settings = run->order->settings;
    return settings != NULL && map_get(settings, text_of(name)) != NULL;
}

static bool bind_all(struct run *run, struct scope *in, struct scope *to,
                     const struct bindings *bindings, struct fault *ret_fault)
{
    for (size_t i = 0; i < bindings->count; i++) {
        const struct binding *b = &bindings->items[i];
        if (is_set(run, b->name))
            continue;
        const struct json *value = tree_value(b->value, in, run->arena, ret_fault);
        if (value == NULL) {
            ret_fault->message =
                arena_printf(run->arena, "variable %s: %s", b->name, ret_fault->message);
            return false;
        }
        scope_set(to, text_of(b->name), value);
    }
    return true;
}

static void set_string(struct run *run, const char *name, const char *value)
{
    if (value != NULL)
        scope_set(&run->globals, text_of(name), json_string_of(run->arena, value));
}

static void set_members(struct scope *scope, const struct json *object)
{
    for (size_t i = 0; object->kind == JSON_OBJECT && i < object->count; i++)
        scope_set(scope, object->items[i]->name, object->items[i]);
}

static void set_secrets(struct run *run, const struct journey *journey)
{
    for (size_t i = 0; i < journey->secret_count; i++)
        if (journey->secrets[i].value != NULL)
            scope_set(&run->globals, text_of(journey->secrets[i].name),
                      journey->secrets[i].value);
}

/* A rule that holds decides; else chance does, by weight, from the run's own stream. */
static bool choose_variant(struct run *run, struct fault *ret_fault)
{
    const struct journey *journey = run->journey;
    int64_t total = 0;
    for (size_t i = 0; i < journey->variant_count; i++) {
        const struct variant *v = &journey->variants[i];
        bool holds = false;
        if (v->when.count > 0 && !judgement_holds(run, &v->when, &holds, ret_fault))
            return false;
        if (holds) {
            run->variant = v;
            return true;
        }
        total += v->when.count == 0 ? v->weight : 0;
    }
    if (total <= 0)
        return true;
    int64_t draw = (int64_t)random_below(&run->random, (uint64_t)total);
    for (size_t i = 0; i < journey->variant_count; i++) {
        const struct variant *v = &journey->variants[i];
        draw -= v->when.count == 0 ? v->weight : 0;
        if (draw < 0) {
            run->variant = v;
            return true;
        }
    }
    return true;
}

static struct scope *open_scope(struct run *run, size_t frame)
{
    struct scope *scope = arena_make(run->arena, struct scope);
    scope_init(scope, &run->globals, run->arena);
    run->scopes[frame] = scope;
    return scope;
}

static void set_settings(struct run *run)
{
    const struct map *settings = run->order->settings;
    for (size_t i = 0; settings != NULL && i < settings->count; i++)
        scope_set(&run->globals, settings->entries[i].key, settings->entries[i].value);
}

static void note_canary(void *listener, const char *kind, struct text value)
{
    struct run *run = listener;
    struct canary_record *record = arena_make(run->arena, struct canary_record);
    *record = (struct canary_record){
        .canary = {.kind = arena_strdup(run->arena, kind),
                   .value = text_copy(run->arena, value)},
        .next = run->canaries,
    };
    run->canaries = record;
    run->canary_count++;
}

bool frames_begin(struct run *run, struct fault *ret_fault)
{
    const struct journey *journey = run->journey;
    scope_init(&run->globals, NULL, run->arena);
    run->globals.random = &run->random;
    run->globals.canary = note_canary;
    run->globals.listener = run;
    set_string(run, "run_id", run->id);
    set_string(run, "journey", journey->name);
    scope_set(&run->globals, text_of("repetition"),
              json_int(run->arena, run->order->repetition));
    set_secrets(run, journey);
    set_settings(run);
    if (journey->environment != NULL) {
        set_string(run, "environment", journey->environment->name);
        if (!bind_all(run, &run->globals, &run->globals, &journey->environment->variables,
                      ret_fault))
            return false;
    }
    struct scope *own = open_scope(run, 0);
    const struct json *row =
        journey->row_count > 0 ? journey->rows[run->order->row] : json_null();
    set_members(own, row);
    if (!bind_all(run, own, own, &journey->variables, ret_fault))
        return false;
    set_members(own, row);
    if (run->variant == NULL && !choose_variant(run, ret_fault))
        return false;
    if (run->variant == NULL)
        return true;
    set_string(run, "variant", run->variant->name);
    if (!bind_all(run, own, own, &run->variant->variables, ret_fault))
        return false;
    set_members(own, row);
    return true;
}

bool frame_enter(struct run *run, const struct frame *frame, struct fault *ret_fault)
{
    struct scope *parent = run->scopes[frame->parent->index];
    struct scope *own = open_scope(run, frame->index);
    set_secrets(run, frame->journey);
    /* `with` is evaluated outside, and wins over the included journey's own variables: those are
     * its defaults, which may be built on what was given. */
    if (!bind_all(run, parent, own, &frame->with, ret_fault))
        return false;
    for (size_t i = 0; i < frame->journey->variables.count; i++) {
        const struct bindings one = {.items = &frame->journey->variables.items[i], .count = 1};
        if (map_get(&own->variables, text_of(one.items->name)) == NULL &&
            !bind_all(run, own, own, &one, ret_fault))
            return false;
    }
    return true;
}

void frame_leave(struct run *run, const struct frame *frame)
{
    const struct scope *own = run->scopes[frame->index];
    struct scope *parent = run->scopes[frame->parent->index];
    for (const char *const *name = frame->returns; name != NULL && *name != NULL; name++) {
        const struct json *value = map_get(&own->variables, text_of(*name));
        if (value != NULL)
            scope_set(parent, text_of(*name), value);
    }
}
