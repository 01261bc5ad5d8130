/* SPDX-License-Identifier: Apache-2.0 */
/* jsonpath_term.c - parses literals, queries and calls, and checks what functions are given. */

#include "query/jsonpath_term.h"
#include "base/arena.h"
#include "document/json.h"
#include "query/iregexp.h"
#include "query/jsonpath_function.h"
#include "query/jsonpath_parse.h"
#include "query/query.h"

static bool parse_string(struct scan *s, struct term *term)
{
    struct text text;
    if (!scan_string(s, &text))
        return false;
    term->literal = json_string(s->arena, text);
    return true;
}

/* Section 2.3.5.1's number is JSON's. */
static bool parse_number(struct scan *s, struct term *term)
{
    struct text rest = text_slice(s->in, s->at, s->in.length);
    size_t length = json_number_length(rest);
    s->at += length;
    int c = scan_look(s, 0);
    if (length == 0 || (c >= '0' && c <= '9') || c == '.' || c == 'e' || c == 'E')
        return scan_fail(s, term->offset, "not a number as JSON writes them");
    term->literal = json_number(s->arena, text_slice(rest, 0, length));
    return true;
}

static bool parse_query(struct scan *s, struct term *term)
{
    struct path *path = arena_make(s->arena, struct path);
    path->absolute = scan_look(s, 0) == '$';
    s->at++;
    term->kind = TERM_QUERY;
    term->path = path;
    return parse_segments(s, path);
}

static bool fail_argument(struct scan *s, const struct term *term, const struct function *f,
                          const char *problem)
{
    return scan_fail(s, term->offset, arena_printf(s->arena, "%s %s", f->usage, problem));
}

static bool check_argument(struct scan *s, const struct term *term, const struct function *f,
                           enum function_type wanted)
{
    if (wanted == TYPE_NODES)
        return term->kind == TERM_QUERY || fail_argument(s, term, f, "takes a query");
    if (term->kind == TERM_QUERY && !term->path->singular)
        return fail_argument(s, term, f,
                             "takes one value: this query may find several (use value())");
    if (term->kind == TERM_CALL && term->call->function->result != TYPE_VALUE)
        return fail_argument(s, term, f, "takes a value, not a yes or no");
    return true;
}

static bool parse_argument(struct scan *s, struct call *call, size_t index)
{
    const struct function *f = call->function;
    scan_blanks(s);
    int c = scan_look(s, 0);
    if (c == '!' || c == '(')
        return scan_fail(s, s->at, arena_printf(s->arena, "%s takes no condition", f->usage));
    const struct term *term = parse_term(s);
    if (term == NULL)
        return false;
    if (index >= f->parameter_count)
        return scan_fail(s, term->offset,
                         arena_printf(s->arena, "%s takes no more arguments", f->usage));
    call->arguments[index] = term;
    return check_argument(s, term, f, f->parameters[index]);
}

static bool parse_arguments(struct scan *s, struct call *call)
{
    size_t count = 0;
    scan_blanks(s);
    if (scan_look(s, 0) != ')') {
        do {
            if (!parse_argument(s, call, count++))
                return false;
            scan_blanks(s);
        } while (scan_take(s, ","));
    }
    if (scan_look(s, 0) != ')')
        return scan_fail(s, s->at,
                         arena_printf(s->arena, "expected , or ) in the arguments of %s",
                                      call->function->usage));
    if (count < call->function->parameter_count)
        return scan_fail(
            s, s->at, arena_printf(s->arena, "%s takes more arguments", call->function->usage));
    s->at++;
    return true;
}

/* A literal that is no I-Regexp matches nothing (section 2.4.6): that is no error. */
static void compile_pattern(struct scan *s, struct call *call)
{
    const struct term *last = call->arguments[call->function->parameter_count - 1];
    if (call->function->pattern == PATTERN_NONE || last->kind != TERM_LITERAL)
        return;
    call->literal_pattern = true;
    if (last->literal->kind == JSON_STRING)
        call->regex = iregexp_compile(s->arena, last->literal->text,
                                      call->function->pattern == PATTERN_WHOLE);
}

static bool fail_function(struct scan *s, const struct term *term, struct text name)
{
    const char *near = function_suggest(name);
    return scan_fail(s, term->offset,
                     near != NULL
                         ? arena_printf(s->arena, "unknown function %.*s (did you mean %s?)",
                                        TEXT_ARGS(name), near)
                         : arena_printf(s->arena, "unknown function %.*s", TEXT_ARGS(name)));
}

/* Behind the opening parenthesis. */
static bool parse_call(struct scan *s, struct term *term, struct text name)
{
    struct call *call = arena_make(s->arena, struct call);
    call->function = function_find(name);
    if (call->function == NULL)
        return fail_function(s, term, name);
    term->kind = TERM_CALL;
    term->call = call;
    if (!parse_deeper(s))
        return false;
    bool well = parse_arguments(s, call);
    s->depth--;
    if (well)
        compile_pattern(s, call);
    return well;
}

static bool parse_word(struct scan *s, struct term *term)
{
    struct text word = scan_word(s);
    if (word.length > 0 && scan_take(s, "("))
        return parse_call(s, term, word);
    if (text_is(word, "null"))
        term->literal = json_null();
    else if (text_is(word, "true") || text_is(word, "false"))
        term->literal = json_bool(word.length == 4);
    if (term->literal != NULL)
        return true;
    s->at = term->offset;
    bool name = scan_name(s).length > 0;
    return scan_fail(s, term->offset,
                     name ? "unknown word: members are written @.name, strings in quotes"
                          : "expected @ or $, a literal, a function, ! or (");
}

const struct term *parse_term(struct scan *s)
{
    struct term *term = arena_make(s->arena, struct term);
    term->offset = s->at;
    int c = scan_look(s, 0);
    bool well = c == '@' || c == '$'                 ? parse_query(s, term)
                : c == '\'' || c == '"'              ? parse_string(s, term)
                : c == '-' || (c >= '0' && c <= '9') ? parse_number(s, term)
                                                     : parse_word(s, term);
    return well ? term : NULL;
}
