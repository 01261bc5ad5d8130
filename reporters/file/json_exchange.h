/* SPDX-License-Identifier: Apache-2.0 */
/* json_exchange.h - one exchange of the JSON report. For json.c. */
#pragma once

#include "model/observation.h"

struct json_out;

/* Bodies are kept up to body_bytes. */
void json_exchange(const struct exchange *exchange, size_t body_bytes, struct json_out *out);

void json_timing(const struct timing *timing, struct json_out *out);
void json_fault(const struct fault *fault, struct json_out *out);
