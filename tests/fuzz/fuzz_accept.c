/* SPDX-License-Identifier: Apache-2.0 */
/* Any Accept header is answered: with one of two formats. */

#include "base/arena.h"
#include "reporters/wire/metrics.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    metrics_accepts_open(text_string(arena, (struct text){(const char *)bytes, size}));
    arena_end(arena);
    return 0;
}
