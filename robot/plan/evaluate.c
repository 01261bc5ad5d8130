/* SPDX-License-Identifier: Apache-2.0 */
/* evaluate.c - templates become text, in a scope.
 *
 * Messages name variables and functions as the author wrote them, never a value: a value may be a
 * secret, and messages travel to reports and alerts. */

#include "base/arena.h"
#include "base/clock.h"
#include "base/fault.h"
#include "document/json.h"
#include "model/generator.h"
#include "plan/expression.h"
#include "plan/scope.h"
#include "plan/template.h"

#include <string.h>

enum { LONGEST_TEXT = 16 << 20 };

static const struct json *fail(struct fault *ret, enum phase phase, char *message)
{
    *ret = (struct fault){.phase = phase, .reason = REASON_TEMPLATE, .message = message};
    return NULL;
}

static const struct json *call(const struct expression *e, struct scope *scope,
                               struct arena *arena, struct fault *ret_fault)
{
    const struct json **arguments =
        arena_array(arena, e->argument_count + 1, const struct json *);
    for (size_t i = 0; i < e->argument_count; i++)
        if ((arguments[i] = expression_value(e->arguments[i], scope, arena, ret_fault)) == NULL)
            return NULL;
    struct generator_call it = {
        .arguments = arguments,
        .count = e->argument_count,
        .random = scope != NULL ? scope->random : NULL,
        .now_utc_ns = clock_now_utc_ns(),
        .arena = arena,
        .canary = scope != NULL ? scope->canary : NULL,
        .listener = scope != NULL ? scope->listener : NULL,
    };
    const struct json *made = e->generator->make(&it);
    if (made == NULL)
        return fail(ret_fault, PHASE_SEND,
                    arena_printf(arena, "could not evaluate %s: %s", e->generator->name,
                                 it.error != NULL ? it.error : "unknown reason"));
    return made;
}

static const struct json *follow(const struct json *value, const struct path_item *item)
{
    if (item->member.at != NULL)
        return value->kind == JSON_OBJECT ? json_member(value, item->member) : NULL;
    if (value->kind != JSON_ARRAY)
        return NULL;
    long long index = item->index < 0 ? item->index + (long long)value->count : item->index;
    return index >= 0 && (size_t)index < value->count ? value->items[index] : NULL;
}

static const struct json *head(const struct expression *e, struct scope *scope,
                               struct arena *arena, struct fault *ret_fault)
{
    const struct json *value = NULL;
    struct text text;
    switch (e->kind) {
    case EXPRESSION_CONSTANT:
        return e->constant;
    case EXPRESSION_VARIABLE:
        value = scope_get(scope, e->name);
        return value != NULL ? value
                             : fail(ret_fault, PHASE_ROBOT,
                                    arena_printf(arena, "variable \"%.*s\" is not set",
                                                 TEXT_ARGS(e->name)));
    case EXPRESSION_CALL:
        return call(e, scope, arena, ret_fault);
    case EXPRESSION_TEMPLATE:
        if (!template_text(e->template, scope, arena, &text, ret_fault))
            return NULL;
        return json_string(arena, text);
    }
    return NULL;
}

const struct json *expression_value(const struct expression *e, struct scope *scope,
                                    struct arena *arena, struct fault *ret_fault)
{
    const struct json *value = head(e, scope, arena, ret_fault);
    for (size_t i = 0; value != NULL && i < e->path_length; i++) {
        value = follow(value, &e->path[i]);
        if (value == NULL)
            return fail(ret_fault, PHASE_ROBOT,
                        arena_printf(arena, "\"%.*s\" leads to nothing", TEXT_ARGS(e->source)));
    }
    return value;
}

const char *template_outline(const struct template *t, struct arena *arena)
{
    const char *outline = "";
    for (size_t i = 0; i < t->count; i++)
        if (t->parts[i].expression == NULL)
            outline = arena_printf(arena, "%s%.*s", outline, TEXT_ARGS(t->parts[i].literal));
        else if (i > 0)
            outline = arena_printf(arena, "%s:id", outline);
    return outline;
}

bool template_constant(const struct template *t, struct text *ret)
{
    if (t->count > 1 || (t->count == 1 && t->parts[0].expression != NULL))
        return false;
    *ret = t->count == 1 ? t->parts[0].literal : text_of("");
    return true;
}

bool template_text(const struct template *t, struct scope *scope, struct arena *arena,
                   struct text *ret, struct fault *ret_fault)
{
    if (template_constant(t, ret))
        return true;
    struct text *pieces = arena_array(arena, t->count, struct text);
    size_t length = 0;
    for (size_t i = 0; i < t->count; i++) {
        pieces[i] = t->parts[i].literal;
        if (t->parts[i].expression != NULL) {
            const struct json *value =
                expression_value(t->parts[i].expression, scope, arena, ret_fault);
            if (value == NULL)
                return false;
            pieces[i] = json_to_text(arena, value);
        }
        length += pieces[i].length;
    }
    if (length > LONGEST_TEXT)
        return fail(ret_fault, PHASE_ROBOT, arena_strdup(arena, "a text grew over 16 MB")) !=
               NULL;
    char *out = arena_alloc(arena, length + 1);
    size_t at = 0;
    for (size_t i = 0; i < t->count; at += pieces[i++].length)
        if (pieces[i].length > 0)
            memcpy(out + at, pieces[i].at, pieces[i].length);
    *ret = (struct text){.at = out, .length = length};
    return true;
}

const struct json *template_value(const struct template *t, struct scope *scope,
                                  struct arena *arena, struct fault *ret_fault)
{
    if (t->plain && t->count == 1 && t->parts[0].expression != NULL)
        return expression_value(t->parts[0].expression, scope, arena, ret_fault);
    struct text text;
    if (!template_text(t, scope, arena, &text, ret_fault))
        return NULL;
    return json_string(arena, text);
}
