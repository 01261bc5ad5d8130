/* SPDX-License-Identifier: Apache-2.0 */
/* otlp.h - a run as an OTLP/HTTP JSON trace: the journey is the trace, a step is a span. Pure.
 *
 * https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding */
#pragma once

#include <stddef.h>

struct buffer;
struct record;

void otlp_traces(const struct record *const *records, size_t count, const char *version,
                 struct buffer *out);
