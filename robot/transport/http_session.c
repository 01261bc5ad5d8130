/* SPDX-License-Identifier: Apache-2.0 */
/* http_session.c - a CURLSH with the life of a run. */

#include "transport/http_session.h"
#include "base/arena.h"
#include "base/must.h"

static void clean_up(void *share)
{
    must(curl_share_cleanup(share) == CURLSHE_OK);
}

struct http_session *http_session_of(void **slot, struct arena *arena)
{
    if (*slot != NULL)
        return *slot;
    struct http_session *session = arena_make(arena, struct http_session);
    session->share = curl_share_init();
    must(session->share != NULL);
    curl_share_setopt(session->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_CONNECT);
    curl_share_setopt(session->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_COOKIE);
    arena_defer(arena, clean_up, session->share);
    return *slot = session;
}
