/* SPDX-License-Identifier: Apache-2.0 */
/* page_budget.h - what a page took more of than it may: time, movement, requests, bytes. Pure. */
#pragma once

#include "model/finding.h"
#include "model/journey.h"

struct arena;
struct observation;

enum { MOST_PAGE_BUDGET_FINDINGS = 13 };

/* One degraded finding for each limit crossed, naming the element, script or request behind it, into
 * `ret` (room for MOST_PAGE_BUDGET_FINDINGS); returns how many. What was not measured is not over. */
size_t page_budget_judge(const struct page_budget *budget, const struct observation *saw,
                         struct place at, struct arena *arena, struct finding *ret);
