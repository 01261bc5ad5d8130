/* SPDX-License-Identifier: Apache-2.0 */
/* breakpoint.h - where and why an attempt stopped. Pure. */
#pragma once

#include "model/outcome.h"

struct arena;

/* From a fault the transport saw, else from the first finding that failed (a failed status first:
 * it explains the others). reason none when neither. */
struct breakpoint breakpoint_of(const char *step, const struct fault *fault,
                                const struct finding *findings, size_t count,
                                struct arena *arena);

/* The verdict of one attempt from the same facts. */
enum verdict attempt_verdict(const struct fault *fault, const struct finding *findings,
                             size_t count);
