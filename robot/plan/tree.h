/* SPDX-License-Identifier: Apache-2.0 */
/* tree.h - any YAML value with templates in it: a JSON body, an operand, a variable.
 *
 * Parts without templates are values already and are shared by all runs. */
#pragma once

#include "base/diag.h"

struct arena;
struct fault;
struct generator;
struct json;
struct node;
struct scope;
struct template;
struct tree;

/* Never NULL; mistakes in templates are added to `diags`. */
const struct tree *tree_compile(struct arena *arena, const struct generator *const *functions,
                                const struct node *node, struct diags *diags);

/* NULL when something in it must be evaluated first. */
const struct json *tree_constant(const struct tree *tree);

/* NULL with *ret_fault told. A plain scalar that is one whole placeholder has the type of its
 * variable; !!int, !!float and !!bool ask for a type; anything else with ${} is a string. */
const struct json *tree_value(const struct tree *tree, struct scope *scope, struct arena *arena,
                              struct fault *ret_fault);

/* True when evaluating it makes a heavy call (model/generator.h). */
bool tree_is_heavy(const struct tree *tree);

struct place tree_place(const struct tree *tree);

/* As template_variables, for every template below. */
void tree_variables(const struct tree *tree,
                    void (*seen)(struct text name, struct place at, void *listener),
                    void *listener);
