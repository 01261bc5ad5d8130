/* SPDX-License-Identifier: Apache-2.0 */
/* expression.h - the compiled form of templates: the plan room's own, shared by the template
 * parser and the evaluator. */
#pragma once

#include "base/diag.h"
#include "base/text.h"

struct arena;
struct fault;
struct generator;
struct json;
struct scope;

enum expression_kind {
    EXPRESSION_CONSTANT = 0,
    EXPRESSION_VARIABLE,
    EXPRESSION_CALL,
    EXPRESSION_TEMPLATE, /* a quoted argument with ${...} in it */
};

/* One .member or [index] after a variable or a call. */
struct path_item {
    struct text member; /* at NULL: an index */
    long long index;
};

struct expression {
    enum expression_kind kind;
    const struct json *constant;
    struct text name; /* of the variable */
    const struct generator *generator;
    const struct expression **arguments;
    size_t argument_count;
    const struct template *template;
    const struct path_item *path;
    size_t path_length;
    struct place at;
    struct text source; /* as written, for messages */
};

struct part {
    struct text literal;                 /* when expression is NULL */
    const struct expression *expression; /* or NULL */
};

struct template
{
    struct text source;
    struct part *parts;
    size_t count;
    bool plain;
    struct place at;
};

/* Reading one template's text. */
struct parser {
    struct arena *arena;
    const struct generator *const *functions;
    struct text source; /* of the outermost template: places are within it */
    struct place place;
    struct text text; /* what is being parsed: source, or a quoted argument in it */
    size_t at;
    size_t base; /* where `text` begins in `source` */
    int nesting;
    struct diags *diags;
};

/* Reads the placeholder that begins at p->at and moves behind it. NULL when it is wrong: the diag is
 * added, and p->at stands where reading can go on. */
const struct expression *expression_parse(struct parser *p);

/* NULL with *ret_fault told. */
const struct json *expression_value(const struct expression *e, struct scope *scope,
                                    struct arena *arena, struct fault *ret_fault);
