/* SPDX-License-Identifier: Apache-2.0 */
/* outcome.c - looking things up in an outcome. */

#include "model/outcome.h"

const struct observation *step_outcome_saw(const struct step_outcome *step)
{
    return step->try_count > 0 ? step->tries[step->try_count - 1].saw : NULL;
}
