/* SPDX-License-Identifier: Apache-2.0 */
/* template.h - text with ${...} in it, split once when the plan is made.
 *
 *   ${name}  ${name.field}  ${name[0]}     a variable, a member of it, an item of it
 *   ${function(argument, ...)}             arguments: variables, calls, 'text', "text", 12, true
 *   $${                                    a literal ${
 *
 * Text arguments may hold ${...} again. The compiled form is immutable and shared by threads;
 * evaluating needs a scope, which belongs to one run. */
#pragma once

#include "base/diag.h"
#include "base/text.h"

struct arena;
struct fault;
struct generator;
struct json;
struct scope;
struct template;

/* Compiles `source`. What is wrong is added to `diags`, placed inside `at`, and the rest compiled
 * on, so that one pass finds every mistake; the result is never NULL. `plain` tells that the scalar
 * was not quoted. Calls of constant functions on constant arguments are folded here: file() and
 * env() read the world once, when the plan is made. */
const struct template *template_compile(struct arena *arena,
                                        const struct generator *const *functions,
                                        struct text source, struct place at, bool plain,
                                        struct diags *diags);

/* True when there is nothing to substitute: *ret is the whole text. */
bool template_constant(const struct template *t, struct text *ret);

/* What is known of an address before it is filled in: "${base}/fund/${code}" is "/fund/:id". A placeholder at the
 * beginning is left out, of the others each is ":id". In the arena. */
const char *template_outline(const struct template *t, struct arena *arena);

/* True when evaluating it makes a heavy call (model/generator.h). */
bool template_is_heavy(const struct template *t);

/* Evaluates into `arena`. False with *ret_fault told when a variable is unset (phase robot: the
 * scenario is at fault, not the app) or a function fails on what it was given (phase send). The
 * message names variables and functions, never a value. */
bool template_text(const struct template *t, struct scope *scope, struct arena *arena,
                   struct text *ret, struct fault *ret_fault);

/* As a value: a plain scalar that is one whole placeholder keeps its variable's type, everything
 * else is a string. NULL with *ret_fault told. */
const struct json *template_value(const struct template *t, struct scope *scope,
                                  struct arena *arena, struct fault *ret_fault);

/* Calls seen(name, place, listener) for every variable the template reads, for the plan's check
 * that each is set somewhere. */
void template_variables(const struct template *t,
                        void (*seen)(struct text name, struct place at, void *listener),
                        void *listener);

/* `t` moved on by `from` bytes and cut to `length` of them, when the scalar stands on one line as
 * written; otherwise the whole of it. */
struct place place_within(struct place at, struct text source, size_t from, size_t length);
