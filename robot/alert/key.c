/* SPDX-License-Identifier: Apache-2.0 */
/* key.c - dedupe keys: the first 128 bits of SHA-256 over the parts, each with its length, so that
 * ("ab", "c") and ("a", "bc") differ. They are kept by others (PagerDuty, Alertmanager) and must
 * never change from one version of the robot to the next. */

#include "alert/state.h"
#include "base/arena.h"
#include "base/encode.h"

#include <openssl/sha.h>
#include <string.h>

enum { KEY_BYTES = 16 };

const char *key_of(struct arena *arena, const char *const *parts)
{
    const char *all = "";
    for (; *parts != NULL; parts++)
        all = arena_printf(arena, "%s%zu:%s,", all, strlen(*parts), *parts);
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256((const unsigned char *)all, strlen(all), digest);
    struct text bytes = {.at = (const char *)digest, .length = KEY_BYTES};
    return encode_hex(arena, bytes).at;
}
