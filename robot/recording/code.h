/* SPDX-License-Identifier: Apache-2.0 */
/* code.h - the member of answers that tells how business went: HTTP 200 with code "E1002" is a no. */
#pragma once

#include <stdbool.h>

struct draft;
struct step;

/* Finds it, when most answers have it with one value. */
void code_find(struct draft *draft);

/* The step's answer has another value than most. */
bool code_differs(const struct draft *draft, const struct step *step);
