/* SPDX-License-Identifier: Apache-2.0 */
/* propose.c - assertions that hold for the next customer, too.
 *
 * So: status, type, business code, and states that are words (APPROVED), never amounts or names. A
 * state that a poll left behind is not asserted: how soon it is left is chance. */

#include "recording/propose.h"
#include "base/arena.h"
#include "recording/draft.h"
#include "recording/until.h"
#include "recording/values.h"
#include "recording/words.h"

#include <string.h>

enum { MOST_STATES = 2, MOST_DEPTH = 4 };

static void add_type(struct draft *draft, struct step *step)
{
    static const char *const types[] = {"application/json", "text/html",
                                        "application/xml",  "text/plain",
                                        "application/pdf",  NULL};
    struct text type = pairs_find(&step->final->answer_headers, "content-type");
    for (size_t i = 0; types[i] != NULL; i++)
        if (text_starts_with(type, text_of(types[i])))
            draft_check(
                draft, step, "header", "content-type", "matches",
                json_string_of(draft->arena, arena_printf(draft->arena, "^%s", types[i])));
}

/* What the answer told of how business went, whether most say the same or not. */
static void add_code(struct draft *draft, struct step *step)
{
    const struct json *told =
        draft->code_value != NULL && step->answer != NULL && step->answer->kind == JSON_OBJECT
            ? json_member(step->answer, draft->code_name)
            : NULL;
    struct spot spot = {.name = draft->code_name};
    if (told != NULL && told->kind != JSON_ARRAY && told->kind != JSON_OBJECT)
        draft_check(draft, step, "jsonpath", values_path(draft->arena, &spot), "equals", told);
}

/* A session that begins: what comes later hangs on its cookie. */
static void add_session(struct draft *draft, struct step *step)
{
    const struct pairs *headers = &step->final->answer_headers;
    for (size_t i = 0; i < headers->count; i++) {
        struct text value = headers->items[i].value;
        ptrdiff_t equals = text_find(value, text_of("="), 0);
        ptrdiff_t end = text_find(value, text_of(";"), 0);
        struct text name = text_slice(value, 0, equals < 0 ? 0 : (size_t)equals);
        size_t to = end < 0 ? value.length : (size_t)end;
        if (text_equal_ignoring_case(headers->items[i].name, text_of("set-cookie")) &&
            to >= name.length + 9 && words_any(name, "sess sid token auth jwt"))
            draft_check(draft, step, "cookie", text_string(draft->arena, name), "exists",
                        json_bool(true));
    }
}

static size_t add_states(struct draft *draft, struct step *step, const struct json *value,
                         const struct spot *spot, int depth)
{
    size_t added = 0;
    for (size_t i = 0; i < value->count && depth < MOST_DEPTH && added < MOST_STATES; i++) {
        const struct json *one = value->items[i];
        struct spot next = {.parent = spot, .name = one->name};
        bool code = depth == 0 && text_equal(one->name, draft->code_name);
        if (one->kind == JSON_OBJECT)
            added += add_states(draft, step, one, &next, depth + 1);
        if (one->kind != JSON_STRING || code || !words_state(one->name) ||
            !until_is_state(one->text) || until_left(draft, one))
            continue;
        draft_check(draft, step, "jsonpath", values_path(draft->arena, &next), "equals",
                    json_string(draft->arena, draft_literal(draft->arena, one->text)));
        added++;
    }
    return added;
}

/* Of an answer that is a list: that there is one. How long it is, is the account's. */
static bool add_list(struct draft *draft, struct step *step, const struct json *value,
                     const struct spot *spot, int depth)
{
    for (size_t i = 0; value->kind == JSON_OBJECT && i < value->count && depth < 3; i++) {
        const struct json *one = value->items[i];
        struct spot next = {.parent = spot, .name = one->name};
        if (one->kind == JSON_OBJECT && add_list(draft, step, one, &next, depth + 1))
            return true;
        if (one->kind != JSON_ARRAY)
            continue;
        draft_check(draft, step, "jsonpath", values_path(draft->arena, &next), "type",
                    json_string_of(draft->arena, "array"));
        return true;
    }
    return false;
}

static bool captures_from_list(const struct step *step)
{
    for (const struct capture *c = step->captures; c != NULL; c = c->next)
        if (strchr(c->expression != NULL ? c->expression : "", '[') != NULL)
            return true;
    return false;
}

static void check_answer(struct draft *draft, struct step *step)
{
    draft_check(draft, step, "status", NULL, "equals",
                json_int(draft->arena, step->final->status));
    add_type(draft, step);
    add_code(draft, step);
    add_session(draft, step);
    if (step->answer == NULL || step->answer->kind != JSON_OBJECT)
        return;
    if (add_states(draft, step, step->answer, NULL, 0) == 0 && !captures_from_list(step))
        add_list(draft, step, step->answer, NULL, 0);
}

/* The last steps, when they take back what was made: they have to run after a failure, too. */
static void find_cleaning(struct draft *draft)
{
    for (size_t i = draft->step_count; i > 1; i--) {
        struct step *step = &draft->steps[i - 1];
        if (!text_is(step->entry->method, "DELETE"))
            return;
        for (size_t k = 0; k < i - 1; k++)
            for (const struct capture *c = draft->steps[k].captures; c != NULL; c = c->next)
                if (strstr(step->target, arena_printf(draft->arena, "${%s}", c->name)) != NULL)
                    step->only_if = c->name;
        step->always = step->only_if != NULL;
    }
}

void propose(struct draft *draft)
{
    for (size_t i = 0; i < draft->step_count; i++)
        until_find(draft, i);
    for (size_t i = 0; i < draft->step_count; i++)
        check_answer(draft, &draft->steps[i]);
    find_cleaning(draft);
}
