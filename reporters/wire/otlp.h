/* SPDX-License-Identifier: Apache-2.0 */
/* otlp.h - a run as an OTLP/HTTP JSON trace: the journey is the trace, a step is a span. Pure.
 *
 * https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding: lowerCamelCase, ids in hex, 64-bit
 * numbers as texts, enums as numbers. Attributes by the semantic conventions for HTTP, stable since
 * 1.23; what they have no word for begins with xunjian. */
#pragma once

#include <stddef.h>

struct buffer;
struct record;

/* An ExportTraceServiceRequest. Runs without a trace id are left out. */
void otlp_traces(const struct record *const *records, size_t count, const char *version,
                 struct buffer *out);

/* Spans it would write for it: the root, and every step that was tried. */
size_t otlp_span_count(const struct record *record);
