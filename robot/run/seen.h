/* SPDX-License-Identifier: Apache-2.0 */
/* seen.h - whether a step's questions can be answered from what its way of driving a browser shows. */
#pragma once

#include <stdbool.h>

struct arena;
struct fault;
struct page_sight;
struct step;

/* False with *ret_fault, the scenario's: something is asked that was not looked at, which is neither right
 * nor wrong. `page`: NULL for steps outside of a browser, of which everything is seen. */
bool seen_check(const struct step *step, const struct page_sight *page, struct arena *arena,
                struct fault *ret_fault);
