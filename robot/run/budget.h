/* SPDX-License-Identifier: Apache-2.0 */
/* budget.h - what took longer than it may. Pure. */
#pragma once

#include "model/finding.h"
#include "model/journey.h"
#include "model/observation.h"

struct arena;

enum { MOST_BUDGET_FINDINGS = BUDGET_COUNT };

/* One finding for each limit that `time` crosses, into `ret` (room for MOST_BUDGET_FINDINGS);
 * returns how many. Over the limit by more than the timing's uncertainty: degraded. Over it by less:
 * nothing is proven, so the finding passes and its words say why. */
size_t budget_judge(const struct budget *budget, const struct timing *time, struct place at,
                    struct arena *arena, struct finding *ret);

/* "dns" "connect" "tls" "send" "wait" "receive" "first_byte" "total". */
const char *budget_name(int index);
