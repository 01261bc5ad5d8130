/* SPDX-License-Identifier: Apache-2.0 */
/* serve.c - a request's way: headers, guards, body, handler, answer.
 *
 * The guards run as soon as the headers are there, so that a stranger's body is never read. */
#include "web/serve.h"

#include "base/arena.h"
#include "base/clock.h"
#include "web/connections.h"
#include "web/inside.h"
#include "web/respond.h"
#include "web/routes.h"

#include <stdlib.h>
#include <string.h>

#define REQUEST_NS (30 * NS_PER_S)
#define ANSWER_NS  (60 * NS_PER_S)
#define WORK_NS    (180 * NS_PER_S)

enum { MOST_ANSWER = 64 << 20 };

struct served {
    struct request request;
    const struct web_route *route;
    struct buffer body;
};

static struct connection *watched(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info != NULL ? info->socket_context : NULL;
}

static enum MHD_Result end_with(struct served *s, struct answer *answer)
{
    struct web *web = s->request.web;
    connections_grant(web->connections, watched(s->request.connection),
                      answer->stream != NULL ? 0 : ANSWER_NS);
    enum MHD_Result result = respond(&s->request, answer);
    buffer_done(&answer->body);
    return result;
}

static bool body_fits(struct served *s, struct answer *answer)
{
    const char *length = request_header(&s->request, "Content-Length");
    if (length == NULL || strtoull(length, NULL, 10) <= s->request.web->request_bytes)
        return true;
    answer_error(&s->request, answer, 413, "too_large", "a request has at most %zu bytes",
                 s->request.web->request_bytes);
    return false;
}

static bool may_pass(struct served *s, const char *version, struct answer *answer)
{
    struct request *r = &s->request;
    if (strcmp(version, "HTTP/1.1") != 0) {
        answer_error(r, answer, 505, "http_version", "only HTTP/1.1 is spoken here");
        return false;
    }
    if (!guard_host(r, answer))
        return false;
    s->route = routes_find(r, answer);
    return s->route != NULL && guard_who(r, s->route->who, answer) &&
           guard_from(r, s->route->from, answer) && body_fits(s, answer);
}

static struct answer answer_new(void)
{
    struct answer answer = {.status = 200, .type = "application/json"};
    buffer_init(&answer.body, MOST_ANSWER);
    return answer;
}

static struct served *begin(struct web *web, struct MHD_Connection *connection, const char *url,
                            const char *method)
{
    struct arena *arena = arena_new();
    struct served *s = arena_make(arena, struct served);
    s->request = (struct request){.web = web,
                                  .arena = arena,
                                  .connection = connection,
                                  .method = arena_strdup(arena, method),
                                  .path = arena_strdup(arena, url)};
    buffer_init(&s->body, web->request_bytes);
    return s;
}

static enum MHD_Result handle(struct served *s)
{
    struct answer answer = answer_new();
    s->request.body = buffer_text(&s->body);
    connections_grant(s->request.web->connections, watched(s->request.connection), WORK_NS);
    s->route->handle(&s->request, &answer);
    return end_with(s, &answer);
}

enum MHD_Result serve_request(void *thing, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_length, void **request)
{
    struct served *s = *request;
    if (s == NULL) {
        struct answer answer = answer_new();
        s = begin(thing, connection, url, method);
        *request = s;
        if (may_pass(s, version, &answer)) {
            buffer_done(&answer.body);
            return MHD_YES;
        }
        return end_with(s, &answer);
    }
    if (*upload_length > 0) {
        /* A body that said nothing of its length, and is too long: no answer can be given here. */
        bool fits = buffer_add(&s->body, upload, *upload_length);
        *upload_length = 0;
        return fits ? MHD_YES : MHD_NO;
    }
    return handle(s);
}

void serve_completed(void *thing, struct MHD_Connection *connection, void **request,
                     enum MHD_RequestTerminationCode how)
{
    struct web *web = thing;
    struct served *s = *request;
    (void)how;
    if (s == NULL)
        return;
    connections_grant(web->connections, watched(connection), REQUEST_NS);
    buffer_done(&s->body);
    arena_end(s->request.arena);
    *request = NULL;
}

void serve_connection(void *thing, struct MHD_Connection *connection, void **socket,
                      enum MHD_ConnectionNotificationCode what)
{
    struct web *web = thing;
    if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
        connections_closed(web->connections, *socket);
        *socket = NULL;
        return;
    }
    int fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    *socket = connections_opened(web->connections, fd);
    connections_grant(web->connections, *socket, REQUEST_NS);
}
