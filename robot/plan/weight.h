/* SPDX-License-Identifier: Apache-2.0 */
/* weight.h - does filling these in take longer than a loop may be away? Asked once, by the plan. */
#pragma once

#include "model/journey.h"

bool weight_bindings(const struct bindings *bindings);
bool weight_assertions(const struct assertions *asked);
/* Assertions, captures and until of a step. */
bool weight_judging(const struct step *step);
/* Everything evaluated when a run of it begins: its variables, its environment's, its variants'. */
bool weight_beginning(const struct journey *journey);
