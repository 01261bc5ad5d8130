/* SPDX-License-Identifier: Apache-2.0 */
/* sessions.c - a small table, looked through whole. */
#include "web/sessions.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/encode.h"
#include "web/token.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <string.h>
#include <sys/random.h>

enum { ID_BYTES = 32 };
#define UNUSED_NS (12 * 3600 * NS_PER_S)
#define OLD_NS    (7 * 24 * 3600 * NS_PER_S)

bool sessions_init(struct sessions *sessions)
{
    *sessions = (struct sessions){.lock = PTHREAD_MUTEX_INITIALIZER};
    return getrandom(sessions->key, sizeof sessions->key, 0) == sizeof sessions->key;
}

static bool is_live(const struct session *s, int64_t now_ns)
{
    return s->born_ns != 0 && now_ns - s->seen_ns < UNUSED_NS && now_ns - s->born_ns < OLD_NS;
}

static struct session *find(struct sessions *sessions, struct text id, int64_t now_ns)
{
    unsigned char hash[SESSION_HASH];
    SHA256((const unsigned char *)id.at, id.length, hash);
    for (size_t i = 0; i < SESSIONS_MOST; i++) {
        struct session *s = &sessions->all[i];
        if (is_live(s, now_ns) && CRYPTO_memcmp(s->hash, hash, sizeof hash) == 0)
            return s;
    }
    return NULL;
}

const char *sessions_open(struct sessions *sessions, struct arena *arena, int64_t now_ns)
{
    const char *id = token_chance(arena, ID_BYTES);
    if (id == NULL)
        return NULL;
    pthread_mutex_lock(&sessions->lock);
    struct session *place = &sessions->all[0];
    for (size_t i = 0; i < SESSIONS_MOST && is_live(place, now_ns); i++) {
        struct session *s = &sessions->all[i];
        if (!is_live(s, now_ns) || s->seen_ns < place->seen_ns)
            place = s;
    }
    *place = (struct session){.born_ns = now_ns, .seen_ns = now_ns};
    SHA256((const unsigned char *)id, strlen(id), place->hash);
    pthread_mutex_unlock(&sessions->lock);
    return id;
}

bool sessions_known(struct sessions *sessions, struct text id, int64_t now_ns)
{
    if (id.length == 0)
        return false;
    pthread_mutex_lock(&sessions->lock);
    struct session *s = find(sessions, id, now_ns);
    if (s != NULL)
        s->seen_ns = now_ns;
    pthread_mutex_unlock(&sessions->lock);
    return s != NULL;
}

void sessions_close(struct sessions *sessions, struct text id)
{
    pthread_mutex_lock(&sessions->lock);
    struct session *s = find(sessions, id, clock_now_ns());
    if (s != NULL)
        *s = (struct session){0};
    pthread_mutex_unlock(&sessions->lock);
}

const char *sessions_csrf(const struct sessions *sessions, struct text id, struct arena *arena)
{
    unsigned char made[SESSION_HASH];
    HMAC(EVP_sha256(), sessions->key, sizeof sessions->key, (const unsigned char *)id.at,
         id.length, made, NULL);
    return text_string(arena,
                       encode_hex(arena, (struct text){(const char *)made, sizeof made}));
}

bool sessions_csrf_is(const struct sessions *sessions, struct text id, struct text csrf)
{
    struct arena *arena = arena_new();
    const char *right = sessions_csrf(sessions, id, arena);
    bool is = csrf.length == strlen(right) && CRYPTO_memcmp(right, csrf.at, csrf.length) == 0;
    arena_end(arena);
    return is;
}
