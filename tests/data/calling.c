/* SPDX-License-Identifier: Apache-2.0 */
/* calling.c - calling generators from tests, as a template would. */

#include "calling.h"
#include "base/arena.h"

#include <criterion/criterion.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MOST = 16 };

static void note(void *listener, const char *kind, struct text value)
{
    struct caller *c = listener;
    size_t kinds = strlen(c->kinds), values = strlen(c->values);
    c->canaries++;
    snprintf(c->kinds + kinds, sizeof c->kinds - kinds, "%s\n", kind);
    snprintf(c->values + values, sizeof c->values - values, "%.*s\n", TEXT_ARGS(value));
}

void caller_init(struct caller *c)
{
    *c = (struct caller){.arena = arena_new()};
    random_init(&c->random, 1, text_of("test"));
    c->call = (struct generator_call){
        .random = &c->random,
        .now_utc_ns = INT64_C(1769832306789000000),
        .arena = c->arena,
        .canary = note,
        .listener = c,
    };
}

void caller_done(struct caller *c)
{
    arena_end(c->arena);
}

const struct generator *caller_find(const char *name)
{
    for (size_t i = 0; generators[i] != NULL; i++)
        if (strcmp(generators[i]->name, name) == 0)
            return generators[i];
    cr_assert_fail("no generator %s", name);
    return NULL;
}

const struct json *caller_apply(struct caller *c, const char *name,
                                const struct json *const *arguments, size_t count)
{
    const struct generator *g = caller_find(name);
    cr_assert(count >= g->least && count <= g->most, "%s takes %zu to %zu arguments", name,
              g->least, g->most);
    c->call.arguments = arguments;
    c->call.count = count;
    c->call.error = NULL;
    const struct json *made = g->make(&c->call);
    cr_assert((made == NULL) == (c->call.error != NULL), "%s: NULL means an error told", name);
    return made;
}

static const struct json *apply(struct caller *c, const char *name, va_list ap)
{
    const struct json **arguments = arena_array(c->arena, MOST, const struct json *);
    size_t count = 0;
    for (const char *text; (text = va_arg(ap, const char *)) != NULL;)
        arguments[count++] = json_string_of(c->arena, text);
    return caller_apply(c, name, arguments, count);
}

const struct json *caller_make(struct caller *c, const char *name, ...)
{
    va_list ap;
    va_start(ap, name);
    const struct json *made = apply(c, name, ap);
    va_end(ap);
    return made;
}

const char *caller_text(struct caller *c, const char *name, ...)
{
    va_list ap;
    va_start(ap, name);
    const struct json *made = apply(c, name, ap);
    va_end(ap);
    cr_assert_not_null(made, "%s: %s", name, c->call.error);
    return text_string(c->arena, json_to_text(c->arena, made));
}

const char *caller_error(struct caller *c, const char *name, ...)
{
    va_list ap;
    va_start(ap, name);
    const struct json *made = apply(c, name, ap);
    va_end(ap);
    cr_assert_null(made, "%s was to fail", name);
    return c->call.error;
}

const char *caller_member(struct caller *c, const struct json *object, const char *name)
{
    const struct json *member = json_member(object, text_of(name));
    cr_assert_not_null(member, "no member %s", name);
    return text_string(c->arena, json_to_text(c->arena, member));
}
