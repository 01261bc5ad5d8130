/* SPDX-License-Identifier: Apache-2.0 */
/* template.c - splitting a text at its placeholders. */

#include "plan/template.h"
#include "base/arena.h"
#include "document/json.h"
#include "model/generator.h"
#include "plan/expression.h"

#include <string.h>

struct place place_within(struct place at, struct text source, size_t from, size_t length)
{
    /* A quoted scalar is two longer than its text; anything else was escaped, folded or spans
     * lines, and only the whole of it can be pointed at. */
    size_t characters = 0, before = 0, inside = 0;
    for (size_t i = 0; i < source.length; i++) {
        if (source.at[i] == '\n')
            return at;
        if (((unsigned char)source.at[i] & 0xC0) == 0x80)
            continue;
        characters++;
        before += i < from;
        inside += i >= from && i < from + length;
    }
    int quote = at.length == (int)characters + 2 ? 1 : at.length == (int)characters ? 0 : -1;
    if (quote < 0)
        return at;
    at.column += (int)before + quote;
    at.length = inside > 0 ? (int)inside : 1;
    return at;
}

static void add_part(struct template *t, struct part part)
{
    if (part.expression != NULL || part.literal.length > 0)
        t->parts[t->count++] = part;
}

/* Folded calls leave text; a template of nothing else is one literal. A lone plain placeholder stays
 * as it is: its constant may have a type. */
static void join_constants(struct template *t, struct arena *arena)
{
    size_t length = 0, at = 0;
    for (size_t i = 0; i < t->count; i++) {
        const struct expression *e = t->parts[i].expression;
        if (e != NULL && (e->kind != EXPRESSION_CONSTANT || e->path_length > 0))
            return;
        if (e != NULL && t->plain && t->count == 1 && e->constant->kind != JSON_STRING)
            return;
        if (e != NULL)
            t->parts[i] = (struct part){.literal = json_to_text(arena, e->constant)};
        length += t->parts[i].literal.length;
    }
    char *all = arena_alloc(arena, length + 1);
    for (size_t i = 0; i < t->count; at += t->parts[i++].literal.length)
        if (t->parts[i].literal.length > 0)
            memcpy(all + at, t->parts[i].literal.at, t->parts[i].literal.length);
    t->parts[0] = (struct part){.literal = {.at = all, .length = length}};
    t->count = 1;
}

static size_t count_dollars(struct text source)
{
    size_t n = 0;
    for (size_t i = 0; i < source.length; i++)
        n += source.at[i] == '$';
    return n;
}

const struct template *template_compile(struct arena *arena,
                                        const struct generator *const *functions,
                                        struct text source, struct place at, bool plain,
                                        struct diags *diags)
{
    struct template *t = arena_make(arena, struct template);
    *t = (struct template){.source = text_copy(arena, source), .plain = plain, .at = at};
    t->parts = arena_array(arena, 2 * count_dollars(source) + 1, struct part);
    struct parser p = {.arena = arena,
                       .functions = functions,
                       .source = t->source,
                       .place = at,
                       .text = t->source,
                       .diags = diags};
    size_t from = 0;
    while (p.at < p.text.length) {
        ptrdiff_t hit = text_find(p.text, text_of("${"), p.at);
        if (hit < 0)
            break;
        p.at = (size_t)hit;
        bool escaped = hit > 0 && p.text.at[hit - 1] == '$' && (size_t)hit > from;
        if (escaped) { /* $${ : the literal up to the first $, then { onwards */
            add_part(t, (struct part){.literal = text_slice(p.text, from, p.at)});
            from = p.at + 1;
            p.at += 2;
            continue;
        }
        add_part(t, (struct part){.literal = text_slice(p.text, from, p.at)});
        const struct expression *e = expression_parse(&p);
        if (e != NULL)
            add_part(t, (struct part){.expression = e});
        from = p.at;
    }
    add_part(t, (struct part){.literal = text_slice(t->source, from, t->source.length)});
    join_constants(t, arena);
    return t;
}

static void expression_variables(const struct expression *e,
                                 void (*seen)(struct text, struct place, void *),
                                 void *listener)
{
    if (e->kind == EXPRESSION_VARIABLE)
        seen(e->name, e->at, listener);
    if (e->kind == EXPRESSION_TEMPLATE)
        template_variables(e->template, seen, listener);
    for (size_t i = 0; i < e->argument_count; i++)
        expression_variables(e->arguments[i], seen, listener);
}

void template_variables(const struct template *t,
                        void (*seen)(struct text name, struct place at, void *listener),
                        void *listener)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->parts[i].expression != NULL)
            expression_variables(t->parts[i].expression, seen, listener);
}

static bool expression_is_heavy(const struct expression *e)
{
    if (e->kind == EXPRESSION_TEMPLATE)
        return template_is_heavy(e->template);
    if (e->kind != EXPRESSION_CALL)
        return false;
    for (size_t i = 0; i < e->argument_count; i++)
        if (expression_is_heavy(e->arguments[i]))
            return true;
    return e->generator->heavy;
}

bool template_is_heavy(const struct template *t)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->parts[i].expression != NULL && expression_is_heavy(t->parts[i].expression))
            return true;
    return false;
}
