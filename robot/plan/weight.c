/* SPDX-License-Identifier: Apache-2.0 */
/* weight.c - whether heavy generators are called, added up over what is evaluated together. */

#include "plan/weight.h"
#include "model/environment.h"
#include "plan/template.h"
#include "plan/tree.h"

bool weight_bindings(const struct bindings *bindings)
{
    for (size_t i = 0; i < bindings->count; i++)
        if (bindings->items[i].value != NULL && tree_is_heavy(bindings->items[i].value))
            return true;
    return false;
}

static bool question_heavy(const struct question *q)
{
    return q->compiled == NULL && q->operand != NULL && template_is_heavy(q->operand);
}

bool weight_assertions(const struct assertions *asked)
{
    for (size_t i = 0; i < asked->count; i++) {
        const struct assertion *a = &asked->items[i];
        if (question_heavy(&a->question))
            return true;
        for (size_t k = 0; k < a->expectation_count; k++) {
            const struct expectation *e = &a->expectations[k];
            if (e->compiled == NULL && e->operand != NULL && tree_is_heavy(e->operand))
                return true;
        }
    }
    return false;
}

bool weight_judging(const struct step *step)
{
    for (size_t i = 0; i < step->capture_count; i++) {
        const struct capture *c = &step->captures[i];
        if (question_heavy(&c->question) || (c->fallback != NULL && tree_is_heavy(c->fallback)))
            return true;
    }
    return weight_assertions(&step->asserts) ||
           (step->repeat != NULL && weight_assertions(&step->repeat->until));
}

bool weight_beginning(const struct journey *journey)
{
    for (size_t i = 0; i < journey->variant_count; i++)
        if (weight_assertions(&journey->variants[i].when) ||
            weight_bindings(&journey->variants[i].variables))
            return true;
    return weight_bindings(&journey->variables) ||
           (journey->environment != NULL && weight_bindings(&journey->environment->variables));
}
