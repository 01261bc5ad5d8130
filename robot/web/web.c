/* SPDX-License-Identifier: Apache-2.0 */
/* web.c - the server's start and end.
 *
 * A thread for each connection, waiting in poll: a page is read by a handful of people, threads may
 * wait for the store and for probes, and the library's epoll with TLS turns a core hot during
 * handshakes. What strangers can reach is refused without a token and TLS. */
#include "web/web.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/files.h"
#include "web/connections.h"
#include "web/inside.h"
#include "web/serve.h"
#include "web/token.h"

#include <microhttpd.h>
#include <string.h>
#include <unistd.h>

enum {
    FALLBACK_CONNECTIONS = 64,
    FALLBACK_REQUEST_BYTES = 64 << 10,
    HEADER_BYTES = 32 << 10,
    SILENT_S = 30,
    MOST_PEM = 1 << 20,
    MOST_OVERVIEW = 64 << 20,
};

static const char *const *copy_list(struct arena *arena, const char *const *list)
{
    size_t count = 0;
    while (list != NULL && list[count] != NULL)
        count++;
    const char **copy = arena_array(arena, count + 1, const char *);
    for (size_t i = 0; i < count; i++)
        copy[i] = arena_strdup(arena, list[i]);
    return copy;
}

/* NULL path: nothing to read. `say` is where words of errors live. */
static bool read_pem(struct web *web, const char *path, const char **ret, struct arena *say,
                     const char **ret_why)
{
    struct text bytes;
    const char *why = "";
    if (path == NULL)
        return true;
    if (!files_read(web->arena, path, MOST_PEM, &bytes, &why)) {
        *ret_why = arena_printf(say, "web: could not read %.300s: %s", path, why);
        return false;
    }
    *ret = bytes.at;
    return true;
}

/* What the rule may not be. */
static bool is_allowed(const struct web_rule *rule, struct arena *arena, const char **ret_why)
{
    struct sockaddr_storage at;
    bool loopback = false;
    if (!listen_read(rule->listen, arena, &at, &loopback, ret_why))
        return false;
    if ((rule->certificate_file == NULL) != (rule->key_file == NULL))
        *ret_why = "web: a certificate needs its key, and a key its certificate";
    else if (rule->token_hash != NULL && !config_is_token_hash(rule->token_hash))
        *ret_why = "web: token_hash is not what `xunjian token` prints (sha256:SALT:HASH)";
    else if (!loopback && rule->token_hash == NULL)
        *ret_why =
            arena_printf(arena,
                         "web: %.200s can be reached by strangers: set token_hash (made by "
                         "`xunjian token`) and a certificate, or listen on 127.0.0.1",
                         rule->listen);
    else if (!loopback && rule->certificate_file == NULL)
        *ret_why =
            arena_printf(arena,
                         "web: %.200s can be reached by strangers: the token needs TLS, set "
                         "certificate and key, or listen on 127.0.0.1",
                         rule->listen);
    else
        return true;
    return false;
}

static struct web *web_make(const struct web_options *options)
{
    struct arena *arena = arena_new();
    struct web *web = arena_make(arena, struct web);
    const struct web_rule *rule = options->rule;
    web->arena = arena;
    web->backend = options->backend;
    web->token_hash = arena_strdup(arena, rule->token_hash);
    web->hosts = copy_list(arena, rule->hosts);
    web->store_path = arena_strdup(arena, options->store_path);
    web->location = arena_strdup(arena, options->location);
    web->version = arena_strdup(arena, options->version);
    web->request_bytes =
        rule->request_bytes > 0 ? (size_t)rule->request_bytes : FALLBACK_REQUEST_BYTES;
    web->connection_count =
        rule->connections > 0 ? (size_t)rule->connections : FALLBACK_CONNECTIONS;
    web->started_utc_ns = clock_now_utc_ns();
    web->throttle.lock = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
    web->overview.lock = (pthread_mutex_t)PTHREAD_MUTEX_INITIALIZER;
    buffer_init(&web->overview.body, MOST_OVERVIEW);
    web->listening.fd = -1;
    return web;
}

/* Paths are routed before they are decoded (routes.c). */
static size_t leave_escaped(void *thing, struct MHD_Connection *connection, char *escaped)
{
    (void)thing;
    (void)connection;
    return strlen(escaped);
}

static struct MHD_Daemon *start_daemon(struct web *web)
{
    unsigned flags =
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL;
    struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)web->certificate},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)web->key},
        {MHD_OPTION_HTTPS_PRIORITIES, 0,
         (void *)(uintptr_t) "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"},
        {MHD_OPTION_END, 0, NULL}};
    if (web->certificate != NULL)
        flags |= MHD_USE_TLS;
    return MHD_start_daemon(
        flags, web->listening.port, NULL, NULL, serve_request, web, MHD_OPTION_LISTEN_SOCKET,
        web->listening.fd, MHD_OPTION_CONNECTION_LIMIT, (unsigned)web->connection_count,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, (unsigned)(web->connection_count + 1) / 2,
        MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SILENT_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)HEADER_BYTES, MHD_OPTION_NOTIFY_COMPLETED, serve_completed, web,
        MHD_OPTION_NOTIFY_CONNECTION, serve_connection, web, MHD_OPTION_UNESCAPE_CALLBACK,
        leave_escaped, NULL, MHD_OPTION_ARRAY, web->certificate != NULL ? tls : none,
        MHD_OPTION_END);
}

static bool start_all(struct web *web, struct arena *arena, const char **ret_why)
{
    web->url = arena_printf(web->arena, "http%s://%s:%d", web->certificate != NULL ? "s" : "",
                            web->listening.address, web->listening.port);
    web->cookie = arena_printf(web->arena, "%sxunjian-%d",
                               web->certificate != NULL ? "__Host-" : "", web->listening.port);
    web->connections = connections_start(web->arena, web->connection_count);
    if (web->connections == NULL) {
        *ret_why = "web: no thread was to be had";
        return false;
    }
    web->daemon = start_daemon(web);
    if (web->daemon != NULL)
        return true;
    connections_stop(web->connections);
    *ret_why = arena_printf(
        arena, "web: the server did not start%s",
        web->certificate != NULL ? ": is the certificate PEM, is the key its own?" : "");
    return false;
}

struct web *web_start(const struct web_options *options, struct arena *arena,
                      const char **ret_why)
{
    const struct web_rule *rule = options->rule;
    if (!is_allowed(rule, arena, ret_why))
        return NULL;
    struct web *web = web_make(options);
    if (!sessions_init(&web->sessions))
        *ret_why = "web: the system gave no random bytes";
    else if (read_pem(web, rule->certificate_file, &web->certificate, arena, ret_why) &&
             read_pem(web, rule->key_file, &web->key, arena, ret_why) &&
             listen_open(rule->listen, web->arena, &web->listening, ret_why) &&
             start_all(web, arena, ret_why))
        return web;
    *ret_why = arena_strdup(arena, *ret_why);
    if (web->listening.fd >= 0)
        close(web->listening.fd);
    arena_end(web->arena);
    return NULL;
}

const char *web_url(const struct web *web)
{
    return web->url;
}

void web_stop(struct web *web)
{
    atomic_store(&web->stopping, true);
    MHD_stop_daemon(web->daemon);
    connections_stop(web->connections);
    buffer_done(&web->overview.body);
    arena_end(web->arena);
}
