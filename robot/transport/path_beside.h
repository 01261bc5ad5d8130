/* SPDX-License-Identifier: Apache-2.0 */
/* path_beside.h - files that a step names. */
#pragma once

#include "base/text.h"

struct attempt;

/* `path` as seen from the folder of the file the step is written in; in the attempt's arena. */
const char *path_beside(const struct attempt *attempt, struct text path);
