/* SPDX-License-Identifier: Apache-2.0 */
/* What is sent: methods, bodies, headers, marks. The server gives back what it was told. */

#include "base/arena.h"
#include "server.h"
#include "stage.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct server *server;

static void open_all(void)
{
    stage_open();
    server = server_new(NULL);
}

static void close_all(void)
{
    stage_close();
    server_end(server);
}

TestSuite(http_requests, .init = open_all, .fini = close_all, .timeout = 60);

static const char *echo(const char *keys)
{
    const struct observation *saw = try_now(
        NULL, "http: {url: 'http://127.0.0.1:%d/echo?a=1', %s}", server_port(server), keys);
    cr_assert_str_eq(fault_words(&saw->fault), "ok", "%s: %s", keys, saw->fault.message);
    return text_string(stage.arena, observation_answer(saw)->body);
}

struct row {
    const char *says, *keys;
    const char *has, *has_too, *has_not; /* NULL: whatever */
};

static const struct row rows[] = {
    {"GET by default", "follow: true", "GET /echo?a=1 HTTP/1.1\r\n", NULL, "Content-"},
    {"POST when there is a body", "body: hello", "POST /echo", "\r\n\r\nhello", "Content-Type"},
    {"JSON keeps types", "json: {a: 1, b: '1', c: [true, null]}",
     "\r\n\r\n{\"a\":1,\"b\":\"1\",\"c\":[true,null]}", "Content-Type: application/json\r\n",
     NULL},
    {"its type can be another", "json: {}, headers: {content-type: application/x}",
     "content-type: application/x\r\n", NULL, "application/json"},
    {"a form is encoded", "form: {a: 'b c', '&': '=ü'}", "\r\n\r\na=b%20c&%26=%3D%C3%BC",
     "Content-Type: application/x-www-form-urlencoded\r\n", NULL},
    {"an empty POST says so", "method: POST", "POST /echo", "Content-Length: 0\r\n",
     "Content-Type"},
    {"PUT with a body", "method: PUT, body: x", "PUT /echo", "\r\n\r\nx", NULL},
    {"DELETE without one", "method: DELETE", "DELETE /echo", NULL, "Content-Length"},
    {"DELETE with one", "method: DELETE, body: x", "DELETE /echo", "Content-Length: 1\r\n",
     NULL},
    {"the query grows", "query: {b: 'x y', c: '&'}", "GET /echo?a=1&b=x%20y&c=%26 HTTP", NULL,
     NULL},
    {"headers, also empty ones", "headers: {X-One: '1', X-Empty: ''}", "X-One: 1\r\n",
     "X-Empty:", NULL},
    {"cookies", "cookies: {a: '1', b: '2'}", "Cookie: a=1; b=2\r\n", NULL, NULL},
    {"basic authentication", "basic: {user: me, password: 'p:w'}",
     "Authorization: Basic bWU6cDp3\r\n", NULL, NULL},
    {"the robot says who it is", "follow: true", "User-Agent: xunjian/",
     "X-Xunjian-Run: run-of-its-own\r\n", "traceparent"},
    {"unless the step does", "headers: {user-agent: me}", "user-agent: me\r\n", NULL,
     "User-Agent: xunjian"},
    {"compression is asked for", "follow: true", "Accept-Encoding: ", "gzip", NULL},
    {"or not", "compressed: false", "GET ", NULL, "Accept-Encoding"},
    {"multipart",
     "multipart: [{name: 'a\"b', value: hello}, {name: c, value: x, filename: f.txt, type: text/plain}]",
     "Content-Disposition: form-data; name=\"a%22b\"\r\n\r\nhello\r\n--xunjian-",
     "name=\"c\"; filename=\"f.txt\"\r\nContent-Type: text/plain\r\n\r\nx\r\n--xunjian-", NULL},
};

Test(http_requests, are_what_the_step_says)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *row = &rows[i];
        const char *sent = echo(row->keys);
        cr_expect(strstr(sent, row->has) != NULL, "%s: %s in\n%s", row->says, row->has, sent);
        if (row->has_too != NULL)
            cr_expect(strstr(sent, row->has_too) != NULL, "%s: %s in\n%s", row->says,
                      row->has_too, sent);
        if (row->has_not != NULL)
            cr_expect(strstr(sent, row->has_not) == NULL, "%s: no %s in\n%s", row->says,
                      row->has_not, sent);
    }
}

Test(http_requests, are_recorded_as_they_were_sent)
{
    const struct observation *saw =
        try_now(NULL, "http: {url: 'http://127.0.0.1:%d/echo', json: [1], cookies: {a: b}}",
                server_port(server));
    const struct exchange *exchange = observation_answer(saw);
    char head[16384];
    server_last_head(server, head, sizeof head);
    cr_expect_str_eq(exchange->method, "POST");
    cr_expect(text_is(exchange->request_body, "[1]"));
    cr_expect_eq(exchange->sent_bytes, (int64_t)strlen(head) + 3);
    cr_expect_gt(exchange->request_headers.count, 5);
    for (size_t i = 0; i < exchange->request_headers.count; i++) {
        const struct header *h = &exchange->request_headers.items[i];
        const char *line = arena_printf(stage.arena, "%.*s: %.*s\r\n", TEXT_ARGS(h->name),
                                        TEXT_ARGS(h->value));
        cr_expect(strstr(head, line) != NULL, "%s was sent", line);
    }
}

Test(http_requests, the_trace_goes_to_first_party_hosts_only)
{
    char mine[64];
    snprintf(mine, sizeof mine, "127.0.0.1:%d", server_port(server));
    struct host_rule rules[] = {{.host = mine, .first_party = true}};
    stage.environment.hosts = rules;
    stage.environment.host_count = 1;
    cr_expect(
        strstr(echo("follow: true"),
               "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\n") !=
        NULL);
    rules[0].first_party = false;
    cr_expect(strstr(echo("follow: true"), "traceparent") == NULL);
}

Test(http_requests, a_rule_can_say_where_a_host_is)
{
    char address[64];
    snprintf(address, sizeof address, "127.0.0.1:%d", server_port(server));
    struct host_rule rules[] = {{.host = "app.example.com", .address = address}};
    stage.environment.hosts = rules;
    stage.environment.host_count = 1;
    const struct observation *saw = try_now(NULL, "http: http://app.example.com/echo");
    cr_assert_str_eq(fault_words(&saw->fault), "ok", "%s", saw->fault.message);
    const struct exchange *exchange = observation_answer(saw);
    cr_expect(text_find(exchange->body, text_of("Host: app.example.com\r\n"), 0) >= 0);
    cr_expect_eq(exchange->remote_port, server_port(server));
}

Test(http_requests, a_file_can_be_the_body)
{
    char name[] = "/tmp/xunjian-body-XXXXXX", keys[128];
    int file = mkstemp(name);
    cr_assert(write(file, "from a file", 11) == 11);
    close(file);
    snprintf(keys, sizeof keys, "file: %s", name);
    cr_expect(strstr(echo(keys), "\r\n\r\nfrom a file") != NULL);
    snprintf(keys, sizeof keys, "multipart: [{name: photo, file: %s}]", name);
    const char *sent = echo(keys);
    cr_expect(strstr(sent, "filename=\"xunjian-body-") != NULL);
    cr_expect(strstr(sent, "Content-Type: application/octet-stream\r\n\r\nfrom a file") !=
              NULL);
    unlink(name);
}

Test(http_requests, a_value_cannot_write_headers)
{
    const struct observation *saw =
        try_now(NULL, "http: {url: 'http://127.0.0.1:%d/echo', headers: {A: \"x\\r\\nB: y\"}}",
                server_port(server));
    cr_expect_str_eq(fault_words(&saw->fault), "send template");
    cr_expect_str_eq(saw->fault.message, "header A would hold a line break");
    cr_expect_eq(server_connections(server), 0);
}

Test(http_requests, answers_keep_their_shape)
{
    const struct observation *saw =
        try_now(NULL, "http: 'http://127.0.0.1:%d/folded'", server_port(server));
    const struct exchange *exchange = observation_answer(saw);
    cr_expect(text_is(headers_find(&exchange->headers, "x-folded")->value, "one two"));
    cr_expect(text_is(headers_find(&exchange->headers, "x-empty")->value, ""));
    saw = try_now(NULL, "http: 'http://127.0.0.1:%d/hints'", server_port(server));
    exchange = observation_answer(saw);
    cr_expect_eq(exchange->status, 200, "1xx is not the answer");
    cr_expect_null(headers_find(&exchange->headers, "link"));
    cr_expect_str_eq(exchange->protocol, "HTTP/1.1");
    cr_expect_eq(exchange->body_bytes, 15);
    cr_expect_eq(exchange->wire_bytes, 15);
    cr_expect_eq(exchange->remote_port, server_port(server));
    cr_expect_str_eq(exchange->remote_address, "127.0.0.1");
}
