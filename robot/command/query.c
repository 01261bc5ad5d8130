/* SPDX-License-Identifier: Apache-2.0 */
/* query.c - `xunjian query LANGUAGE EXPRESSION [FILE]`: what an expression finds, as a JSON array.
 *
 * For trying an expression before it goes into a journey, so it is the journeys' own evaluation.
 * Exit codes: 0 evaluated, whatever was found; 1 the document is not what the language reads, or
 * crosses a limit; 2 it could not be read, or wrong usage; 3 the expression is wrong. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/diag.h"
#include "base/encode.h"
#include "base/files.h"
#include "base/suggest.h"
#include "command/command.h"
#include "command/options.h"
#include "command/print.h"
#include "document/json.h"
#include "model/subject.h"
#include "query/css.h"
#include "query/html.h"
#include "query/jsonpath.h"
#include "query/regex.h"
#include "query/xpath.h"

#include <stddef.h>
#include <string.h>
#include <unistd.h>

enum { MOST_ARGUMENTS = 64, MOST_DOCUMENT_BYTES = 64 << 20, MOST_OUTPUT_BYTES = 256 << 20 };
enum { FLUSH_BYTES = 64 * 1024 };

struct query {
    bool paths;
    struct arena *arena;
    struct source expression, document;
    struct diags diags;
    struct buffer out;
    size_t printed; /* results so far */
    bool broken;    /* standard output does not take any more */
};

struct language {
    const char *name;
    const void *(*compile)(struct arena *arena, struct text expression,
                           struct query_error *ret_error);
    /* Prints what was found; false with a diag added when the document is to blame. */
    bool (*select)(const void *compiled, struct query *query);
};

static const struct option options[] = {
    {.name = "paths",
     .letter = 'p',
     .type = OPTION_FLAG,
     .at = offsetof(struct query, paths),
     .text =
         "jsonpath: print where the values are, as normalized paths, instead of the values"},
    {0},
};

/* Between results, so that a large answer is not held whole. */
static void begin_result(struct query *query)
{
    buffer_add_string(&query->out, query->printed++ == 0 ? "[" : ",");
    if (query->out.length < FLUSH_BYTES)
        return;
    query->broken = query->broken || !print_bytes(&query->out);
    buffer_clear(&query->out);
}

static bool fail_document(struct query *query, const char *problem)
{
    diag_add(&query->diags, (struct place){.source = &query->document}, "%s", problem);
    return false;
}

static const void *compile_jsonpath(struct arena *arena, struct text expression,
                                    struct query_error *ret_error)
{
    return jsonpath_compile(arena, expression, ret_error);
}

static bool print_nodes(const void *compiled, struct query *query, const struct json *root)
{
    struct nodes nodes;
    const char *problem;
    if (!jsonpath_select(compiled, root, query->arena, &nodes, &problem))
        return fail_document(query, problem);
    for (size_t i = 0; i < nodes.count && !query->broken; i++) {
        begin_result(query);
        if (!query->paths) {
            json_write(nodes.items[i]->value, &query->out);
            continue;
        }
        struct buffer path;
        buffer_init(&path, MOST_OUTPUT_BYTES);
        jsonpath_write_path(nodes.items[i], &path);
        json_write_string(buffer_text(&path), &query->out);
        buffer_done(&path);
    }
    return true;
}

static bool select_jsonpath(const void *compiled, struct query *query)
{
    struct json_error error;
    const struct json *root =
        json_parse(query->arena, query->document.bytes, &json_default_limits, &error);
    if (root != NULL)
        return print_nodes(compiled, query, root);
    struct place at = {&query->document, error.line, error.column, 1};
    diag_add(&query->diags, at, error.limit ? "%s" : "the document is not JSON: %s",
             error.message);
    return false;
}

static const void *compile_xpath(struct arena *arena, struct text expression,
                                 struct query_error *ret_error)
{
    return xpath_compile(arena, expression, ret_error);
}

static const void *compile_css(struct arena *arena, struct text expression,
                               struct query_error *ret_error)
{
    return css_compile(arena, expression, ret_error);
}

/* A page has a header to say what it is; a file only has its name. */
static struct text content_type(const char *name)
{
    bool xml = text_ends_with(text_of(name), text_of(".xml"));
    return text_of(xml ? "application/xml" : "");
}

static bool select_xpath(const void *compiled, struct query *query)
{
    const char *problem;
    struct extracted found = {0};
    const struct html *page =
        html_parse(query->arena, query->document.bytes, content_type(query->document.name),
                   html_usual_limits, &problem);
    if (page == NULL)
        return fail_document(query, problem);
    xpath_select(compiled, page, query->arena, &found);
    if (found.problem != NULL)
        return fail_document(query, found.problem);
    for (size_t i = 0; i < found.count && !query->broken; i++) {
        begin_result(query);
        json_write(found.items[i], &query->out);
    }
    return true;
}

static const void *compile_regex(struct arena *arena, struct text expression,
                                 struct query_error *ret_error)
{
    return regex_compile(arena, expression, ret_error);
}

/* The first group, when the expression has one: what a journey would capture. */
static bool print_match(void *thing, const struct regex_match *match)
{
    struct query *query = thing;
    begin_result(query);
    json_write_string(match->groups[match->count > 1 ? 1 : 0], &query->out);
    return !query->broken;
}

static bool select_regex(const void *compiled, struct query *query)
{
    return regex_each(compiled, query->document.bytes, print_match, query) != REGEX_LIMIT ||
           fail_document(query, "the expression takes too long on this document");
}

static const struct language languages[] = {
    {"css", compile_css, select_xpath},
    {"jsonpath", compile_jsonpath, select_jsonpath},
    {"regex", compile_regex, select_regex},
    {"xpath", compile_xpath, select_xpath},
};

enum { LANGUAGE_COUNT = sizeof languages / sizeof languages[0] };

static const struct language *find_language(const struct command *self, const char *name)
{
    const char *names[LANGUAGE_COUNT + 1] = {NULL};
    for (size_t i = 0; i < LANGUAGE_COUNT; i++) {
        names[i] = languages[i].name;
        if (strcmp(name, names[i]) == 0)
            return &languages[i];
    }
    const char *near = suggest(text_of(name), names);
    if (near != NULL)
        options_wrong(self, "unknown language \"%.100s\" (did you mean \"%s\"?)", name, near);
    else
        options_wrong(
            self, "unknown language \"%.100s\": expected jsonpath, xpath, css or regex", name);
    return NULL;
}

static bool read_document(struct query *query, const char *path)
{
    const char *why;
    bool standard = path == NULL || strcmp(path, "-") == 0;
    query->document.name = standard ? "standard input" : path;
    if (standard
            ? files_read_fd(query->arena, STDIN_FILENO, MOST_DOCUMENT_BYTES,
                            &query->document.bytes, &why)
            : files_read(query->arena, path, MOST_DOCUMENT_BYTES, &query->document.bytes, &why))
        return true;
    print_error("xunjian query: could not read %s: %s\n", query->document.name, why);
    return false;
}

static int print_found(const struct language *language, const void *compiled,
                       struct query *query)
{
    if (!language->select(compiled, query)) {
        print_diags(&query->diags);
        return EXIT_FAILED;
    }
    buffer_add_string(&query->out, query->printed == 0 ? "[]\n" : "]\n");
    if (query->broken || query->out.full || !print_bytes(&query->out))
        return EXIT_INTERNAL;
    return EXIT_PASSED;
}

static int answer(const struct language *language, struct query *query, const char *path)
{
    struct query_error error = {0};
    const void *compiled = language->compile(query->arena, query->expression.bytes, &error);
    if (compiled == NULL) {
        diag_add(&query->diags, place_at(&query->expression, error.offset), "%s",
                 error.message);
        print_diags(&query->diags);
        return EXIT_WRONG_FILE;
    }
    if (!read_document(query, path))
        return EXIT_USAGE;
    return print_found(language, compiled, query);
}

static int run(const struct command *self, int argc, char **argv)
{
    struct query query = {0};
    const char *rest[MOST_ARGUMENTS + 1];
    int code = EXIT_USAGE;
    if (argc > MOST_ARGUMENTS)
        return options_wrong(self, "too many arguments");
    if (!options_read(self, argc, argv, &query, rest, &code))
        return code;
    if (rest[0] == NULL || rest[1] == NULL)
        return options_wrong(self, "expected a language (jsonpath, xpath, css, regex) and an "
                                   "expression");
    if (rest[2] != NULL && rest[3] != NULL)
        return options_wrong(self, "expected one document, got \"%.100s\" too", rest[3]);
    const struct language *language = find_language(self, rest[0]);
    if (language == NULL)
        return EXIT_USAGE;
    if (query.paths && language->select != select_jsonpath)
        return options_wrong(self, "--paths is for jsonpath");
    query.arena = arena_new();
    query.expression = (struct source){.name = "expression", .bytes = text_of(rest[1])};
    diags_init(&query.diags, query.arena);
    buffer_init(&query.out, MOST_OUTPUT_BYTES);
    code = answer(language, &query, rest[2]);
    buffer_done(&query.out);
    arena_end(query.arena);
    return code;
}

const struct command command_query = {
    .name = "query",
    .text = "Evaluates an expression on a document and prints a JSON array of what it finds.",
    .arguments = "[OPTIONS] jsonpath|xpath|css|regex EXPRESSION [FILE|-]",
    .options = options,
    .run = run,
};
