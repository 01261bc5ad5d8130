/* SPDX-License-Identifier: Apache-2.0 */
/* flatten.c - includes become steps of the journey, between an ENTERS and a LEAVES.
 *
 * So a run walks one list, a report shows one list, and an included journey keeps its own room of
 * variables: see frames in robot/run. */

#include "base/arena.h"
#include "base/map.h"
#include "model/step_kind.h"
#include "plan/loader.h"
#include "plan/template.h"
#include "plan/tree.h"
#include "plan/weight.h"

#include <string.h>

enum { MOST_STEPS = 2000, MOST_FRAMES = 64, MOST_DEPTH = 8 };

static const struct field include_fields[] = {
    {.name = "file",
     .type = FIELD_TEXT,
     .at = offsetof(struct include, file),
     .place_at = offsetof(struct include, file_at),
     .required = true,
     .text = "the journey whose steps stand here, relative to this file"},
    {0},
};
const struct field_table include_table = {.name = "include",
                                          .text = "the steps of another journey",
                                          .size = sizeof(struct include),
                                          .fields = include_fields,
                                          .shorthand = "file"};

struct flattening {
    struct loader *loader;
    struct step steps[MOST_STEPS];
    size_t step_count;
    const struct frame *frames[MOST_FRAMES];
    size_t frame_count;
};

static void flatten_steps(struct flattening *f, const struct raw_journey *raw,
                          const struct frame *frame, bool always, int depth);

static struct step *add_step(struct flattening *f, const struct step *step,
                             const struct frame *frame, enum step_role role)
{
    if (f->step_count == MOST_STEPS) {
        return NULL;
    }
    struct step *added = &f->steps[f->step_count];
    *added = *step;
    added->role = role;
    added->index = f->step_count++;
    added->frame = frame;
    const char *kind =
        step->kind != NULL ? step->kind->name : "step"; /* wrong ones have none */
    if (added->name == NULL)
        added->name = arena_printf(f->loader->arena, "%s %zu", kind, added->index + 1);
    return added;
}

static const struct frame *add_frame(struct flattening *f, const struct frame *parent,
                                     const struct raw_journey *raw, const struct step *step)
{
    if (f->frame_count == MOST_FRAMES) {
        diag_add(f->loader->diags, step->at, "more than %d includes", MOST_FRAMES);
        return NULL;
    }
    struct frame *frame = arena_make(f->loader->arena, struct frame);
    *frame = (struct frame){.index = f->frame_count,
                            .parent = parent,
                            .journey = &raw->journey,
                            .with = step->with,
                            .returns = step->returns,
                            .title = step->name != NULL ? step->name : raw->journey.name};
    f->frames[f->frame_count++] = frame;
    return frame;
}

static bool includes_itself(const struct loading *loading, const struct source *source)
{
    for (; loading != NULL; loading = loading->from)
        if (strcmp(loading->source->name, source->name) == 0)
            return true;
    return false;
}

/* Errors found inside an included file tell through which includes it was reached. */
static void add_causes(struct loader *loader, struct diag **from)
{
    for (struct diag *d = *from; d != NULL; d = d->next) {
        if (d->cause != NULL || d->at.source != loader->loading->source)
            continue;
        struct diag *cause = arena_make(loader->arena, struct diag);
        *cause = (struct diag){.at = loader->loading->included_at, .message = "included here"};
        d->cause = cause;
    }
}

static const struct raw_journey *load_included(struct flattening *f, const struct step *step,
                                               struct loading *into)
{
    struct loader *loader = f->loader;
    const struct include *include = step->params;
    if (include->file == NULL)
        return NULL;
    const struct source *source =
        loader_source(loader, loader_beside(loader, include->file), include->file_at);
    if (source == NULL)
        return NULL;
    if (includes_itself(loader->loading, source)) {
        diag_add(loader->diags, include->file_at, "%s includes itself", source->name);
        return NULL;
    }
    *into = (struct loading){
        .source = source, .from = loader->loading, .included_at = include->file_at};
    struct diag **tail =
        loader->diags->last != NULL ? loader->diags->last : &loader->diags->first;
    loader->loading = into;
    const struct raw_journey *raw = read_journey(loader, source);
    add_causes(loader, tail);
    return raw;
}

static void refuse_modifiers(struct flattening *f, const struct step *step)
{
    bool wrong = step->retry != NULL || step->repeat != NULL || step->budget != NULL ||
                 step->asserts.count > 0 || step->capture_count > 0;
    if (!wrong)
        return;
    diag_add(f->loader->diags, step->at,
             "an include takes only with, returns, name, only_if, skip_if, always and tags")
        ->hint = "put assert, capture, retry, repeat and budget on the included steps";
}

static void flatten_include(struct flattening *f, const struct step *step,
                            const struct frame *frame, bool always, int depth)
{
    struct loader *loader = f->loader;
    const struct loading *here = loader->loading;
    struct loading there;
    refuse_modifiers(f, step);
    if (depth == MOST_DEPTH) {
        diag_add(loader->diags, step->at, "includes are nested more than %d deep", MOST_DEPTH);
        return;
    }
    const struct raw_journey *raw = load_included(f, step, &there);
    const struct frame *inner = raw != NULL ? add_frame(f, frame, raw, step) : NULL;
    struct step *enter = inner != NULL ? add_step(f, step, inner, STEP_ENTERS) : NULL;
    if (enter != NULL) {
        enter->always = always;
        enter->heavy = weight_bindings(&step->with) ||
                       weight_bindings(&raw->journey.variables) || step->heavy_to_ask;
        flatten_steps(f, raw, inner, always, depth + 1);
        struct step *leave = add_step(f, step, inner, STEP_LEAVES);
        if (leave != NULL)
            enter->leave_index = leave->index;
    }
    loader->loading = here;
}

static void flatten_steps(struct flattening *f, const struct raw_journey *raw,
                          const struct frame *frame, bool always, int depth)
{
    for (size_t i = 0; i < raw->step_count; i++) {
        const struct step *step = &raw->steps[i];
        bool cleans = always || step->always;
        if (step->kind != NULL && step->kind->fields == &include_table) {
            flatten_include(f, step, frame, cleans, depth);
            continue;
        }
        struct step *added = add_step(f, step, frame, STEP_ACTS);
        if (added != NULL)
            added->always = cleans;
    }
}

void flatten_journey(struct loader *loader, struct raw_journey *raw)
{
    struct arena *scratch = arena_new();
    struct flattening *f = arena_make(scratch, struct flattening);
    struct frame *root = arena_make(loader->arena, struct frame);
    *root = (struct frame){.journey = &raw->journey};
    f->loader = loader;
    f->frames[f->frame_count++] = root;
    flatten_steps(f, raw, root, false, 0);

    struct step *steps =
        arena_array(loader->arena, f->step_count > 0 ? f->step_count : 1, struct step);
    const struct frame **frames =
        arena_array(loader->arena, f->frame_count + 1, const struct frame *);
    memcpy(steps, f->steps, f->step_count * sizeof *steps);
    memcpy(frames, f->frames, f->frame_count * sizeof *frames);
    raw->journey.steps = steps;
    raw->journey.step_count = f->step_count;
    raw->journey.frames = frames;
    raw->journey.frame_count = f->frame_count;
    if (f->step_count == MOST_STEPS)
        diag_add(loader->diags, raw->at, "more than %d steps, includes counted", MOST_STEPS);
    arena_end(scratch);
}
