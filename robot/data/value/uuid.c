/* SPDX-License-Identifier: Apache-2.0 */
/* uuid.c - uuid(): a random UUID, version 4 (RFC 9562 section 5.4), from the seeded source. */

#include "base/arena.h"
#include "data/argument.h"
#include "data/random.h"

static const struct json *make(struct generator_call *call)
{
    uint64_t high = random_next(call->random), low = random_next(call->random);
    high = (high & ~UINT64_C(0xf000)) | 0x4000;             /* version 4 */
    low = (low & ~(UINT64_C(3) << 62)) | UINT64_C(1) << 63; /* variant 10 */
    char *uuid = arena_printf(
        call->arena, "%08llx-%04llx-%04llx-%04llx-%012llx", (unsigned long long)(high >> 32),
        (unsigned long long)(high >> 16 & 0xffff), (unsigned long long)(high & 0xffff),
        (unsigned long long)(low >> 48), (unsigned long long)(low & 0xffffffffffff));
    return argument_string(call, text_of(uuid));
}

const struct generator generator_uuid = {
    .name = "uuid",
    .usage = "uuid()",
    .text = "a random UUID, version 4: for idempotency keys and request ids",
    .make = make,
};
