/* SPDX-License-Identifier: Apache-2.0 */
/* validate.h - JSON Schema, as much of it as our schemas use: for proving that schema and reader
 * agree. */
#pragma once

#include "document/json.h"

/* Whether `schema` takes `value`. A keyword not known here fails the test: a validator that skips
 * what it does not know proves nothing. `root` is where $ref starts. */
bool validate(const struct json *root, const struct json *schema, const struct json *value);
