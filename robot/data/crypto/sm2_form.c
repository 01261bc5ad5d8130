/* SPDX-License-Identifier: Apache-2.0 */
/* sm2_form.c - taking an SM2 ciphertext apart and putting it together, by OpenSSL's ASN.1 types. */

#include "data/crypto/sm2_form.h"
#include "base/arena.h"

#include <openssl/asn1.h>
#include <openssl/bn.h>
#include <string.h>

enum { FIELD = 32, POINT = 2 * FIELD, DIGEST = 32, LONGEST = 1 << 20 };

/* Without the 04. */
struct parts {
    unsigned char point[POINT];
    struct text digest, cipher;
};

/* Reads one INTEGER at *at as FIELD bytes. */
static bool read_number(const unsigned char **at, const unsigned char *end, unsigned char *out)
{
    ASN1_INTEGER *number = d2i_ASN1_INTEGER(NULL, at, end - *at);
    BIGNUM *value = number != NULL ? ASN1_INTEGER_to_BN(number, NULL) : NULL;
    bool good =
        value != NULL && !BN_is_negative(value) && BN_bn2binpad(value, out, FIELD) == FIELD;
    BN_free(value);
    ASN1_INTEGER_free(number);
    return good;
}

static bool read_octets(const unsigned char **at, const unsigned char *end, struct text *ret)
{
    long length;
    int tag, class;
    int form = ASN1_get_object(at, &length, &tag, &class, end - *at);
    if ((form & 0x80) != 0 || form == V_ASN1_CONSTRUCTED || tag != V_ASN1_OCTET_STRING)
        return false;
    *ret = (struct text){.at = (const char *)*at, .length = (size_t)length};
    *at += length;
    return true;
}

static bool read_asn1(struct text asn1, struct parts *ret)
{
    const unsigned char *at = (const unsigned char *)asn1.at;
    long length;
    int tag, class;
    int form = ASN1_get_object(&at, &length, &tag, &class, (long)asn1.length);
    const unsigned char *end = at + length;
    return (form & 0x80) == 0 && tag == V_ASN1_SEQUENCE && read_number(&at, end, ret->point) &&
           read_number(&at, end, ret->point + FIELD) && read_octets(&at, end, &ret->digest) &&
           read_octets(&at, end, &ret->cipher) && ret->digest.length == DIGEST && at == end;
}

bool sm2_form_join(struct arena *arena, struct text asn1, enum sm2_form form, struct text *ret)
{
    struct parts p;
    if (form == SM2_ASN1) {
        *ret = asn1;
        return true;
    }
    if (!read_asn1(asn1, &p))
        return false;
    struct text second = form == SM2_C1C3C2 ? p.digest : p.cipher;
    struct text third = form == SM2_C1C3C2 ? p.cipher : p.digest;
    char *out = arena_alloc(arena, 1 + POINT + second.length + third.length + 1);
    out[0] = 4;
    memcpy(out + 1, p.point, POINT);
    memcpy(out + 1 + POINT, second.at, second.length);
    memcpy(out + 1 + POINT + second.length, third.at, third.length);
    *ret = (struct text){.at = out, .length = 1 + POINT + second.length + third.length};
    return true;
}

/* INTEGER of FIELD bytes; returns the bytes written, 0 when there is no room. */
static int write_number(const unsigned char *field, unsigned char **at)
{
    BIGNUM *value = BN_bin2bn(field, FIELD, NULL);
    ASN1_INTEGER *number = value != NULL ? BN_to_ASN1_INTEGER(value, NULL) : NULL;
    int length = number != NULL ? i2d_ASN1_INTEGER(number, at) : 0;
    ASN1_INTEGER_free(number);
    BN_free(value);
    return length > 0 ? length : 0;
}

static void write_octets(struct text t, unsigned char **at)
{
    ASN1_put_object(at, 0, (int)t.length, V_ASN1_OCTET_STRING, V_ASN1_UNIVERSAL);
    memcpy(*at, t.at, t.length);
    *at += t.length;
}

static bool write_asn1(struct arena *arena, const struct parts *p, struct text *ret)
{
    int x = write_number(p->point, NULL), y = write_number(p->point + FIELD, NULL);
    int inner = x + y + ASN1_object_size(0, DIGEST, V_ASN1_OCTET_STRING) +
                ASN1_object_size(0, (int)p->cipher.length, V_ASN1_OCTET_STRING);
    int all = ASN1_object_size(1, inner, V_ASN1_SEQUENCE);
    if (x == 0 || y == 0 || all < 0)
        return false;
    unsigned char *out = arena_alloc(arena, (size_t)all), *at = out;
    ASN1_put_object(&at, 1, inner, V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL);
    write_number(p->point, &at);
    write_number(p->point + FIELD, &at);
    write_octets(p->digest, &at);
    write_octets(p->cipher, &at);
    *ret = (struct text){.at = (const char *)out, .length = (size_t)all};
    return true;
}

bool sm2_form_split(struct arena *arena, struct text joined, enum sm2_form form,
                    struct text *ret_asn1)
{
    if (form == SM2_ASN1) {
        *ret_asn1 = joined;
        return true;
    }
    if (joined.length <= POINT + DIGEST || joined.length > LONGEST)
        return false;
    struct parts p;
    struct text rest = text_slice(joined, POINT, joined.length);
    size_t text_length = rest.length - DIGEST;
    size_t digest_at = form == SM2_C1C3C2 ? 0 : text_length;
    size_t text_at = form == SM2_C1C3C2 ? DIGEST : 0;
    memcpy(p.point, joined.at, POINT);
    p.digest = text_slice(rest, digest_at, digest_at + DIGEST);
    p.cipher = text_slice(rest, text_at, text_at + text_length);
    return write_asn1(arena, &p, ret_asn1);
}
