/* SPDX-License-Identifier: Apache-2.0 */
/* name.c - the path's last words, what is done to them, and no name twice.
 *
 * A report shows names, and people talk by them; so they are short, and say more only where another
 * step would have the same. */

#include "recording/name.h"
#include "base/arena.h"
#include "recording/draft.h"
#include "recording/words.h"

#include <string.h>

enum { MOST_SEGMENTS = 32 };

struct segments {
    struct text items[MOST_SEGMENTS]; /* those that are names */
    size_t count;
    bool of_one; /* the path ends with a value: one of many */
};

static struct segments split(const struct step *step)
{
    struct segments s = {0};
    struct text target = text_of(step->target);
    ptrdiff_t slash = text_find(target, text_of("/"), 0);
    ptrdiff_t mark = text_find(target, text_of("?"), 0);
    target = text_slice(target, slash < 0 ? target.length : (size_t)slash,
                        mark < 0 ? target.length : (size_t)mark);
    for (size_t from = 1; from < target.length && s.count < MOST_SEGMENTS;) {
        ptrdiff_t end = text_find(target, text_of("/"), from);
        struct text one = text_slice(target, from, end < 0 ? target.length : (size_t)end);
        from += one.length + 1;
        s.of_one = text_find(one, text_of("${"), 0) >= 0 || words_value(one);
        if (!s.of_one && one.length > 0)
            s.items[s.count++] = one;
    }
    return s;
}

static bool is_version(struct text t)
{
    return t.length >= 2 && t.length <= 3 && t.at[0] == 'v' && t.at[1] >= '0' && t.at[1] <= '9';
}

/* "bank card code": the last segment, and the one before when the last says little. */
static const char *noun(struct arena *arena, const struct segments *s, bool longer)
{
    if (s->count == 0)
        return "start";
    struct text segment = s->items[s->count - 1];
    ptrdiff_t dot = text_find(segment, text_of("."), 1); /* login.do */
    const char *last =
        words_plain(arena, text_slice(segment, 0, dot > 0 ? (size_t)dot : segment.length));
    if (s->of_one)
        last = words_singular(arena, last);
    struct text before = s->count > 1 ? s->items[s->count - 2] : text_of("");
    bool useful = before.length > 0 && !is_version(before) && !text_is(before, "api");
    if (!useful || (!words_vague(last) && !longer))
        return last;
    return arena_printf(arena, "%s %s", words_singular(arena, words_plain(arena, before)),
                        last);
}

static const char *lower(struct arena *arena, struct text t)
{
    char *copy = text_string(arena, t);
    for (size_t i = 0; i < t.length; i++)
        copy[i] = copy[i] == '_'                     ? ' '
                  : copy[i] >= 'A' && copy[i] <= 'Z' ? (char)(copy[i] | 32)
                                                     : copy[i];
    return copy;
}

/* "order confirmed": what a poll waited for is what the step is about. */
static const char *state_reached(struct arena *arena, const struct step *step)
{
    if (step->until == NULL || strcmp(step->until->subject, "jsonpath") != 0)
        return NULL;
    for (const struct check *c = step->checks; c != NULL; c = c->next)
        if (c->expression != NULL && strcmp(c->expression, step->until->expression) == 0 &&
            c->expected->kind == JSON_STRING)
            return lower(arena, c->expected->text);
    return NULL;
}

static const char *verb(const struct step *step)
{
    struct text method = step->entry->method;
    return text_is(method, "DELETE")                            ? "delete "
           : text_is(method, "PUT") || text_is(method, "PATCH") ? "update "
           : step->page                                         ? "open "
                                                                : "";
}

static const char *first_wish(struct arena *arena, const struct step *step,
                              const struct segments *s, bool longer)
{
    const char *words = noun(arena, s, longer), *state = state_reached(arena, step);
    const struct json *operation = step->sent != NULL && step->sent->kind == JSON_OBJECT
                                       ? json_member(step->sent, text_of("operationName"))
                                       : NULL; /* GraphQL: one path for all */
    if (operation != NULL && operation->kind == JSON_STRING && operation->text.length > 0)
        return words_plain(arena, operation->text);
    for (const struct capture *c = step->captures; c != NULL; c = c->next)
        if (strcmp(c->subject, "regex") == 0)
            return arena_printf(arena, "%s arrives", lower(arena, text_of(c->name)));
    if (state != NULL)
        return arena_printf(arena, "%s %s", words, state);
    if (text_is(step->entry->method, "POST") && s->count > 0 && !s->of_one)
        words = words_singular(arena, words);
    return arena_printf(arena, "%s%s", verb(step), words);
}

static bool taken(const struct draft *draft, size_t index, const char *name)
{
    for (size_t i = 0; i < index; i++)
        if (strcmp(draft->steps[i].name, name) == 0)
            return true;
    return false;
}

static const char *name_of(struct draft *draft, size_t index)
{
    struct step *step = &draft->steps[index];
    struct segments s = split(step);
    const char *name = first_wish(draft->arena, step, &s, false);
    name = name[0] != '\0' ? name : "step";
    if (!taken(draft, index, name))
        return name;
    if (text_is(step->entry->method, "POST")) {
        const char *submit = arena_printf(draft->arena, "submit %s", name);
        if (!taken(draft, index, submit))
            return submit;
    }
    const char *longer = first_wish(draft->arena, step, &s, true);
    if (!taken(draft, index, longer))
        return longer;
    const char *second = arena_printf(draft->arena, "%s again", name);
    if (!taken(draft, index, second))
        return second;
    for (size_t n = 3;; n++) {
        const char *numbered = arena_printf(draft->arena, "%s %zu", name, n);
        if (!taken(draft, index, numbered))
            return numbered;
    }
}

void name_steps(struct draft *draft)
{
    for (size_t i = 0; i < draft->step_count; i++)
        draft->steps[i].name = name_of(draft, i);
}
