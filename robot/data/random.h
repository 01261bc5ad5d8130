/* SPDX-License-Identifier: Apache-2.0 */
/* random.h - the run's source of chance: small, fast, and the same again under the same seed.
 *
 * xoshiro256** 1.0 (Blackman, Vigna 2018, https://prng.di.unimi.it/), its state filled by
 * SplitMix64 from a 64-bit seed and a label. The label ("journey/3") makes streams that do not
 * touch each other: adding a row or running in parallel changes nobody else's values. Not for
 * keys: whoever knows the seed knows everything; encryption takes OpenSSL's own source. */
#pragma once

#include "base/text.h"

#include <stdint.h>

struct random {
    uint64_t state[4]; /* never all zero */
};

/* The stream of (seed, label). The same two give the same stream on every machine. */
void random_init(struct random *r, uint64_t seed, struct text label);

/* A stream of its own for one purpose, so that how many draws that takes changes nothing after
 * it. Takes one draw from `from`. */
struct random random_fork(struct random *from);

uint64_t random_next(struct random *r); /* 64 uniform bits */

/* Uniform in [0, bound), without bias (Lemire 2019, "Fast Random Integer Generation in an
 * Interval"). bound > 0. */
uint64_t random_below(struct random *r, uint64_t bound);

/* Uniform in [least, most], both included; least <= most. */
int64_t random_between(struct random *r, int64_t least, int64_t most);

/* Writes `count` uniform decimal digits; no NUL. */
void random_digits(struct random *r, char *out, size_t count);
