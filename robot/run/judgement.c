/* SPDX-License-Identifier: Apache-2.0 */
/* judgement.c - filling claims in, and judging them.
 *
 * The order of what is told: the until of a repeat decides alone while it does not hold; then the
 * implicit status check, then what a customer would feel is wrong, then the assertions as written;
 * captures only when those passed. Of a try that failed only the feelings are judged: they often say
 * why (a script's error behind a dead button). */

#include "run/judgement.h"
#include "base/arena.h"
#include "base/clock.h"
#include "checks/felt/felt.h"
#include "document/json.h"
#include "model/felt.h"
#include "model/observation.h"
#include "model/page_sight.h"
#include "model/vocabulary.h"
#include "plan/template.h"
#include "plan/tree.h"
#include "query/predicate.h"
#include "query/query.h"
#include "run/seen.h"
#include "run/state.h"
#include "run/worker.h"

#include <string.h>

/* About 50 us of work: what reading JSON, and what reading HTML costs (see tests/bench). */
enum { LIGHT_BODY_BYTES = 16 * 1024, LIGHT_HEAVY_SUBJECT_BYTES = 1024 };

/* The variables at the time of preparing, for a judgement that outlives its wait. */
struct snapshot {
    const struct map_entry *entries[2]; /* the frame's, then the globals' */
    size_t counts[2];
};

static const struct json *look_up(const struct sight *sight, struct text name)
{
    const struct snapshot *snapshot = sight->variables;
    for (int s = 0; s < 2; s++)
        for (size_t i = 0; i < snapshot->counts[s]; i++)
            if (text_equal(snapshot->entries[s][i].key, name))
                return snapshot->entries[s][i].value;
    return NULL;
}

static void take_snapshot(struct arena *arena, const struct scope *scope, struct sight *sight)
{
    struct snapshot *snapshot = arena_make(arena, struct snapshot);
    for (int s = 0; s < 2 && scope != NULL; s++, scope = scope->globals) {
        size_t count = scope->variables.count;
        struct map_entry *copy = arena_array(arena, count + 1, struct map_entry);
        if (count > 0)
            memcpy(copy, scope->variables.entries, count * sizeof *copy);
        snapshot->entries[s] = copy;
        snapshot->counts[s] = count;
    }
    sight->variables = snapshot;
    sight->variable = look_up;
}

static struct scope *scope_of(struct run *run, const struct step *step)
{
    return run->scopes[step != NULL ? step->frame->index : 0];
}

static bool wrong_operand(struct arena *arena, struct fault *ret, const char *label,
                          const char *why)
{
    *ret = (struct fault){.phase = PHASE_ROBOT,
                          .reason = REASON_TEMPLATE,
                          .message = arena_printf(arena, "%s: %s", label, why)};
    return false;
}

static bool fill_question(const struct question *q, struct scope *scope, struct arena *arena,
                          struct claim *ret, struct fault *ret_fault)
{
    *ret = (struct claim){
        .subject = q->subject, .compiled = q->compiled, .label = q->label, .at = q->at};
    if (q->compiled != NULL || q->operand == NULL || q->subject->compile == NULL)
        return true;
    struct text operand;
    struct query_error error = {0};
    if (!template_text(q->operand, scope, arena, &operand, ret_fault))
        return false;
    ret->compiled = q->subject->compile(arena, operand, &error);
    return ret->compiled != NULL || wrong_operand(arena, ret_fault, q->label, error.message);
}

static bool fill_claim(const struct assertion *a, struct scope *scope, struct arena *arena,
                       struct claim *ret, struct fault *ret_fault)
{
    if (!fill_question(&a->question, scope, arena, ret, ret_fault))
        return false;
    const struct condition **conditions =
        arena_array(arena, a->expectation_count + 1, const struct condition *);
    for (size_t i = 0; i < a->expectation_count; i++) {
        const struct expectation *e = &a->expectations[i];
        conditions[i] = e->compiled;
        if (conditions[i] != NULL)
            continue;
        const char *error = NULL;
        const struct json *operand = tree_value(e->operand, scope, arena, ret_fault);
        if (operand == NULL)
            return false;
        conditions[i] = condition_compile(arena, e->predicate, operand, &error);
        if (conditions[i] == NULL)
            return wrong_operand(arena, ret_fault, a->question.label, error);
    }
    ret->conditions = conditions;
    ret->condition_count = a->expectation_count;
    ret->message = a->message;
    ret->soft = a->soft;
    return true;
}

static struct claim *fill_claims(const struct assertions *asked, struct scope *scope,
                                 struct arena *arena, struct fault *ret_fault)
{
    struct claim *claims = arena_array(arena, asked->count + 1, struct claim);
    for (size_t i = 0; i < asked->count; i++)
        if (!fill_claim(&asked->items[i], scope, arena, &claims[i], ret_fault))
            return NULL;
    return claims;
}

static bool fill_captures(struct judgement *j, struct scope *scope)
{
    const struct step *step = j->step;
    j->captures = arena_array(j->arena, step->capture_count + 1, struct capture_result);
    for (size_t i = 0; i < step->capture_count; i++) {
        const struct capture *c = &step->captures[i];
        struct capture_result *to = &j->captures[i];
        to->capture = c;
        if (!fill_question(&c->question, scope, j->arena, &to->claim, &j->fault))
            return false;
        if (c->fallback != NULL) {
            to->fallback = tree_value(c->fallback, scope, j->arena, &j->fault);
            if (to->fallback == NULL)
                return false;
        }
    }
    return true;
}

struct judgement *judgement_new(struct run *run, const struct step *step,
                                const struct observation *saw)
{
    struct arena *arena = arena_new();
    struct judgement *j = arena_make(arena, struct judgement);
    struct scope *scope = scope_of(run, step);
    *j = (struct judgement){.arena = arena,
                            .run = run,
                            .step = step,
                            .journey = run->journey,
                            .felt_checks = run->worker->vocabulary->felt_checks,
                            .until_holds = true};
    j->sight = (struct sight){.saw = saw,
                              .now_utc_ns = clock_now_utc_ns(),
                              .limits = &run->journey->limits,
                              .arena = arena};
    take_snapshot(arena, scope, &j->sight);
    if (saw->fault.reason != REASON_NONE)
        return j;
    if (!seen_check(step, saw->page, arena, &j->fault))
        return j;
    j->asserts = fill_claims(&step->asserts, scope, arena, &j->fault);
    if (j->asserts != NULL && step->repeat != NULL)
        j->until = fill_claims(&step->repeat->until, scope, arena, &j->fault);
    if (j->fault.reason == REASON_NONE)
        fill_captures(j, scope);
    return j;
}

static bool any_heavy(const struct claim *claims, size_t count)
{
    for (size_t i = 0; claims != NULL && i < count; i++)
        if (claims[i].subject->heavy)
            return true;
    return false;
}

bool judgement_is_heavy(const struct judgement *j)
{
    const struct exchange *answer = observation_answer(j->sight.saw);
    size_t bytes = answer != NULL ? answer->body.length : 0;
    if (bytes > LIGHT_BODY_BYTES || j->sight.saw->page != NULL)
        return true;
    if (bytes <= LIGHT_HEAVY_SUBJECT_BYTES)
        return false;
    bool heavy = any_heavy(j->asserts, j->step->asserts.count) ||
                 (j->until != NULL && any_heavy(j->until, j->step->repeat->until.count));
    for (size_t i = 0; !heavy && i < j->step->capture_count; i++)
        heavy = j->captures[i].claim.subject->heavy;
    return heavy;
}

/* The nearest first: the step's, the included journey's, the journey's. */
static void check_felt(struct judgement *j)
{
    const struct felt_settings *settings[4] = {NULL};
    const struct step *step = j->step;
    size_t n = 0;
    /* What is wrong with a page an exploration met stands on the map, beside that page. */
    if (j->felt_checks == NULL || j->sight.saw->page == NULL ||
        j->sight.saw->page->explored != NULL || j->sight.saw->page->recorded != NULL)
        return;
    if (step->felt != NULL)
        settings[n++] = step->felt;
    if (step->frame->journey->felt != NULL)
        settings[n++] = step->frame->journey->felt;
    if (j->journey->felt != NULL)
        settings[n++] = j->journey->felt;
    j->finding_count += felt_judge(j->felt_checks, settings, j->sight.saw, step->at, j->arena,
                                   j->findings + j->finding_count);
}

/* A step that says nothing of the status expects no error: a 503 nobody asked about is no pass. */
static void check_status(struct judgement *j)
{
    const struct exchange *answer = observation_answer(j->sight.saw);
    if (answer == NULL || answer->status < 400)
        return;
    for (size_t i = 0; i < j->step->asserts.count; i++)
        if (j->asserts[i].subject->reason == REASON_STATUS)
            return;
    for (size_t i = 0; j->until != NULL && i < j->step->repeat->until.count; i++)
        if (j->until[i].subject->reason == REASON_STATUS)
            return;
    j->findings[j->finding_count++] = (struct finding){
        .verdict = VERDICT_FAIL,
        .phase = PHASE_JUDGE,
        .reason = REASON_STATUS,
        .check = "status",
        .expected = "below 400 (the step asserts no status)",
        .actual = arena_printf(j->arena, "%d", answer->status),
        .at = j->step->at,
    };
}

static bool all_hold(struct claim *claims, size_t count, struct sight *sight,
                     struct finding *ret_last)
{
    for (size_t i = 0; i < count; i++) {
        struct finding f = claim_judge(&claims[i], sight);
        *ret_last = f;
        if (f.verdict != VERDICT_PASS)
            return false;
    }
    return true;
}

static const struct json *converted(const struct extracted *found, const struct capture *c,
                                    struct arena *arena, const char **ret_problem)
{
    if (c->type == CAPTURE_JSON && (found->count == 1 && found->singular))
        return found->items[0];
    if (c->type == CAPTURE_JSON) {
        struct json *all = json_array_new(arena, found->count);
        for (size_t i = 0; i < found->count; i++)
            json_append(all, found->items[i]);
        return all;
    }
    struct text text = json_to_text(arena, found->items[0]); /* of several, the first */
    if (c->type == CAPTURE_TEXT)
        return json_string(arena, text);
    if (c->type == CAPTURE_NUMBER && json_is_number(text))
        return json_number(arena, text);
    if (c->type == CAPTURE_BOOLEAN && (text_is(text, "true") || text_is(text, "false")))
        return json_bool(text_is(text, "true"));
    *ret_problem =
        arena_printf(arena, "a %s that is not a %s", json_kind_name(found->items[0]->kind),
                     c->type == CAPTURE_NUMBER ? "number" : "boolean");
    return NULL;
}

static void find_value(struct judgement *j, struct capture_result *c)
{
    struct extracted found = {0};
    c->claim.subject->extract(c->claim.compiled, &j->sight, &found);
    c->problem = found.problem != NULL ? found.problem : "nothing";
    if (found.count > 0)
        c->value = converted(&found, c->capture, j->arena, &c->problem);
    else if (found.problem == NULL || c->fallback != NULL)
        c->value = c->fallback;
}

static void extract_capture(struct judgement *j, struct capture_result *c)
{
    find_value(j, c);
    if (c->value != NULL)
        return;
    j->findings[j->finding_count++] = (struct finding){
        .verdict = VERDICT_FAIL,
        .phase = PHASE_JUDGE,
        .reason = REASON_CAPTURE,
        .check = arena_printf(j->arena, "capture %s", c->capture->name),
        .expected = arena_printf(j->arena, "something at %s", c->claim.label),
        .actual = c->problem,
        .at = c->claim.at,
    };
}

static void judge(struct judgement *j)
{
    const struct step *step = j->step;
    j->findings =
        arena_array(j->arena, step->asserts.count + step->capture_count + 2 + MOST_FELT_CHECKS,
                    struct finding);
    if (j->sight.saw->fault.reason != REASON_NONE) {
        check_felt(j);
        return;
    }
    check_status(j);
    if (j->until != NULL && j->finding_count == 0) {
        struct finding last;
        j->until_holds = all_hold(j->until, step->repeat->until.count, &j->sight, &last);
        if (!j->until_holds) {
            j->findings[j->finding_count++] = last;
            return;
        }
    }
    check_felt(j);
    bool passed = true;
    for (size_t i = 0; i < j->finding_count; i++)
        passed = passed && (j->findings[i].verdict != VERDICT_FAIL || j->findings[i].soft);
    for (size_t i = 0; i < step->asserts.count; i++) {
        struct finding f = claim_judge(&j->asserts[i], &j->sight);
        passed = passed && (f.verdict == VERDICT_PASS || f.soft);
        j->findings[j->finding_count++] = f;
    }
    for (size_t i = 0; passed && i < step->capture_count; i++)
        extract_capture(j, &j->captures[i]);
}

/* A secret that was to be captured must not be shown by what failed before its capture. */
static void find_secrets(struct judgement *j)
{
    for (size_t i = 0; j->captures != NULL && i < j->step->capture_count; i++)
        if (j->captures[i].capture->redact && j->captures[i].value == NULL)
            find_value(j, &j->captures[i]);
}

void judgement_work(void *judgement)
{
    struct judgement *j = judgement;
    j->sight.pages = arena_new();
    judge(j);
    find_secrets(j);
    arena_end(j->sight.pages);
    j->sight.pages = NULL;
    j->sight.body_html = NULL;
}

void judgement_end(struct judgement *judgement)
{
    if (judgement != NULL)
        arena_end(judgement->arena);
}

bool judgement_holds(struct run *run, const struct assertions *asked, bool *ret_holds,
                     struct fault *ret_fault)
{
    static const struct observation nothing = {.kind = "none"};
    struct arena *scratch = arena_new();
    struct sight sight = {.saw = run->last_saw != NULL ? run->last_saw : &nothing,
                          .now_utc_ns = clock_now_utc_ns(),
                          .arena = scratch};
    struct scope *scope = scope_of(run, run->step);
    struct finding last;
    take_snapshot(scratch, scope, &sight);
    struct claim *claims = fill_claims(asked, scope, scratch, ret_fault);
    if (claims != NULL)
        *ret_holds = all_hold(claims, asked->count, &sight, &last);
    else
        ret_fault->message = arena_strdup(run->arena, ret_fault->message);
    arena_end(scratch);
    return claims != NULL;
}
