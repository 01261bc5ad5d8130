/* SPDX-License-Identifier: Apache-2.0 */
/* peer_certificate.c - the facts of one certificate, as people write them. */

#include "base/arena.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/must.h"
#include "model/observation.h"
#include "transport/peer.h"

#include <arpa/inet.h>
#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <time.h>

/* Names of one certificate that are kept; a CDN's may have hundreds. */
enum { NAMES_MOST = 100 };

static const char *distinguished(struct arena *arena, const X509_NAME *name)
{
    BIO *bio = BIO_new(BIO_s_mem());
    must(bio != NULL);
    X509_NAME_print_ex(bio, name, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
    char *bytes;
    long length = BIO_get_mem_data(bio, &bytes);
    const char *text = arena_strndup(arena, bytes, length > 0 ? (size_t)length : 0);
    BIO_free(bio);
    return text;
}

static int64_t moment(const ASN1_TIME *at)
{
    struct tm tm;
    return ASN1_TIME_to_tm(at, &tm) == 1 ? (int64_t)timegm(&tm) * NS_PER_S : 0;
}

static const char *serial(struct arena *arena, const X509 *x509)
{
    const ASN1_INTEGER *number = X509_get0_serialNumber(x509);
    struct text bytes = {(const char *)ASN1_STRING_get0_data(number),
                         (size_t)ASN1_STRING_length(number)};
    return encode_hex(arena, bytes).at;
}

static const char *fingerprint(struct arena *arena, const X509 *x509)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    if (X509_digest(x509, EVP_sha256(), digest, &length) != 1)
        return "";
    return encode_hex(arena, (struct text){(const char *)digest, length}).at;
}

static const char *key(struct arena *arena, const X509 *x509)
{
    EVP_PKEY *public = X509_get0_pubkey(x509);
    char curve[64];
    size_t length;
    if (public == NULL)
        return "unknown";
    if (EVP_PKEY_get_base_id(public) == EVP_PKEY_EC &&
        EVP_PKEY_get_group_name(public, curve, sizeof curve, &length) == 1)
        return arena_printf(arena, "EC %s",
                            strcmp(curve, "prime256v1") == 0  ? "P-256"
                            : strcmp(curve, "secp384r1") == 0 ? "P-384"
                            : strcmp(curve, "secp521r1") == 0 ? "P-521"
                                                              : curve);
    const char *type = OBJ_nid2sn(EVP_PKEY_get_base_id(public));
    if (EVP_PKEY_get_base_id(public) == EVP_PKEY_RSA)
        return arena_printf(arena, "RSA %d", EVP_PKEY_get_bits(public));
    return arena_strdup(arena, type != NULL ? type : "unknown");
}

static const char *alternative(struct arena *arena, const GENERAL_NAME *name)
{
    int type;
    const ASN1_STRING *value = GENERAL_NAME_get0_value(name, &type);
    const char *bytes = type == GEN_DNS || type == GEN_IPADD
                            ? (const char *)ASN1_STRING_get0_data(value)
                            : NULL;
    if (bytes == NULL)
        return NULL;
    size_t length = (size_t)ASN1_STRING_length(value);
    if (type == GEN_DNS)
        return arena_strndup(arena, bytes, length);
    char text[INET6_ADDRSTRLEN];
    int family = length == 4 ? AF_INET : length == 16 ? AF_INET6 : AF_UNSPEC;
    if (family == AF_UNSPEC || inet_ntop(family, bytes, text, sizeof text) == NULL)
        return NULL;
    return arena_strdup(arena, text);
}

static void add_names(struct arena *arena, const X509 *x509, struct certificate *ret)
{
    GENERAL_NAMES *names = X509_get_ext_d2i(x509, NID_subject_alt_name, NULL, NULL);
    int count = names != NULL ? sk_GENERAL_NAME_num(names) : 0;
    if (count > NAMES_MOST)
        count = NAMES_MOST;
    const char **kept = arena_array(arena, (size_t)count + 1, const char *);
    for (int i = 0; i < count; i++) {
        const char *name = alternative(arena, sk_GENERAL_NAME_value(names, i));
        if (name != NULL)
            kept[ret->name_count++] = name;
    }
    ret->names = kept;
    GENERAL_NAMES_free(names);
}

void peer_certificate(struct arena *arena, X509 *x509, struct certificate *ret)
{
    *ret = (struct certificate){
        .subject = distinguished(arena, X509_get_subject_name(x509)),
        .issuer = distinguished(arena, X509_get_issuer_name(x509)),
        .serial = serial(arena, x509),
        .sha256 = fingerprint(arena, x509),
        .key = key(arena, x509),
        .not_before_utc_ns = moment(X509_get0_notBefore(x509)),
        .not_after_utc_ns = moment(X509_get0_notAfter(x509)),
    };
    const char *signature = OBJ_nid2ln(X509_get_signature_nid(x509));
    ret->signature = arena_strdup(arena, signature != NULL ? signature : "unknown");
    add_names(arena, x509, ret);
    ERR_clear_error(); /* an odd extension is not the handshake's failure */
}
