/* SPDX-License-Identifier: Apache-2.0 */
/* fresh.h - values that have to be new each time: times, random ids, codes sent to a customer. */
#pragma once

#include "base/text.h"

#include <stdint.h>

struct draft;

/* A template that makes such a value anew; NULL when it is none. */
const char *fresh_value(struct draft *draft, int64_t started_ms, struct text key,
                        struct text value);
