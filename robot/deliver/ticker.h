/* SPDX-License-Identifier: Apache-2.0 */
/* ticker.h - a thread that does one thing now and then: heartbeat, connectivity, traces.
 *
 * Each has its own, because each waits for the network: none can hold up another, or a run. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct ticker;

/* Called on the ticker's thread; returns how long until the next call, INT64_MAX: until woken. */
typedef int64_t (*ticker_fn)(struct ticker *ticker, void *thing);

/* The first call is at once. */
struct ticker *ticker_start(ticker_fn tick, void *thing);
void ticker_wake(struct ticker *ticker); /* call it now, or again when it is under way */
/* Whether somebody waits for it to end: whatever takes long looks. From any thread. */
bool ticker_stopping(const struct ticker *ticker);
/* Waits for the call under way; none comes after. */
void ticker_stop(struct ticker *ticker);
