/* SPDX-License-Identifier: Apache-2.0 */
/* until.c - a poll waits for the one field that stayed the same until it did not.
 *
 * When all answers but the last had one state, the poll ends with any other: a REJECTED should not
 * be waited for until the limit. */

#include "recording/until.h"
#include "base/arena.h"
#include "recording/draft.h"
#include "recording/values.h"
#include "recording/words.h"

#include <string.h>

enum { MOST_DEPTH = 4, LONGEST_STATE = 40 };

struct finding {
    struct draft *draft;
    struct step *step;
    const struct answer *before;
    const struct spot *best; /* copied into the arena */
    const struct json *now, *was;
    bool one_state; /* all answers before had `was` */
    int score;
};

bool until_is_state(struct text t)
{
    for (size_t i = 0; i < t.length; i++)
        if (((t.at[i] | 32) < 'a' || (t.at[i] | 32) > 'z') && t.at[i] != '_' && t.at[i] != '-')
            return false;
    return t.length >= 2 && t.length <= LONGEST_STATE;
}

static const struct json *at_spot(const struct json *root, const struct spot *spot)
{
    const struct json *parent = spot != NULL ? at_spot(root, spot->parent) : NULL;
    if (spot == NULL)
        return root;
    return parent != NULL && parent->kind == JSON_OBJECT ? json_member(parent, spot->name)
                                                         : NULL;
}

static int score_of(const struct json *leaf)
{
    int score = words_state(leaf->name) ? 10 : 0;
    if (leaf->kind == JSON_STRING && until_is_state(leaf->text))
        score += 5;
    return leaf->kind == JSON_TRUE || leaf->kind == JSON_FALSE ? score + 5 : score;
}

/* Whether this leaf was another one in all answers before. */
static void weigh(struct finding *f, const struct json *leaf, const struct spot *spot)
{
    const struct json *was = NULL;
    bool one_state = true;
    int score = score_of(leaf);
    if (score <= f->score)
        return;
    for (const struct answer *a = f->before; a != NULL; a = a->next) {
        const struct json *then = at_spot(a->json, spot);
        if (then != NULL && json_equal(then, leaf))
            return;
        one_state = one_state && then != NULL && (was == NULL || json_equal(was, then));
        was = then != NULL ? then : was;
    }
    f->score = score;
    f->best = spot;
    f->now = leaf;
    f->was = was;
    f->one_state = one_state;
}

static void walk(struct finding *f, const struct json *value, const struct spot *spot,
                 int depth)
{
    for (size_t i = 0; value->kind == JSON_OBJECT && i < value->count && depth < MOST_DEPTH;
         i++) {
        struct spot *next = arena_make(f->draft->arena, struct spot);
        *next = (struct spot){.parent = spot, .name = value->items[i]->name};
        if (value->items[i]->kind == JSON_OBJECT)
            walk(f, value->items[i], next, depth + 1);
        else if (value->items[i]->kind != JSON_ARRAY)
            weigh(f, value->items[i], next);
    }
}

/* The step before that made what this one asks about: it told the state it was in then. */
static struct answer *maker(struct draft *draft, const struct step *step, size_t index)
{
    for (size_t k = index; k > 0; k--) {
        struct step *made = &draft->steps[k - 1];
        for (const struct capture *c = made->captures; c != NULL; c = c->next) {
            if (made->answer == NULL || text_is(made->entry->method, "GET") ||
                strstr(step->target, arena_printf(draft->arena, "${%s}", c->name)) == NULL)
                continue;
            struct answer *one = arena_make(draft->arena, struct answer);
            *one = (struct answer){.json = made->answer, .started_ms = made->final->started_ms};
            return one;
        }
    }
    return NULL;
}

static int64_t rounded(int64_t ms, const int64_t *steps, size_t count)
{
    size_t i = 0;
    while (i + 1 < count && steps[i] < ms)
        i++;
    return steps[i];
}

static void set_pace(struct step *step)
{
    static const int64_t intervals[] = {200, 500, 1000, 2000, 3000, 5000, 10000};
    static const int64_t limits[] = {10000, 20000, 30000, 60000, 120000};
    int64_t first = step->final->started_ms, gaps = (int64_t)step->polls - 1;
    for (const struct answer *a = step->before; a != NULL; a = a->next)
        first = a->started_ms;
    int64_t took = step->final->started_ms - first;
    took = took < 0 ? 0 : took;
    step->interval_ms =
        gaps > 0 ? rounded(took / gaps * 3 / 4, intervals, sizeof intervals / sizeof *intervals)
                 : 500;
    step->limit_ms = rounded(took * 5, limits, sizeof limits / sizeof *limits);
}

static void until(struct draft *draft, struct step *step, const char *subject,
                  const char *expression, const char *predicate, const struct json *expected)
{
    step->until = arena_make(draft->arena, struct check);
    *step->until = (struct check){.subject = subject,
                                  .expression = expression,
                                  .predicate = predicate,
                                  .expected = expected};
    set_pace(step);
}

static const struct json *literal(struct arena *arena, const struct json *value)
{
    return value->kind == JSON_STRING ? json_string(arena, draft_literal(arena, value->text))
                                      : value;
}

static bool waited_for(const struct draft *draft, size_t index, const struct json *state)
{
    for (size_t i = 0; i < index && state != NULL; i++) {
        const struct check *until = draft->steps[i].until;
        if (until != NULL && strcmp(until->predicate, "not") == 0 &&
            json_equal(until->expected, state))
            return true;
    }
    return false;
}

void until_find(struct draft *draft, size_t index)
{
    struct step *step = &draft->steps[index];
    struct finding f = {.draft = draft, .step = step, .before = step->before, .score = 9};
    bool get = text_is(step->entry->method, "GET");
    for (const struct capture *c = step->captures; get && c != NULL; c = c->next)
        if (strcmp(c->subject, "regex") == 0) {
            until(draft, step, "regex", c->expression, "exists", json_bool(true));
            return;
        }
    if (f.before == NULL && get)
        f.before = maker(draft, step, index);
    if (f.before == NULL || step->answer == NULL)
        return;
    walk(&f, step->answer, NULL, 0);
    bool changed = f.best != NULL && (step->before != NULL || f.one_state);
    if (!changed ||
        (step->before == NULL && (f.was == NULL || waited_for(draft, index, f.was))))
        return;
    until(draft, step, "jsonpath", values_path(draft->arena, f.best),
          f.one_state ? "not" : "equals", literal(draft->arena, f.one_state ? f.was : f.now));
}

bool until_left(const struct draft *draft, const struct json *state)
{
    return waited_for(draft, draft->step_count, state) ||
           words_any(state->text, "pending queued waiting processing init confirming");
}
