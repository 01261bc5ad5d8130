/* SPDX-License-Identifier: Apache-2.0 */
/* sessions.h - who has logged in: in memory only, so a restart logs everybody out.
 *
 * What a browser holds is 256 bits of chance; what is kept is its SHA-256, so that a core dump or a
 * page of memory gives nobody a session. The CSRF token is an HMAC of the session by a key of this
 * process; without a token to log in with, of an empty session. */
#pragma once

#include "base/text.h"

#include <pthread.h>
#include <stdint.h>

struct arena;

enum { SESSIONS_MOST = 64, SESSION_HASH = 32 };

struct sessions {
    pthread_mutex_t lock;
    unsigned char key[SESSION_HASH]; /* of the CSRF tokens */
    struct session {
        unsigned char hash[SESSION_HASH];
        int64_t born_ns, seen_ns; /* 0: free */
    } all[SESSIONS_MOST];
};

bool sessions_init(struct sessions *sessions); /* false: the system gave no chance */

/* A new session's id, for the cookie; NULL: no chance. The one unused longest makes room. */
const char *sessions_open(struct sessions *sessions, struct arena *arena, int64_t now_ns);
/* 12 hours unused or 7 days old: gone. */
bool sessions_known(struct sessions *sessions, struct text id, int64_t now_ns);
void sessions_close(struct sessions *sessions, struct text id);

/* id empty: nobody needs to log in here. */
const char *sessions_csrf(const struct sessions *sessions, struct text id, struct arena *arena);
bool sessions_csrf_is(const struct sessions *sessions, struct text id, struct text csrf);
