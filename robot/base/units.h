/* SPDX-License-Identifier: Apache-2.0 */
/* units.h - durations, sizes and moments, as people write and read them. */
#pragma once

#include "base/text.h"

#include <stdint.h>

struct arena;

/* "800ms", "1.5s", "2m", "1h", "1d", also "1m30s". A number without a unit is refused: nobody can
 * know which was meant. False leaves *ret_ns alone. Never negative, at most 10 years. */
bool duration_parse(struct text t, int64_t *ret_ns);

/* Well written, but more than that. */
bool duration_is_too_long(struct text t);

/* The shortest exact-enough form: "12.3ms", "1.204s". At most 4 significant digits. */
char *duration_text(struct arena *arena, int64_t ns);

/* "64", "64B", "10KB", "1MB", "2GB" (powers of 1024, as limits on memory are). */
bool size_parse(struct text t, int64_t *ret_bytes);

/* RFC 3339 in UTC with milliseconds: 2026-01-31T08:00:00.123Z */
char *utc_text(struct arena *arena, int64_t utc_ns);
