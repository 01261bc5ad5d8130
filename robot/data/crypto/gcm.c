/* SPDX-License-Identifier: Apache-2.0 */
/* gcm.c - counter mode by OpenSSL, GHASH by shifts and additions.
 *
 * Bit by bit is slow (some 10 MB/s), short and right; scenarios encrypt a form, not a film. */

#include "data/crypto/gcm.h"

#include <openssl/evp.h>
#include <stdint.h>
#include <string.h>

struct block {
    uint64_t high, low; /* bit 0 of the polynomial is the highest of `high` */
};

static uint64_t load(const unsigned char *at)
{
    uint64_t value = 0;
    for (size_t i = 0; i < 8; i++)
        value = value << 8 | at[i];
    return value;
}

static void store(unsigned char *at, uint64_t value)
{
    for (size_t i = 8; i-- > 0; value >>= 8)
        at[i] = (unsigned char)value;
}

/* Product modulo x^128 + x^7 + x^2 + x + 1 (SP 800-38D, algorithm 1). */
static struct block multiply(struct block x, struct block y)
{
    struct block sum = {0};
    for (int i = 0; i < 128; i++) {
        uint64_t bit = i < 64 ? x.high >> (63 - i) & 1 : x.low >> (127 - i) & 1;
        uint64_t carry = y.low & 1;
        sum.high ^= y.high & -bit;
        sum.low ^= y.low & -bit;
        y.low = y.low >> 1 | y.high << 63;
        y.high = y.high >> 1 ^ (UINT64_C(0xe1) << 56 & -carry);
    }
    return sum;
}

static void add_block(struct block *sum, struct block h, uint64_t high, uint64_t low)
{
    sum->high ^= high;
    sum->low ^= low;
    *sum = multiply(*sum, h);
}

static void add_padded(struct block *sum, struct block h, struct text t)
{
    for (size_t i = 0; i < t.length; i += 16) {
        unsigned char padded[16] = {0};
        memcpy(padded, t.at + i, t.length - i < 16 ? t.length - i : 16);
        add_block(sum, h, load(padded), load(padded + 8));
    }
}

/* Encrypts from counter block `start`; its own inverse. */
static bool count(const unsigned char *key, const unsigned char *start, struct text in,
                  unsigned char *out)
{
    EVP_CIPHER_CTX *cipher = EVP_CIPHER_CTX_new();
    int length = 0;
    bool good =
        cipher != NULL && EVP_EncryptInit_ex(cipher, EVP_sm4_ctr(), NULL, key, start) == 1 &&
        EVP_EncryptUpdate(cipher, out, &length, (const unsigned char *)in.at, (int)in.length) ==
            1;
    EVP_CIPHER_CTX_free(cipher);
    return good;
}

bool gcm_sm4(const unsigned char *key, const unsigned char *nonce, struct text associated,
             struct text in, bool encrypt, unsigned char *out, unsigned char tag[GCM_TAG])
{
    static const char zeros[16];
    const struct text zero = {.at = zeros, .length = sizeof zeros};
    unsigned char start[16] = {0}, hash_key[16], mask[16];
    if (!count(key, start, zero, hash_key)) /* counter block 0 encrypted */
        return false;
    memcpy(start, nonce, GCM_NONCE);
    start[15] = 1;
    if (!count(key, start, zero, mask))
        return false;
    start[15] = 2;
    if (in.length > 0 && !count(key, start, in, out))
        return false;
    struct block h = {.high = load(hash_key), .low = load(hash_key + 8)}, hash = {0};
    add_padded(&hash, h, associated);
    add_padded(&hash, h, encrypt ? (struct text){.at = (char *)out, .length = in.length} : in);
    add_block(&hash, h, (uint64_t)associated.length * 8, (uint64_t)in.length * 8);
    store(tag, hash.high ^ load(mask));
    store(tag + 8, hash.low ^ load(mask + 8));
    return true;
}
