/* SPDX-License-Identifier: Apache-2.0 */
/* template.h - text with ${...} in it, split once when the plan is made.
 *
 * `${name}`, `${name.field}`, `${name[0]}`, `${function(arguments)}`; `$${` is a literal `${`.
 * The compiled form is immutable and shared; evaluating needs a scope, which is the run's. */
#pragma once

#include "base/text.h"

struct arena;
struct fault;
struct json;
struct scope;
struct template;

/* True when there is nothing to substitute: *ret is the text itself. */
bool template_constant(const struct template *t, struct text *ret);

/* Evaluates into `arena`. False with *ret_fault told (reason template, phase send) when a variable
 * is unset or a function fails; the message never holds a value, only names. */
bool template_text(const struct template *t, struct scope *scope, struct arena *arena,
                   struct text *ret, struct fault *ret_fault);

/* As a value: a plain (unquoted) scalar that is one whole placeholder keeps its variable's type; a
 * constant plain scalar has the type YAML gives it; everything else is a string. */
const struct json *template_value(const struct template *t, struct scope *scope,
                                  struct arena *arena, struct fault *ret_fault);
