/* SPDX-License-Identifier: Apache-2.0 */
/* yaml.h - texts and trees as YAML that reads back as the same, and as people write it. */
#pragma once

#include "base/text.h"

#include <stdbool.h>

struct buffer;
struct json;

/* Quoted only where it would otherwise be another value; `flow`: within {} or []. */
void yaml_text(struct text t, bool flow, struct buffer *out);

/* Behind "key:": on the same line when it fits, else below, `indent` blanks in. */
void yaml_value(const struct json *value, int indent, struct buffer *out);
