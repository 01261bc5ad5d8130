/* SPDX-License-Identifier: Apache-2.0 */
/* cdp_split.h - the bytes of a browser's debugging pipe cut into messages.
 *
 * Each message is JSON text ended by a NUL byte (Chromium's --remote-debugging-pipe). Pure: what reads
 * the pipe is cdp.c. */
#pragma once

#include "base/buffer.h"

struct cdp_split {
    struct buffer rest; /* of a message whose end has not come yet */
    size_t dropped;     /* messages larger than the maximum: left out */
    bool dropping;      /* in the middle of one */
};

/* `most`: bytes of the largest message. */
void cdp_split_init(struct cdp_split *split, size_t most);
void cdp_split_done(struct cdp_split *split);

/* Calls take(thing, message) for every message that `bytes` end. The text is good during the call
 * only. */
void cdp_split_bytes(struct cdp_split *split, struct text bytes,
                     void (*take)(void *thing, struct text message), void *thing);
