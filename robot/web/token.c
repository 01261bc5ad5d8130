/* SPDX-License-Identifier: Apache-2.0 */
/* token.c - the token's making and its comparing. */
#include "web/token.h"

#include "base/arena.h"
#include "base/encode.h"
#include "model/config.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>
#include <string.h>
#include <sys/random.h>

enum { TOKEN_BYTES = 32, SALT_BYTES = 16, HASH_BYTES = SHA256_DIGEST_LENGTH };
enum { PREFIX_LENGTH = 7, SALT_LENGTH = 2 * SALT_BYTES, HASH_LENGTH = 2 * HASH_BYTES };
enum { MOST_TOKEN = 256 };

static void hash_of(struct text salt, struct text token, unsigned char ret[HASH_BYTES])
{
    unsigned char both[SALT_LENGTH + MOST_TOKEN];
    memcpy(both, salt.at, salt.length);
    memcpy(both + salt.length, token.at, token.length);
    SHA256(both, salt.length + token.length, ret);
    OPENSSL_cleanse(both, sizeof both);
}

const char *token_chance(struct arena *arena, size_t bytes)
{
    char *chance = arena_alloc(arena, bytes);
    if (getrandom(chance, bytes, 0) != (ssize_t)bytes)
        return NULL;
    return text_string(arena, encode_base64_url(arena, (struct text){chance, bytes}));
}

bool token_make(struct arena *arena, const char **ret_token, const char **ret_hash)
{
    unsigned char salt[SALT_BYTES], hash[HASH_BYTES];
    const char *token = token_chance(arena, TOKEN_BYTES);
    if (token == NULL || getrandom(salt, sizeof salt, 0) != sizeof salt)
        return false;
    struct text shown = encode_hex(arena, (struct text){(const char *)salt, sizeof salt});
    hash_of(shown, text_of(token), hash);
    struct text hex = encode_hex(arena, (struct text){(const char *)hash, sizeof hash});
    *ret_token = token;
    *ret_hash = arena_printf(arena, "sha256:%.*s:%.*s", TEXT_ARGS(shown), TEXT_ARGS(hex));
    return true;
}

bool token_matches(const char *hash, struct text token)
{
    unsigned char made[HASH_BYTES];
    char hex[HASH_LENGTH + 1];
    if (!config_is_token_hash(hash) || token.length == 0 || token.length > MOST_TOKEN)
        return false;
    hash_of((struct text){hash + PREFIX_LENGTH, SALT_LENGTH}, token, made);
    for (size_t i = 0; i < HASH_BYTES; i++) {
        hex[2 * i] = "0123456789abcdef"[made[i] >> 4];
        hex[2 * i + 1] = "0123456789abcdef"[made[i] & 15];
    }
    return CRYPTO_memcmp(hex, hash + PREFIX_LENGTH + SALT_LENGTH + 1, HASH_LENGTH) == 0;
}
