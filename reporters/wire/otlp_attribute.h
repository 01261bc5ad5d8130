/* SPDX-License-Identifier: Apache-2.0 */
/* otlp_attribute.h - what spans are said to be: attributes by the semantic conventions. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct json_out;
struct record;
struct record_step;

/* One KeyValue each. NULL and "" are left out. */
void otlp_string(struct json_out *out, const char *key, const char *value);
void otlp_int(struct json_out *out, const char *key, int64_t value); /* never negative */
void otlp_bool(struct json_out *out, const char *key, bool value);

/* All of a run's and of a step's. */
void otlp_journey(struct json_out *out, const struct record *record);
void otlp_step(struct json_out *out, const struct record_step *step);
