/* SPDX-License-Identifier: Apache-2.0 */
/* http_message.c - templates into a request. */

#include "transport/http_message.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "base/fault.h"
#include "model/step_kind.h"
#include "plan/template.h"
#include "transport/http.h"
#include "transport/http_body.h"

#include <string.h>

/* Longest value of one header that is worth sending; servers refuse far less. */
enum { LINE_MOST = 65536, LINES_OF_ROBOT = 5 };

/* A message half made, and why it failed. */
struct making {
    struct attempt *attempt;
    struct arena *arena;
    struct http_message *message;
    struct fault *fault;
};

static bool value_of(struct making *m, const struct template *t, struct text *ret)
{
    return template_text(t, m->attempt->scope, m->arena, ret, m->fault);
}

static bool refuse(struct making *m, const char *what, const char *name, const char *why)
{
    *m->fault = (struct fault){
        .phase = PHASE_SEND,
        .reason = REASON_TEMPLATE,
        .message = arena_printf(m->arena, "%s %s %s", what, name, why),
    };
    return false;
}

/* A line break in a value would let whoever made the value write headers of their own. */
static bool one_line(struct making *m, const char *what, const char *name, struct text value)
{
    if (value.length > LINE_MOST)
        return refuse(m, what, name, "is over 64 KB");
    for (size_t i = 0; i < value.length; i++)
        if (value.at[i] == '\r' || value.at[i] == '\n' || value.at[i] == '\0')
            return refuse(m, what, name, "would hold a line break");
    return true;
}

static bool named(const char *name, const char *other)
{
    return text_equal_ignoring_case(text_of(name), text_of(other));
}

static void add_line(struct making *m, const char *name, struct text value)
{
    struct http_message *message = m->message;
    /* "Name;" is how libcurl is told to send an empty value. */
    const char *line = value.length > 0
                           ? arena_printf(m->arena, "%s: %.*s", name, TEXT_ARGS(value))
                           : arena_printf(m->arena, "%s;", name);
    message->lines[message->line_count++] = (struct http_line){
        .text = line,
        .describes_body =
            text_equal_ignoring_case(text_slice(text_of(line), 0, 8), text_of("content-")),
        .for_origin_only = named(name, "authorization") || named(name, "cookie") ||
                           named(name, "proxy-authorization"),
    };
    message->own_agent |= named(name, "user-agent");
    message->own_traceparent |= named(name, "traceparent");
    message->own_marker |= named(name, "x-xunjian-run");
}

static bool add_headers(struct making *m, const struct http_request *request)
{
    m->message->lines =
        arena_array(m->arena, request->headers.count + LINES_OF_ROBOT, struct http_line);
    for (size_t i = 0; i < request->headers.count; i++) {
        const struct http_pair *header = &request->headers.items[i];
        struct text value;
        if (!one_line(m, "header", header->name, text_of(header->name)) ||
            !value_of(m, header->value, &value) || !one_line(m, "header", header->name, value))
            return false;
        add_line(m, header->name, value);
    }
    return true;
}

static bool has_line(const struct http_message *message, const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 0; i < message->line_count; i++) {
        struct text line = text_of(message->lines[i].text);
        if (line.length > length && (line.at[length] == ':' || line.at[length] == ';') &&
            text_equal_ignoring_case(text_slice(line, 0, length), text_of(name)))
            return true;
    }
    return false;
}

static bool add_cookies(struct making *m, const struct http_request *request)
{
    struct buffer all;
    buffer_init(&all, LINE_MOST);
    bool good = true;
    for (size_t i = 0; good && i < request->cookies.count; i++) {
        const struct http_pair *cookie = &request->cookies.items[i];
        struct text value;
        good = value_of(m, cookie->value, &value) &&
               one_line(m, "cookie", cookie->name, value) &&
               (buffer_printf(&all, "%s%s=%.*s", i > 0 ? "; " : "", cookie->name,
                              TEXT_ARGS(value)) ||
                refuse(m, "cookie", cookie->name, "is over 64 KB"));
    }
    if (good && all.length > 0)
        m->message->cookie = text_string(m->arena, buffer_text(&all));
    buffer_done(&all);
    return good;
}

static bool add_basic(struct making *m, const struct http_request *request)
{
    struct text user, password;
    if (request->basic == NULL)
        return true;
    if (!value_of(m, request->basic->user, &user) ||
        !value_of(m, request->basic->password, &password))
        return false;
    m->message->user = text_string(m->arena, user);
    m->message->password = text_string(m->arena, password);
    return true;
}

static bool make_url(struct making *m, const struct http_request *request)
{
    struct text url;
    if (!value_of(m, request->url, &url))
        return false;
    if (request->query.count > 0) {
        struct text more;
        if (!http_pairs_encode(m->attempt, &request->query, &more, m->fault))
            return false;
        ptrdiff_t hash = text_find(url, text_of("#"), 0);
        if (hash >= 0)
            url.length = (size_t)hash;
        bool begun = text_find(url, text_of("?"), 0) >= 0;
        url = text_of(arena_printf(m->arena, "%.*s%s%.*s", TEXT_ARGS(url), begun ? "&" : "?",
                                   TEXT_ARGS(more)));
    }
    const char *problem;
    if (!http_url_read(m->arena, text_trim(url), &m->message->url, &problem))
        return refuse(m, "the", "url is not one to be requested:", problem);
    return true;
}

bool http_message_make(struct attempt *attempt, struct http_message *ret,
                       struct fault *ret_fault)
{
    const struct http_request *request = attempt->params;
    struct http_message message = {0};
    struct making m = {attempt, attempt->arena, &message, ret_fault};
    struct http_body body = {0};
    if (!add_headers(&m, request) || !add_cookies(&m, request) || !add_basic(&m, request) ||
        !http_body_make(attempt, &body, ret_fault) || !make_url(&m, request))
        return false;
    message.has_body = body.present;
    message.body = body.bytes;
    if (body.type != NULL && !has_line(&message, "content-type"))
        add_line(&m, "Content-Type", text_of(body.type));
    message.method = request->method != NULL ? request->method : body.present ? "POST" : "GET";
    *ret = message;
    return true;
}

void http_message_done(struct http_message *message)
{
    http_url_done(&message->url);
}

/* Keeps the lines that may go on. */
static void drop_lines(struct http_message *message, bool body, bool credentials)
{
    size_t kept = 0;
    for (size_t i = 0; i < message->line_count; i++)
        if (!(body && message->lines[i].describes_body) &&
            !(credentials && message->lines[i].for_origin_only))
            message->lines[kept++] = message->lines[i];
    message->line_count = kept;
}

bool http_message_redirect(struct http_message *message, struct arena *arena, int status,
                           struct text target, const char **ret_problem)
{
    struct http_url next = {0};
    if (!http_url_follow(arena, &message->url, target, &next, ret_problem))
        return false;
    if (!http_url_same_origin(&message->url, &next)) {
        drop_lines(message, false, true);
        message->cookie = message->user = message->password = NULL;
    }
    http_url_done(&message->url);
    message->url = next;
    bool head = strcmp(message->method, "HEAD") == 0;
    bool posted = strcmp(message->method, "POST") == 0;
    if ((status == 303 && !head) || ((status == 301 || status == 302) && posted)) {
        message->method = "GET";
        message->has_body = false;
        message->body = (struct text){0};
        drop_lines(message, true, false);
    }
    return true;
}

static struct curl_slist *link_line(struct arena *arena, struct curl_slist *next,
                                    const char *text)
{
    struct curl_slist *item = arena_make(arena, struct curl_slist);
    item->data = (char *)(uintptr_t)text; /* libcurl only reads them */
    item->next = next;
    return item;
}

/* libcurl only walks such a list while the transfer lasts, so it need not own it. */
struct curl_slist *http_message_headers(const struct http_message *message,
                                        const struct attempt *attempt, bool first_party)
{
    struct arena *arena = attempt->arena;
    struct curl_slist *list = NULL;
    if (first_party && !message->own_traceparent)
        list = link_line(arena, list,
                         arena_printf(arena, "traceparent: 00-%s-%s-01", attempt->trace_id,
                                      attempt->span_id));
    if (!message->own_marker)
        list =
            link_line(arena, list, arena_printf(arena, "X-Xunjian-Run: %s", attempt->run_id));
    if (!message->own_agent)
        list = link_line(arena, list,
                         arena_printf(arena, "User-Agent: xunjian/" XUNJIAN_VERSION " (run %s)",
                                      attempt->run_id));
    if (message
            ->has_body) /* no waiting for 100 Continue: it would be told as the server's time */
        list = link_line(arena, list, "Expect:");
    if (!has_line(message, "content-type")) /* libcurl would say that any body is a form */
        list = link_line(arena, list, "Content-Type:");
    for (size_t i = message->line_count; i-- > 0;)
        list = link_line(arena, list, message->lines[i].text);
    return list;
}
