/* SPDX-License-Identifier: Apache-2.0 */
/* expression.c - what stands between ${ and }, by recursive descent.
 *
 * After a mistake the parser skips to the end of that placeholder and goes on: an author sees all
 * mistakes of a file in one pass. */

#include "plan/expression.h"
#include "base/arena.h"
#include "base/fault.h"
#include "base/suggest.h"
#include "document/json.h"
#include "model/generator.h"
#include "plan/template.h"

#include <string.h>

enum { MOST_ARGUMENTS = 16, MOST_PATH = 16, MOST_NESTING = 16 };

static const struct expression *parse_expression(struct parser *p);

static struct diag *complain(struct parser *p, size_t from, size_t to, const char *what,
                             struct text about)
{
    struct place at = place_within(p->place, p->source, p->base + from, to - from);
    return diag_add(p->diags, at, what, TEXT_ARGS(about));
}

static char look(const struct parser *p)
{
    return p->at < p->text.length ? p->text.at[p->at] : '\0';
}

static void skip_blanks(struct parser *p)
{
    while (look(p) == ' ' || look(p) == '\t' || look(p) == '\n')
        p->at++;
}

static bool is_name_byte(char c, bool first)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           (unsigned char)c >= 0x80 || (!first && ((c >= '0' && c <= '9') || c == '-'));
}

static struct text parse_name(struct parser *p)
{
    size_t from = p->at;
    while (p->at < p->text.length && is_name_byte(look(p), p->at == from))
        p->at++;
    return text_slice(p->text, from, p->at);
}

static const struct generator *find_generator(struct parser *p, struct text name, size_t from)
{
    const char *names[128];
    size_t n = 0;
    for (size_t i = 0; p->functions != NULL && p->functions[i] != NULL; i++) {
        if (text_is(name, p->functions[i]->name))
            return p->functions[i];
        if (n < 127)
            names[n++] = p->functions[i]->name;
    }
    names[n] = NULL;
    struct diag *d = complain(p, from, from + name.length, "unknown function \"%.*s\"", name);
    const char *near = suggest(name, names);
    if (near != NULL)
        d->hint = arena_printf(p->diags->arena, "did you mean \"%s\"?", near);
    return NULL;
}

/* '...' has no escapes but '' for a quote; "..." has \" \\ \n \t. */
static const struct expression *parse_quoted(struct parser *p)
{
    char quote = look(p);
    size_t from = ++p->at;
    char *out = arena_alloc(p->arena, p->text.length - from + 1);
    size_t n = 0;
    bool escaped = false;
    while (p->at < p->text.length && look(p) != quote) {
        char c = p->text.at[p->at++];
        if (quote == '"' && c == '\\' && p->at < p->text.length) {
            char e = p->text.at[p->at++];
            c = e == 'n' ? '\n' : e == 't' ? '\t' : e;
            escaped = true;
        }
        out[n++] = c;
    }
    if (p->at == p->text.length) {
        complain(p, from - 1, p->at, "no closing quote for %.*s",
                 text_slice(p->text, from - 1, p->at));
        return NULL;
    }
    p->at++;
    struct text text = {.at = out, .length = n};
    struct expression *e = arena_make(p->arena, struct expression);
    e->at = place_within(p->place, p->source, p->base + from - 1, p->at - from + 1);
    e->source = text_slice(p->text, from - 1, p->at);
    if (text_find(text, text_of("${"), 0) < 0) {
        e->constant = json_string(p->arena, text);
        return e;
    }
    if (p->nesting >= MOST_NESTING) {
        complain(p, from, p->at, "templates are nested too deep in %.*s", text);
        return NULL;
    }
    e->kind = EXPRESSION_TEMPLATE;
    e->template = template_compile(p->arena, p->functions, text, escaped ? p->place : e->at,
                                   false, p->diags);
    return e;
}

static const struct expression *parse_number(struct parser *p)
{
    size_t from = p->at;
    while (p->at < p->text.length && strchr("+-.0123456789eE", look(p)) != NULL)
        p->at++;
    struct text lexeme = text_slice(p->text, from, p->at);
    if (!json_is_number(lexeme)) {
        complain(p, from, p->at, "\"%.*s\" is not a number", lexeme);
        return NULL;
    }
    struct expression *e = arena_make(p->arena, struct expression);
    e->constant = json_number(p->arena, text_copy(p->arena, lexeme));
    return e;
}

static bool parse_path(struct parser *p, struct expression *e)
{
    struct path_item items[MOST_PATH];
    size_t n = 0;
    while (look(p) == '.' || look(p) == '[') {
        size_t from = p->at;
        bool index = p->text.at[p->at++] == '[';
        struct path_item item = {0};
        if (index) {
            size_t digits = p->at;
            while (look(p) == '-' || (look(p) >= '0' && look(p) <= '9'))
                p->at++;
            if (!text_to_int(text_slice(p->text, digits, p->at), -100000, 100000,
                             &item.index) ||
                look(p) != ']') {
                complain(p, from, p->at + 1, "expected an index such as [0] after \"%.*s\"",
                         text_slice(p->text, 0, from));
                return false;
            }
            p->at++;
        } else {
            item.member = text_copy(p->arena, parse_name(p));
            if (item.member.length == 0) {
                complain(p, from, p->at + 1, "expected a name after \"%.*s\"",
                         text_slice(p->text, from, p->at));
                return false;
            }
        }
        if (n == MOST_PATH) {
            complain(p, from, p->at, "the path is too long at \"%.*s\"",
                     text_slice(p->text, from, p->at));
            return false;
        }
        items[n++] = item;
    }
    struct path_item *kept = arena_array(p->arena, n + 1, struct path_item);
    memcpy(kept, items, n * sizeof *kept);
    e->path = kept;
    e->path_length = n;
    return true;
}

static bool parse_arguments(struct parser *p, struct expression *e)
{
    const struct expression *arguments[MOST_ARGUMENTS];
    size_t n = 0;
    p->at++; /* ( */
    skip_blanks(p);
    while (look(p) != ')') {
        if (n == MOST_ARGUMENTS) {
            complain(p, p->at, p->at + 1, "too many arguments at \"%.*s\"",
                     text_slice(p->text, p->at, p->at + 1));
            return false;
        }
        if ((arguments[n] = parse_expression(p)) == NULL)
            return false;
        n++;
        skip_blanks(p);
        if (look(p) == ',') {
            p->at++;
            skip_blanks(p);
        } else if (look(p) != ')') {
            complain(p, p->at, p->at + 1, "expected \",\" or \")\" in the call, found \"%.*s\"",
                     text_slice(p->text, p->at, p->at + 1));
            return false;
        }
    }
    p->at++;
    e->arguments = arena_array(p->arena, n + 1, const struct expression *);
    memcpy(e->arguments, arguments, n * sizeof *arguments);
    e->argument_count = n;
    return true;
}

static bool check_call(struct parser *p, const struct expression *e, size_t from)
{
    const struct generator *g = e->generator;
    if (e->argument_count >= g->least && e->argument_count <= g->most)
        return true;
    complain(p, from, p->at, "wrong number of arguments in %.*s",
             text_slice(p->text, from, p->at))
        ->hint = arena_printf(p->diags->arena, "use it as %s", g->usage);
    return false;
}

/* A constant function of constants is a constant: computed once, here. */
static const struct expression *fold(struct parser *p, struct expression *e, size_t from)
{
    for (size_t i = 0; i < e->argument_count; i++)
        if (e->arguments[i]->kind != EXPRESSION_CONSTANT)
            return e;
    if (!e->generator->constant || e->path_length > 0)
        return e;
    struct fault fault = {0};
    const struct json *value = expression_value(e, NULL, p->arena, &fault);
    if (value == NULL) {
        complain(p, from, p->at, "%.*s", text_of(fault.message));
        return NULL;
    }
    struct expression *folded = arena_make(p->arena, struct expression);
    *folded = (struct expression){.constant = value, .at = e->at, .source = e->source};
    return folded;
}

static const struct expression *parse_named(struct parser *p)
{
    size_t from = p->at;
    struct text name = parse_name(p);
    struct expression *e = arena_make(p->arena, struct expression);
    if (text_is(name, "true") || text_is(name, "false") || text_is(name, "null")) {
        e->constant = text_is(name, "null") ? json_null() : json_bool(text_is(name, "true"));
        return e;
    }
    bool call = look(p) == '(';
    e->kind = call ? EXPRESSION_CALL : EXPRESSION_VARIABLE;
    e->name = text_copy(p->arena, name);
    if (call) {
        /* The arguments are read even when the function is unknown, to find mistakes in them. */
        e->generator = find_generator(p, name, from);
        if (!parse_arguments(p, e) || e->generator == NULL || !check_call(p, e, from))
            return NULL;
    }
    if (!parse_path(p, e))
        return NULL;
    e->at = place_within(p->place, p->source, p->base + from, p->at - from);
    e->source = text_slice(p->text, from, p->at);
    return call ? fold(p, e, from) : e;
}

static const struct expression *parse_expression(struct parser *p)
{
    skip_blanks(p);
    char c = look(p);
    if (++p->nesting > MOST_NESTING) {
        complain(p, p->at, p->at + 1, "calls are nested too deep at \"%.*s\"",
                 text_slice(p->text, p->at, p->at + 1));
        return NULL;
    }
    const struct expression *e = NULL;
    if (c == '\'' || c == '"')
        e = parse_quoted(p);
    else if (c == '-' || (c >= '0' && c <= '9'))
        e = parse_number(p);
    else if (is_name_byte(c, true))
        e = parse_named(p);
    else
        complain(p, p->at, p->at + 1, "expected a variable or a function, found \"%.*s\"",
                 text_slice(p->text, p->at, p->at + 1));
    p->nesting--;
    return e;
}

/* Behind the placeholder that begins at p->at, for going on after a mistake. */
static void skip_placeholder(struct parser *p)
{
    ptrdiff_t end = text_find(p->text, text_of("}"), p->at);
    p->at = end < 0 ? p->text.length : (size_t)end + 1;
}

const struct expression *expression_parse(struct parser *p)
{
    size_t from = p->at;
    p->at += 2;
    const struct expression *e = parse_expression(p);
    skip_blanks(p);
    if (e != NULL && look(p) == '}') {
        p->at++;
        return e;
    }
    if (e != NULL && p->at == p->text.length)
        complain(p, from, p->at, "no closing } for \"%.*s\"", text_slice(p->text, from, p->at));
    else if (e != NULL)
        complain(p, p->at, p->at + 1, "expected } to close the placeholder, found \"%.*s\"",
                 text_slice(p->text, p->at, p->at + 1));
    skip_placeholder(p);
    return NULL;
}
