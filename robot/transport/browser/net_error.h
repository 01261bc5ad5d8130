/* SPDX-License-Identifier: Apache-2.0 */
/* net_error.h - Chromium's names of network errors as phase, reason and a sentence. */
#pragma once

#include "base/fault.h"
#include "base/text.h"

struct arena;

/* "net::ERR_CONNECTION_REFUSED" at `url`. */
struct fault net_error_fault(struct arena *arena, struct text error, struct text url);
