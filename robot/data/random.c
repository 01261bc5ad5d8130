/* SPDX-License-Identifier: Apache-2.0 */
/* random.c - xoshiro256** seeded by SplitMix64. */

#include "data/random.h"
#include "base/must.h"

static uint64_t splitmix64(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

static void fill(struct random *r, uint64_t seed)
{
    for (size_t i = 0; i < 4; i++)
        r->state[i] = splitmix64(&seed);
}

/* Mixed before each byte, so that seed 0 with "b" is not seed 1 with "a". */
void random_init(struct random *r, uint64_t seed, struct text label)
{
    for (size_t i = 0; i < label.length; i++)
        seed = splitmix64(&seed) ^ ((uint64_t)(unsigned char)label.at[i] + 1);
    fill(r, seed);
}

struct random random_fork(struct random *from)
{
    struct random own;
    fill(&own, random_next(from));
    return own;
}

static uint64_t rotate(uint64_t x, int by)
{
    return x << by | x >> (64 - by);
}

uint64_t random_next(struct random *r)
{
    uint64_t *s = r->state, result = rotate(s[1] * 5, 7) * 9, carried = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= carried;
    s[3] = rotate(s[3], 45);
    return result;
}

uint64_t random_below(struct random *r, uint64_t bound)
{
    must(bound > 0);
    unsigned __int128 scaled = (unsigned __int128)random_next(r) * bound;
    if ((uint64_t)scaled < bound)
        for (uint64_t uneven = -bound % bound; (uint64_t)scaled < uneven;)
            scaled = (unsigned __int128)random_next(r) * bound;
    return (uint64_t)(scaled >> 64);
}

int64_t random_between(struct random *r, int64_t least, int64_t most)
{
    must(least <= most);
    uint64_t span = (uint64_t)most - (uint64_t)least + 1; /* 0: all 64 bits */
    return (int64_t)((uint64_t)least + (span == 0 ? random_next(r) : random_below(r, span)));
}

void random_digits(struct random *r, char *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        out[i] = (char)('0' + random_below(r, 10));
}
