/* SPDX-License-Identifier: Apache-2.0 */
/* seal.c - which values are ciphertexts, by the sizes that keys make.
 *
 * RSA answers with as many bytes as its modulus has (RFC 8017 section 7), SM2 with 97 more than the
 * text, or some more as ASN.1 (GB/T 32918.4). Nothing else looks like that by chance in a field that
 * no answer said before. */

#include "recording/seal.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "recording/draft.h"
#include "recording/values.h"
#include "recording/words.h"

#include <string.h>

enum { MOST_KEY_BYTES = 8192, SM2_LEAST = 97, SM2_MOST = 600, EC_KEY = 91 };

/* DER of a SubjectPublicKeyInfo with the exponent 65537: key bytes behind 38 of wrapping. */
static size_t rsa_bytes(size_t der)
{
    static const size_t sizes[][2] = {{162, 128}, {294, 256}, {422, 384}, {550, 512}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        if (der >= sizes[i][0] - 3 && der <= sizes[i][0] + 1)
            return sizes[i][1];
    return 0;
}

static struct text pem_body(struct arena *arena, struct text t)
{
    ptrdiff_t begin = text_find(t, text_of("-----BEGIN PUBLIC KEY-----"), 0);
    ptrdiff_t end = text_find(t, text_of("-----END"), 0);
    struct buffer out;
    if (begin >= 0 && end > begin)
        t = text_slice(t, (size_t)begin + 26, (size_t)end);
    buffer_init(&out, MOST_KEY_BYTES);
    for (size_t i = 0; i < t.length; i++)
        if (strchr(" \r\n\t", t.at[i]) == NULL)
            buffer_add_char(&out, t.at[i]);
    struct text ret = text_copy(arena, buffer_text(&out));
    buffer_done(&out);
    return ret;
}

/* False when it is no key; *ret_bytes 0 for SM2. */
static bool is_key(struct arena *arena, struct text name, struct text value, size_t *ret_bytes)
{
    struct text der;
    *ret_bytes = 0;
    if (value.length < 120 || value.length > MOST_KEY_BYTES)
        return false;
    if (words_any(name, "public pub sm2") && (value.length == 128 || value.length == 130) &&
        decode_hex(arena, value, &der))
        return true;
    if (!decode_base64(arena, pem_body(arena, value), &der) || der.length < EC_KEY ||
        der.at[0] != '\x30')
        return false;
    *ret_bytes = rsa_bytes(der.length);
    static const char sm2[] = "\x2a\x81\x1c\xcf\x55\x01\x82\x2d"; /* 1.2.156.10197.1.301 */
    return *ret_bytes > 0 || text_find(der, text_of(sm2), 0) >= 0;
}

static const char *padding_told(const struct json *object)
{
    static const char *const own[] = {"oaep-sha256", "oaep-sha1", "oaep-sha256-mgf1-sha1",
                                      "pkcs1", NULL};
    for (size_t i = 0; i < object->count; i++) {
        const struct json *one = object->items[i];
        if (one->kind != JSON_STRING || one->text.length > 64)
            continue;
        for (size_t k = 0; own[k] != NULL; k++)
            if (text_is(one->text, own[k]))
                return own[k];
        if (words_any(one->text, "oaep"))
            return words_any(one->text, "256") ? "oaep-sha256" : "oaep-sha1";
        if (words_any(one->text, "pkcs1"))
            return "pkcs1";
    }
    return NULL;
}

static void learn(struct draft *draft, const struct json *value, int depth)
{
    for (size_t i = 0; i < value->count && depth < 16; i++) {
        const struct json *one = value->items[i];
        size_t bytes;
        learn(draft, one, depth + 1);
        if (one->kind != JSON_STRING || !is_key(draft->arena, one->name, one->text, &bytes))
            continue;
        struct birth *birth = values_find(draft, one->text);
        if (birth == NULL || birth->step == NULL)
            continue;
        struct public_key *key = arena_make(draft->arena, struct public_key);
        *key = (struct public_key){.birth = birth,
                                   .bytes = bytes,
                                   .padding = padding_told(value),
                                   .next = draft->keys};
        draft->keys = key;
    }
}

void seal_learn(struct draft *draft, const struct step *step)
{
    if (step->answer != NULL && step->answer->kind == JSON_OBJECT)
        learn(draft, step->answer, 0);
}

const char *seal_name(struct draft *draft, struct text key)
{
    const char *name = words_snake(draft->arena, key);
    static const char *const plain[] = {"password",      "passwd",   "pwd", "login_pwd",
                                        "user_password", "passcode", NULL};
    for (size_t i = 0; plain[i] != NULL; i++)
        if (strcmp(name, plain[i]) == 0)
            return "login_password";
    return name[0] != '\0' ? name : "secret";
}

const char *seal_secret(struct draft *draft, const char *name, struct text value)
{
    for (struct named *one = draft->secrets; one != NULL; one = one->next)
        if (strcmp(one->name, name) == 0 &&
            (value.length == 0 || one->value == NULL || text_is(value, one->value))) {
            if (value.length > 0 && one->value == NULL)
                one->value = text_string(draft->arena, value);
            return arena_printf(draft->arena, "${%s}", name);
        }
    name = draft_name(draft, name, "");
    const char *reference = arena_printf(draft->arena, "${%s}", name);
    draft_add(draft, &draft->secrets, name,
              value.length > 0 ? text_string(draft->arena, value) : NULL, NULL);
    if (value.length > 0)
        values_stand_for(draft, value, reference);
    return reference;
}

/* As the page wrote it: base64 or hex; hex of SM2 often without the leading 04. */
static const char *wrapped(struct draft *draft, const struct public_key *key, struct text name,
                           bool hex, struct text bytes)
{
    struct arena *arena = draft->arena;
    const char *secret = seal_secret(draft, seal_name(draft, name), text_of(""));
    const char *by = values_capture(draft, key->birth, key->birth->key, NULL);
    struct text of = text_slice(text_of(secret), 2, strlen(secret) - 1);
    struct text with = text_slice(text_of(by), 2, strlen(by) - 1);
    const char *call, *how = hex ? "hex" : "base64";
    if (key->bytes > 0) {
        if (key->padding == NULL)
            draft_note(draft, "how %.*s pads is not in the recording: pkcs1 is taken",
                       TEXT_ARGS(with));
        call = arena_printf(arena, "rsa_encrypt(%.*s, %.*s, '%s')", TEXT_ARGS(with),
                            TEXT_ARGS(of), key->padding != NULL ? key->padding : "pkcs1");
    } else if (bytes.at[0] == '\x30') {
        call = arena_printf(arena, "sm2_encrypt(%.*s, %.*s, 'asn1')", TEXT_ARGS(with),
                            TEXT_ARGS(of));
    } else {
        call = arena_printf(arena, "sm2_encrypt(%.*s, %.*s)", TEXT_ARGS(with), TEXT_ARGS(of));
    }
    if (key->bytes == 0 && hex && bytes.at[0] != '\x30' && bytes.at[0] != '\x04')
        return arena_printf(arena, "${substr(hex(%s), 2)}", call);
    return arena_printf(arena, "${%s(%s)}", how, call);
}

const char *seal_again(struct draft *draft, struct text key, struct text value)
{
    struct text bytes;
    bool hex = decode_hex(draft->arena, value, &bytes);
    if (draft->keys == NULL || value.length < SM2_LEAST ||
        (!hex && !decode_base64(draft->arena, value, &bytes)))
        return NULL;
    for (const struct public_key *k = draft->keys; k != NULL; k = k->next) {
        bool sm2 = k->bytes == 0 && bytes.length >= SM2_LEAST - 1 && bytes.length < SM2_MOST;
        if (sm2 || (k->bytes > 0 && bytes.length == k->bytes))
            return wrapped(draft, k, key, hex, bytes);
    }
    return NULL;
}
