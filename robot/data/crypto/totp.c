/* SPDX-License-Identifier: Apache-2.0 */
/* totp.c - totp(): the code an authenticator shows now (RFC 6238 over RFC 4226). */

#include "base/arena.h"
#include "base/clock.h"
#include "data/argument.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <string.h>

enum { LONGEST_SECRET = 128 };

static int base32_digit(char c)
{
    if (c >= 'a' && c <= 'z')
        return c - 'a';
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    return c >= '2' && c <= '7' ? c - '2' + 26 : -1;
}

/* RFC 4648 section 6; blanks, hyphens and padding are skipped: secrets are shown in groups. */
static bool decode_base32(struct text t, unsigned char *out, size_t *ret_length)
{
    unsigned bits = 0;
    int held = 0;
    size_t length = 0;
    for (size_t i = 0; i < t.length; i++) {
        if (strchr(" -=", t.at[i]) != NULL && t.at[i] != '\0')
            continue;
        int digit = base32_digit(t.at[i]);
        if (digit < 0 || length == LONGEST_SECRET)
            return false;
        bits = bits << 5 | (unsigned)digit;
        held += 5;
        if (held >= 8) {
            held -= 8;
            out[length++] = (unsigned char)(bits >> held);
        }
    }
    *ret_length = length;
    return length > 0;
}

/* RFC 4226 section 5.3: four bytes at the place the last half byte tells. */
static unsigned truncate_dynamically(const unsigned char *mac, size_t length)
{
    size_t at = mac[length - 1] & 15;
    return (mac[at] & 0x7fu) << 24 | (unsigned)mac[at + 1] << 16 | (unsigned)mac[at + 2] << 8 |
           mac[at + 3];
}

static const struct json *make(struct generator_call *call)
{
    static const char *const digests[] = {"sha1", "sha256", "sha512", NULL};
    long long digits = 6, period = 30;
    size_t digest = 0, secret_length, mac_length = 0;
    unsigned char secret[LONGEST_SECRET], mac[EVP_MAX_MD_SIZE], counter[8];
    if (!argument_int(call, 1, 6, 9, &digits) || !argument_int(call, 2, 1, 3600, &period) ||
        !argument_word(call, 3, digests, &digest))
        return NULL;
    if (!decode_base32(argument_text(call, 0), secret, &secret_length))
        return argument_fail(call, "argument 1: expected a secret in base32 (A to Z, 2 to 7)");
    uint64_t count = (uint64_t)(call->now_utc_ns / NS_PER_S / period);
    for (size_t i = 8; i-- > 0; count >>= 8)
        counter[i] = (unsigned char)count;
    ERR_set_mark();
    bool made = EVP_Q_mac(NULL, "HMAC", NULL, digests[digest], NULL, secret, secret_length,
                          counter, sizeof counter, mac, sizeof mac, &mac_length) != NULL;
    ERR_pop_to_mark();
    if (!made)
        return argument_fail(call, "this machine's OpenSSL does not offer %s", digests[digest]);
    unsigned modulus = 1;
    for (long long i = 0; i < digits; i++)
        modulus *= 10;
    unsigned code = truncate_dynamically(mac, mac_length) % modulus;
    return argument_string(call, text_of(arena_printf(call->arena, "%0*u", (int)digits, code)));
}

const struct generator generator_totp = {
    .name = "totp",
    .usage = "totp(secret, digits, period, digest)",
    .text =
        "the code an authenticator shows now (RFC 6238); secret in base32, 6 digits, 30 seconds "
        "and sha1 unless told",
    .least = 1,
    .most = 4,
    .make = make,
};
