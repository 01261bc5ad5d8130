/* SPDX-License-Identifier: Apache-2.0 */
/* operations.h - what other programs ask for: health, reload, metrics, probes. */
#pragma once

#include "web/request.h"

handle_fn operations_healthy, operations_ready, operations_reload;
handle_fn operations_metrics, operations_probe;

/* How much `accept` (RFC 9110 section 12.5.1) wants `type`, in thousandths; 0: not at all. NULL
 * accepts everything. Parameters but q are not looked at. */
int operations_quality(const char *accept, const char *type);
