/* SPDX-License-Identifier: Apache-2.0 */
/* key.c - unwrapping keys.
 *
 * The frame is taken off here rather than by OpenSSL's PEM reader, which wants lines of 64, and
 * which asks the terminal for a passphrase when a key is encrypted. */

#include "data/crypto/key.h"
#include "base/arena.h"
#include "base/encode.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>
#include <string.h>

enum { LONGEST = 16 * 1024, MOST_RSA_BITS = 8192 };

static const unsigned char *bytes(struct text t)
{
    return (const unsigned char *)t.at;
}

/* The base64 between the frame's lines; the whole text when there is no frame. */
static struct text inside_frame(struct text t)
{
    static const char frame[] = "-----";
    const struct text dashes = text_of(frame);
    ptrdiff_t begin = text_find(t, text_of("-----BEGIN "), 0);
    if (begin < 0)
        return t;
    ptrdiff_t head = text_find(t, dashes, (size_t)begin + 11);
    ptrdiff_t tail = head < 0 ? -1 : text_find(t, dashes, (size_t)head + 5);
    return tail < 0 ? text_of("") : text_slice(t, (size_t)head + 5, (size_t)tail);
}

/* Without white space, and without \n and \r written out as in an environment variable. */
static struct text squeeze(struct arena *arena, struct text t)
{
    char *out = arena_alloc(arena, t.length + 1);
    size_t used = 0;
    for (size_t i = 0; i < t.length; i++) {
        bool written_out =
            t.at[i] == '\\' && i + 1 < t.length && (t.at[i + 1] == 'n' || t.at[i + 1] == 'r');
        if (written_out)
            i++;
        else if (strchr(" \t\r\n", t.at[i]) == NULL)
            out[used++] = t.at[i];
    }
    return (struct text){.at = out, .length = used};
}

static bool to_der(struct arena *arena, struct text t, struct text *ret)
{
    enum { SEQUENCE = 0x30 };
    if (t.length == 0 || t.length > LONGEST)
        return false;
    if (t.at[0] == SEQUENCE && t.length > 1 && (bytes(t)[1] & 0x80) != 0) {
        *ret = t;
        return true;
    }
    return decode_base64(arena, squeeze(arena, inside_frame(t)), ret) && ret->length > 0;
}

/* Subject public key info, RSAPublicKey (PKCS #1), or a certificate. */
static EVP_PKEY *read_public(struct text der)
{
    const unsigned char *at = bytes(der);
    EVP_PKEY *key = d2i_PUBKEY(NULL, &at, (long)der.length);
    if (key != NULL)
        return key;
    at = bytes(der);
    key = d2i_PublicKey(EVP_PKEY_RSA, NULL, &at, (long)der.length);
    if (key != NULL)
        return key;
    at = bytes(der);
    X509 *certificate = d2i_X509(NULL, &at, (long)der.length);
    key = certificate != NULL ? X509_get_pubkey(certificate) : NULL;
    X509_free(certificate);
    return key;
}

static EVP_PKEY *read_key(struct arena *arena, struct text t, bool is_private)
{
    struct text der;
    if (!to_der(arena, t, &der))
        return NULL;
    const unsigned char *at = bytes(der);
    return is_private ? d2i_AutoPrivateKey(NULL, &at, (long)der.length) : read_public(der);
}

static EVP_PKEY *only(EVP_PKEY *key, const char *type)
{
    if (key != NULL && EVP_PKEY_is_a(key, type))
        return key;
    EVP_PKEY_free(key);
    return NULL;
}

/* A key from the app under test is foreign input: its size is our time. */
static EVP_PKEY *only_rsa(EVP_PKEY *key)
{
    key = only(key, "RSA");
    if (key == NULL || EVP_PKEY_get_bits(key) <= MOST_RSA_BITS)
        return key;
    EVP_PKEY_free(key);
    return NULL;
}

EVP_PKEY *key_rsa_public(struct arena *arena, struct text t)
{
    return only_rsa(read_key(arena, t, false));
}

EVP_PKEY *key_rsa_private(struct arena *arena, struct text t)
{
    return only_rsa(read_key(arena, t, true));
}

/* Either may be empty; `point` is uncompressed. */
static EVP_PKEY *sm2_from(struct text point, const BIGNUM *number)
{
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *making = EVP_PKEY_CTX_new_from_name(NULL, "SM2", NULL);
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    OSSL_PARAM *params = NULL;
    int selection = number != NULL ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
    if (making != NULL && builder != NULL &&
        OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, "SM2", 0) &&
        OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point.at,
                                         point.length) &&
        (number == NULL || OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_PRIV_KEY, number)) &&
        (params = OSSL_PARAM_BLD_to_param(builder)) != NULL &&
        EVP_PKEY_fromdata_init(making) == 1 &&
        EVP_PKEY_fromdata(making, &key, selection, params) != 1)
        key = NULL;
    OSSL_PARAM_free(params);
    OSSL_PARAM_BLD_free(builder);
    EVP_PKEY_CTX_free(making);
    return key;
}

EVP_PKEY *key_sm2_public(struct arena *arena, struct text t)
{
    enum { BARE = 64, COMPRESSED = 33, WHOLE = 65 };
    struct text point;
    if (!decode_hex(arena, text_trim(t), &point))
        return only(read_key(arena, t, false), "SM2");
    if (point.length == BARE) { /* x and y without the 04 that says uncompressed */
        char *whole = arena_alloc(arena, WHOLE);
        whole[0] = 4;
        memcpy(whole + 1, point.at, BARE);
        point = (struct text){.at = whole, .length = WHOLE};
    }
    return point.length == COMPRESSED || point.length == WHOLE ? sm2_from(point, NULL) : NULL;
}

/* The point that belongs to a secret number; 0 when the number is out of range. */
static size_t sm2_point_of(const BIGNUM *number, unsigned char *out, size_t size)
{
    size_t length = 0;
    EC_GROUP *group = EC_GROUP_new_by_curve_name(NID_sm2);
    EC_POINT *point = group != NULL ? EC_POINT_new(group) : NULL;
    if (point != NULL && !BN_is_zero(number) &&
        BN_cmp(number, EC_GROUP_get0_order(group)) < 0 &&
        EC_POINT_mul(group, point, number, NULL, NULL, NULL) == 1)
        length =
            EC_POINT_point2oct(group, point, POINT_CONVERSION_UNCOMPRESSED, out, size, NULL);
    EC_POINT_free(point);
    EC_GROUP_free(group);
    return length;
}

EVP_PKEY *key_sm2_private(struct arena *arena, struct text t)
{
    struct text raw;
    if (!decode_hex(arena, text_trim(t), &raw))
        return only(read_key(arena, t, true), "SM2");
    BIGNUM *number = raw.length == 32 ? BN_bin2bn(bytes(raw), (int)raw.length, NULL) : NULL;
    if (number == NULL)
        return NULL;
    unsigned char point[65];
    size_t length = sm2_point_of(number, point, sizeof point);
    EVP_PKEY *key = NULL;
    if (length > 0)
        key = sm2_from((struct text){.at = (char *)point, .length = length}, number);
    BN_clear_free(number);
    return key;
}
