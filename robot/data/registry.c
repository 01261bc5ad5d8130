/* SPDX-License-Identifier: Apache-2.0 */
/* registry.c - every function a template can call. A new one is its definition and its line here,
 * in order of names. env() and file() reach outside: they live with the plan. */

#include "model/generator.h"

#define GENERATORS           \
    GENERATOR(address)       \
    GENERATOR(amount)        \
    GENERATOR(bank_card)     \
    GENERATOR(base64)        \
    GENERATOR(base64_decode) \
    GENERATOR(base64url)     \
    GENERATOR(date)          \
    GENERATOR(email)         \
    GENERATOR(hex)           \
    GENERATOR(hex_decode)    \
    GENERATOR(id_number)     \
    GENERATOR(json)          \
    GENERATOR(length)        \
    GENERATOR(lower)         \
    GENERATOR(mobile)        \
    GENERATOR(name)          \
    GENERATOR(now)           \
    GENERATOR(otp)           \
    GENERATOR(person)        \
    GENERATOR(pick)          \
    GENERATOR(random)        \
    GENERATOR(replace)       \
    GENERATOR(substr)        \
    GENERATOR(text)          \
    GENERATOR(trim)          \
    GENERATOR(upper)         \
    GENERATOR(url)           \
    GENERATOR(url_decode)    \
    GENERATOR(uuid)

#define GENERATOR(name) extern const struct generator generator_##name;
GENERATORS
#undef GENERATOR

#define GENERATOR(name) &generator_##name,
const struct generator *const generators[] = {GENERATORS NULL};
#undef GENERATOR
