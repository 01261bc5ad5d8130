/* SPDX-License-Identifier: Apache-2.0 */
/* choose.h - which exchanges become steps. */
#pragma once

#include <stdbool.h>

struct draft;

/* Fills in the steps: no noise, no strangers, what was asked again and again once. */
void choose_steps(struct draft *draft);

/* What went wrong and was done again is left out, by the business code when there is one. */
void choose_last_tries(struct draft *draft);

/* Pages that nothing was captured from; unless there are only pages, or all are wanted. */
void choose_pages(struct draft *draft, bool all);
