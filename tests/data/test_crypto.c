/* SPDX-License-Identifier: Apache-2.0 */
/* Cryptography against published vectors: a wrong byte here would look like a broken app. */

#include <criterion/criterion.h>

#include "base/arena.h"
#include "base/encode.h"
#include "calling.h"

#include <string.h>

static struct caller c;
static void open_caller(void)
{
    caller_init(&c);
}
static void end_caller(void)
{
    caller_done(&c);
}
TestSuite(crypto, .init = open_caller, .fini = end_caller);

struct digest {
    const char *says, *name, *text, *hex;
};

Test(crypto, digests)
{
    static const struct digest rows[] = {
        {"RFC 1321", "md5", "abc", "900150983cd24fb0d6963f7d28e17f72"},
        {"FIPS 180-4", "sha1", "abc", "a9993e364706816aba3e25717850c26c9cd0d89d"},
        {"FIPS 180-4", "sha256", "abc",
         "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"the empty text", "sha256", "",
         "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"FIPS 180-4", "sha512", "abc",
         "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
         "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"},
        {"GB/T 32905 example 1", "sm3", "abc",
         "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"},
        {"GB/T 32905 example 2", "sm3",
         "abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd",
         "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_str_eq(caller_text(&c, rows[i].name, rows[i].text, NULL), rows[i].hex,
                         "%s: %s", rows[i].name, rows[i].says);
}

/* Bytes from hex, as an argument. */
static const struct json *unhex(const char *hex)
{
    struct text bytes;
    cr_assert(decode_hex(c.arena, text_of(hex), &bytes), "%s", hex);
    return json_string(c.arena, bytes);
}

static const struct json *string(const char *text)
{
    return json_string_of(c.arena, text);
}

static const char *repeat(const char *hex, int count)
{
    char *out = arena_alloc(c.arena, (size_t)count * strlen(hex) + 1);
    for (int i = 0; i < count; i++)
        strcat(out, hex);
    return out;
}

static const char *apply_text(const char *name, const struct json *const *arguments,
                              size_t count)
{
    const struct json *made = caller_apply(&c, name, arguments, count);
    cr_assert_not_null(made, "%s: %s", name, c.call.error);
    return text_string(c.arena, json_to_text(c.arena, made));
}

static const char *apply_hex(const char *name, const struct json *const *arguments,
                             size_t count)
{
    const struct json *made = caller_apply(&c, name, arguments, count);
    cr_assert_not_null(made, "%s: %s", name, c.call.error);
    return encode_hex(c.arena, made->text).at;
}

Test(crypto, hmac)
{
    const struct {
        const char *says, *name;
        const struct json *key, *text;
        const char *hex;
    } rows[] = {
        {"RFC 4231 case 1", "hmac_sha256", unhex(repeat("0b", 20)), string("Hi There"),
         "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
        {"RFC 4231 case 1", "hmac_sha512", unhex(repeat("0b", 20)), string("Hi There"),
         "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
         "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854"},
        {"RFC 4231 case 2", "hmac_sha256", string("Jefe"),
         string("what do ya want for nothing?"),
         "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
        {"RFC 4231 case 3", "hmac_sha256", unhex(repeat("aa", 20)), unhex(repeat("dd", 50)),
         "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
        {"RFC 4231 case 6, a key longer than a block", "hmac_sha256", unhex(repeat("aa", 131)),
         string("Test Using Larger Than Block-Size Key - Hash Key First"),
         "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
        {"RFC 2202 case 2", "hmac_sha1", string("Jefe"), string("what do ya want for nothing?"),
         "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"},
        {"the empty key and text", "hmac_sha256", string(""), string(""),
         "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct json *const arguments[] = {rows[i].key, rows[i].text};
        cr_expect_str_eq(apply_text(rows[i].name, arguments, 2), rows[i].hex, "%s",
                         rows[i].says);
    }
}

/* The signature DingTalk's robots want: base64 of the raw HMAC. */
Test(crypto, raw_digests_are_hex_decode_away)
{
    const char *hex = caller_text(&c, "hmac_sha256", "SECtest", "1700000000000\nSECtest", NULL);
    const struct json *raw = caller_make(&c, "hex_decode", hex, NULL);
    cr_expect_str_eq(apply_text("base64", &raw, 1),
                     "aZLLrriXgn05YbwaGR7knYsLeJADjr9NwLaNNKpxh4g=");
}

struct cipher {
    const char *says, *name, *key, *iv, *mode, *plain, *sealed, *associated;
};

static const char nist_plain[] = "6bc1bee22e409f96e93d7e117393172a";
static const char gcm_plain[] =
    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39";
static const char gcm_associated[] = "feedfacedeadbeeffeedfacedeadbeefabaddad2";
static const char sm4_key[] = "0123456789abcdeffedcba9876543210";

/* CBC and ECB vectors are without padding: the padding's block follows theirs. */
static const struct cipher ciphers[] = {
    {"SP 800-38A F.1.1", "aes", "2b7e151628aed2a6abf7158809cf4f3c", "", "ecb", nist_plain,
     "3ad77bb40d7a3660a89ecaf32466ef97", NULL},
    {"SP 800-38A F.1.3", "aes", "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b", "", "ecb",
     nist_plain, "bd334f1d6e45f25ff712a214571fa5cc", NULL},
    {"SP 800-38A F.2.1", "aes", "2b7e151628aed2a6abf7158809cf4f3c",
     "000102030405060708090a0b0c0d0e0f", "cbc", nist_plain, "7649abac8119b246cee98e9b12e9197d",
     NULL},
    {"SP 800-38A F.2.5", "aes",
     "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
     "000102030405060708090a0b0c0d0e0f", "cbc", nist_plain, "f58c4c04d6e5f1ba779eabfb5f7bfbd6",
     NULL},
    {"SP 800-38A F.5.1", "aes", "2b7e151628aed2a6abf7158809cf4f3c",
     "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff", "ctr", nist_plain, "874d6191b620e3261bef6864990db6ce",
     NULL},
    {"GCM specification, case 1: nothing", "aes", "00000000000000000000000000000000",
     "000000000000000000000000", "gcm", "", "58e2fccefa7e3061367f1d57a4e7455a", NULL},
    {"GCM specification, case 2", "aes", "00000000000000000000000000000000",
     "000000000000000000000000", "gcm", "00000000000000000000000000000000",
     "0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf", NULL},
    {"GCM specification, case 4: associated data", "aes", "feffe9928665731c6d6a8f9467308308",
     "cafebabefacedbaddecaf888", "gcm", gcm_plain,
     "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5a"
     "ac84aa051ba30b396a0aac973d58e0915bc94fbc3221a5db94fae95ae7121a47",
     gcm_associated},
    {"GB/T 32907 example 1", "sm4", sm4_key, "", "ecb", sm4_key,
     "681edf34d206965e86b3e94f536e4246", NULL},
    {"RFC 8998 A.1", "sm4", sm4_key, "00001234567800000000abcd", "gcm",
     "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
     "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa",
     "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
     "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
     "83de3541e4c2b58177e065a9bf7b62ec",
     gcm_associated},
};

Test(crypto, ciphers_match_their_standards_and_come_back)
{
    for (size_t i = 0; i < sizeof ciphers / sizeof *ciphers; i++) {
        const struct cipher *row = &ciphers[i];
        const struct json *arguments[] = {
            unhex(row->key),
            unhex(row->iv),
            unhex(row->plain),
            string(row->mode),
            row->associated != NULL ? unhex(row->associated) : NULL,
        };
        size_t count = row->associated != NULL ? 5 : 4;
        const char *encrypt = arena_printf(c.arena, "%s_encrypt", row->name);
        const char *decrypt = arena_printf(c.arena, "%s_decrypt", row->name);
        const struct json *sealed = caller_apply(&c, encrypt, arguments, count);
        cr_assert_not_null(sealed, "%s: %s", row->says, c.call.error);
        const char *hex = encode_hex(c.arena, sealed->text).at;
        cr_expect_eq(strncmp(hex, row->sealed, strlen(row->sealed)), 0, "%s: %s", row->says,
                     hex);
        bool pads = strcmp(row->mode, "ecb") == 0 || strcmp(row->mode, "cbc") == 0;
        cr_expect_eq(strlen(hex), strlen(row->sealed) + (pads ? 32 : 0), "%s", row->says);
        arguments[2] = sealed;
        cr_expect_str_eq(apply_hex(decrypt, arguments, count), row->plain, "%s", row->says);
    }
}

Test(crypto, a_changed_gcm_byte_is_refused)
{
    static const char *const names[] = {"aes", "sm4"};
    for (size_t i = 0; i < 2; i++) {
        const struct json *arguments[] = {unhex(sm4_key), unhex("000000000000000000000000"),
                                          string("transfer 100.00"), string("gcm")};
        const char *encrypt = arena_printf(c.arena, "%s_encrypt", names[i]);
        const char *decrypt = arena_printf(c.arena, "%s_decrypt", names[i]);
        const struct json *sealed = caller_apply(&c, encrypt, arguments, 4);
        for (size_t at = 0; at < sealed->text.length; at++) {
            struct text changed = text_copy(c.arena, sealed->text);
            ((char *)changed.at)[at] ^= 1;
            arguments[2] = json_string(c.arena, changed);
            cr_expect_null(caller_apply(&c, decrypt, arguments, 4), "%s byte %zu", names[i],
                           at);
        }
    }
}

Test(crypto, mistakes_are_told_without_keys_or_texts)
{
    const char *key = "0123456789abcdef", *secret = "correct horse battery";
    static const char hint[] = "(hex_decode() or base64_decode() give bytes)";
    cr_expect_str_eq(
        caller_error(&c, "aes_encrypt", secret, key, "text", NULL),
        arena_printf(c.arena, "argument 1: expected a key of 16, 24 or 32 bytes %s", hint));
    cr_expect_str_eq(caller_error(&c, "sm4_encrypt", secret, key, "text", NULL),
                     arena_printf(c.arena, "argument 1: expected a key of 16 bytes %s", hint));
    cr_expect_str_eq(
        caller_error(&c, "aes_encrypt", key, secret, "text", NULL),
        arena_printf(c.arena, "argument 2: expected a vector of 16 bytes %s", hint));
    cr_expect_str_eq(caller_error(&c, "aes_encrypt", key, key, "text", secret, NULL),
                     "argument 4: expected one of cbc, ecb, ctr, gcm");
    cr_expect_str_eq(caller_error(&c, "aes_encrypt", key, key, "text", "ecb", NULL),
                     "argument 2: expected an empty text, ecb has no vector");
    cr_expect_str_eq(caller_error(&c, "aes_encrypt", key, key, "text", "cbc", secret, NULL),
                     "argument 5: expected none, only gcm has associated data");
    cr_expect_str_eq(caller_error(&c, "aes_decrypt", key, key, secret, NULL),
                     "could not decrypt: wrong key, vector, mode or text");
    cr_expect_str_eq(caller_error(&c, "totp", "not base32!", NULL),
                     "argument 1: expected a secret in base32 (A to Z, 2 to 7)");
}

struct code {
    int64_t at_s;
    const char *secret, *digest, *code;
};

Test(crypto, totp_is_rfc_6238)
{
    static const char s20[] = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    static const char s32[] = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA====";
    static const char s64[] =
        "GEZDGNBVGY3TQOJQ GEZDGNBVGY3TQOJQ GEZDGNBVGY3TQOJQ GEZDGNBVGY3TQOJQ "
        "GEZDGNBVGY3TQOJQ GEZDGNBVGY3TQOJQ gezdgna";
    static const struct code rows[] = {
        {59, s20, "sha1", "94287082"},           {59, s32, "sha256", "46119246"},
        {59, s64, "sha512", "90693936"},         {1111111109, s20, "sha1", "07081804"},
        {1111111109, s32, "sha256", "68084774"}, {1111111109, s64, "sha512", "25091201"},
        {1111111111, s20, "sha1", "14050471"},   {1234567890, s20, "sha1", "89005924"},
        {2000000000, s20, "sha1", "69279037"},   {2000000000, s64, "sha512", "38618901"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        c.call.now_utc_ns = rows[i].at_s * 1000000000;
        cr_expect_str_eq(
            caller_text(&c, "totp", rows[i].secret, "8", "30", rows[i].digest, NULL),
            rows[i].code, "at %lld with %s", (long long)rows[i].at_s, rows[i].digest);
    }
    c.call.now_utc_ns = INT64_C(59) * 1000000000;
    cr_expect_str_eq(caller_text(&c, "totp", s20, NULL), "287082", "six digits unless told");
}
