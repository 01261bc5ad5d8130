/* SPDX-License-Identifier: Apache-2.0 */
/* guard.c - Host, token and session, Origin and CSRF. */
#include "web/guard.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/encode.h"
#include "web/inside.h"
#include "web/request.h"
#include "web/token.h"

#include <microhttpd.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

static const struct sockaddr *peer(const struct request *request)
{
    return MHD_get_connection_info(request->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS)
        ->client_addr;
}

/* The part before the port: "[::1]" keeps its brackets. */
static const char *host_name(struct arena *arena, const char *host)
{
    const char *end = host[0] == '[' ? strchr(host, ']') : strchr(host, ':');
    if (end == NULL)
        return host;
    return arena_strndup(arena, host, (size_t)(end - host) + (host[0] == '[' ? 1 : 0));
}

/* The address this very connection came in at. */
static const char *own_address(struct request *request)
{
    struct sockaddr_storage own;
    socklen_t size = sizeof own;
    int fd = MHD_get_connection_info(request->connection, MHD_CONNECTION_INFO_CONNECTION_FD)
                 ->connect_fd;
    if (getsockname(fd, (struct sockaddr *)&own, &size) != 0)
        return "";
    return listen_name((struct sockaddr *)&own, request->arena);
}

static bool is_ours(struct request *request, const char *name)
{
    const struct web *web = request->web;
    if (strcasecmp(name, own_address(request)) == 0)
        return true;
    if (web->listening.loopback && strcasecmp(name, "localhost") == 0)
        return true;
    for (const char *const *host = web->hosts; host != NULL && *host != NULL; host++)
        if (strcasecmp(name, *host) == 0)
            return true;
    return false;
}

struct seen_hosts {
    const char *first;
    size_t count;
};

static enum MHD_Result see_host(void *thing, enum MHD_ValueKind kind, const char *key,
                                const char *value)
{
    struct seen_hosts *seen = thing;
    (void)kind;
    if (strcasecmp(key, "Host") == 0 && seen->count++ == 0)
        seen->first = value;
    return MHD_YES;
}

bool guard_host(struct request *request, struct answer *answer)
{
    struct seen_hosts seen = {0};
    MHD_get_connection_values(request->connection, MHD_HEADER_KIND, see_host, &seen);
    if (seen.count != 1 || seen.first == NULL || seen.first[0] == '\0') {
        answer_error(request, answer, 400, "bad_host", "expected one Host header");
        return false;
    }
    const char *name = host_name(request->arena, seen.first);
    if (is_ours(request, name))
        return true;
    answer_error(request, answer, 421, "unknown_host",
                 "this robot does not go by the name \"%.200s\"; web.hosts lists its names",
                 name);
    return false;
}

bool guard_throttle(struct request *request, struct answer *answer)
{
    int64_t wait = throttle_wait_s(&request->web->throttle, peer(request), clock_now_ns());
    if (wait == 0)
        return true;
    answer_header(answer, "Retry-After", arena_printf(request->arena, "%lld", (long long)wait));
    answer_error(request, answer, 429, "too_many_attempts",
                 "too many wrong tokens from this address; try again in %lld s",
                 (long long)wait);
    return false;
}

void guard_failed(struct request *request)
{
    throttle_failed(&request->web->throttle, peer(request), clock_now_ns());
}

static void read_session(struct request *request)
{
    const char *id =
        MHD_lookup_connection_value(request->connection, MHD_COOKIE_KIND, request->web->cookie);
    if (id != NULL && sessions_known(&request->web->sessions, text_of(id), clock_now_ns()))
        request->session = text_of(id);
}

/* False: a token was shown and is wrong, which is answered. */
static bool read_bearer(struct request *request, struct answer *answer)
{
    const char *authorization = request_header(request, "Authorization");
    if (authorization == NULL || strncasecmp(authorization, "Bearer ", 7) != 0)
        return true;
    if (!guard_throttle(request, answer))
        return false;
    request->bearer = token_matches(request->web->token_hash, text_of(authorization + 7));
    if (request->bearer)
        return true;
    guard_failed(request);
    answer_header(answer, "WWW-Authenticate", "Bearer error=\"invalid_token\"");
    answer_error(request, answer, 401, "unauthorized", "the token is wrong");
    return false;
}

bool guard_who(struct request *request, enum guard_who who, struct answer *answer)
{
    if (request->web->token_hash == NULL)
        return true;
    read_session(request);
    if (who == WHO_ANYBODY)
        return true;
    if (!read_bearer(request, answer))
        return false;
    if (request->bearer || request->session.length > 0)
        return true;
    if (who == WHO_PERSON) {
        struct text place = encode_url(request->arena, text_of(request->path));
        const char *login =
            strcmp(request->path, "/") == 0
                ? "/login"
                : arena_printf(request->arena, "/login?to=%.*s", TEXT_ARGS(place));
        answer_header(answer, "Location", login);
        answer->status = 303;
        answer_text(answer, "text/plain; charset=utf-8", "log in first\n");
        return false;
    }
    answer_header(answer, "WWW-Authenticate", "Bearer");
    answer_error(request, answer, 401, "unauthorized", "a token or a login is needed");
    return false;
}

/* Browsers say where a request comes from, and no page can make them lie. */
static bool is_from_here(const struct request *request)
{
    const char *site = request_header(request, "Sec-Fetch-Site");
    const char *origin = request_header(request, "Origin");
    const char *host = request_header(request, "Host");
    if (site != NULL && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0)
        return false;
    if (origin == NULL)
        return true;
    const char *name = strstr(origin, "://");
    return name != NULL && host != NULL && strcasecmp(name + 3, host) == 0;
}

bool guard_from(struct request *request, enum guard_from from, struct answer *answer)
{
    if (from == FROM_ANYWHERE || request->bearer)
        return true;
    if (!is_from_here(request)) {
        answer_error(request, answer, 403, "foreign_origin",
                     "the request comes from another site's page");
        return false;
    }
    const char *csrf = request_header(request, "X-CSRF-Token");
    if (from == FROM_HERE ||
        sessions_csrf_is(&request->web->sessions, request->session, text_of(csrf)))
        return true;
    answer_error(request, answer, 403, "csrf",
                 "the header X-CSRF-Token is missing or old; GET /api/session gives it");
    return false;
}
