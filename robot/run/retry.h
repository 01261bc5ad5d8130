/* SPDX-License-Identifier: Apache-2.0 */
/* retry.h - whether a failed attempt is tried again, and after how long. Pure. */
#pragma once

#include "model/journey.h"
#include "model/outcome.h"

/* What went wrong, as the bits a retry may ask for; RETRY_ANY is always among them. */
int retry_causes(const struct tried *tried);

/* True when `retry` (may be NULL) allows another attempt after `attempts` of them. */
bool retry_again(const struct retry *retry, const struct tried *tried, int64_t attempts);

/* The pause before attempt number `attempt` (2 is the first retry): fixed: interval; linear:
 * interval times 1, 2, 3; exponential: interval times 1, 2, 4. Never over retry->most_ns. */
int64_t retry_pause_ns(const struct retry *retry, int64_t attempt);
