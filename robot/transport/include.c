/* SPDX-License-Identifier: Apache-2.0 */
/* include.c - the step kind that is none: robot/plan puts the steps of the other journey in its
 * place, so there is nothing to transport. */

#include "plan/include.h"
#include "model/step_kind.h"

#include <stddef.h>

extern const struct step_kind step_kind_include;

const struct step_kind step_kind_include = {
    .name = "include",
    .text = "the steps of another journey stand here",
    .fields = &include_table,
};
