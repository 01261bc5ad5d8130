/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_cdp.c - what a browser might send down its debugging pipe: any bytes, in any pieces. */

#include "base/arena.h"
#include "base/must.h"
#include "transport/browser/cdp_message.h"
#include "transport/browser/cdp_split.h"
#include "transport/browser/cdp_value.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void take(void *thing, struct text bytes)
{
    struct arena *arena = arena_new();
    struct cdp_message message;
    size_t *taken = thing;
    *taken += bytes.length;
    if (cdp_message_read(arena, bytes, &message)) {
        must(message.id > 0 || message.method.length > 0);
        must(message.id <= 0 || message.result != NULL || message.error.length > 0);
        value_text(message.params, "sessionId");
        value_number(message.result, "x", 0);
    }
    arena_end(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct cdp_split split;
    size_t taken = 0, piece = length > 0 ? bytes[0] % 16 + 1u : 1;
    cdp_split_init(&split, 1 << 16);
    for (size_t at = 0; at < length; at += piece)
        cdp_split_bytes(&split,
                        (struct text){(const char *)bytes + at,
                                      length - at < piece ? length - at : piece},
                        take, &taken);
    must(taken <= length);
    cdp_split_done(&split);
    return 0;
}
