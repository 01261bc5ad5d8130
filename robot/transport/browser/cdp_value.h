/* SPDX-License-Identifier: Apache-2.0 */
/* cdp_value.h - looking into what a browser says: every member may be missing or of another type. */
#pragma once

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

struct json;

/* NULL, "", `otherwise` or false where there is no such member. A NULL object has no members. */
const struct json *value_of(const struct json *object, const char *name);
struct text value_text(const struct json *object, const char *name);
double value_number(const struct json *object, const char *name, double otherwise);
int64_t value_int(const struct json *object, const char *name, int64_t otherwise);
bool value_flag(const struct json *object, const char *name);
