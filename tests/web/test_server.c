/* SPDX-License-Identifier: Apache-2.0 */
/* What is answered, with which headers, and what is too much. */
#include "tests/web/ask.h"

#include "base/arena.h"
#include "web/operations.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const struct monitor_view one_view[] = {
    {.journey = "login", .title = "登录", .environment = "staging", .state = "ok"}};

static void start(struct asked *asked, int64_t connections)
{
    asked_start(asked, &(struct web_rule){.connections = connections, .request_bytes = 2000},
                "/nowhere/store.db");
    cr_assert_not_null(asked->web, "%s", asked->why);
    asked->fake.views = one_view;
    asked->fake.count = 1;
}

struct route_row {
    const char *method, *path;
    int status;
    const char *type;
};

static const struct route_row rows[] = {
    {"GET", "/", 200, "text/html; charset=utf-8"},
    {"HEAD", "/", 200, "text/html; charset=utf-8"},
    {"GET", "/journeys/a%2Fb", 200, "text/html; charset=utf-8"},
    {"GET", "/journeys/%E7%99%BB%E5%BD%95", 200, "text/html; charset=utf-8"},
    {"GET", "/runs/20260101", 200, "text/html; charset=utf-8"},
    {"GET", "/incidents/x", 200, "text/html; charset=utf-8"},
    {"GET", "/static/app.js", 200, "text/javascript; charset=utf-8"},
    {"GET", "/static/uplot.js", 200, "text/javascript; charset=utf-8"},
    {"GET", "/static/icon.svg", 200, "image/svg+xml"},
    {"GET", "/metrics", 200, "text/plain; version=0.0.4; charset=utf-8"},
    {"HEAD", "/metrics", 200, "text/plain; version=0.0.4; charset=utf-8"},
    {"GET", "/-/healthy", 200, "text/plain; charset=utf-8"},
    {"GET", "/api/session", 200, "application/json"},
    {"GET", "/api/monitors", 503, "application/json"},
    {"GET", "/nothing", 404, "application/json"},
    {"GET", "/journeys/", 404, "application/json"},
    {"GET", "/journeys/a/b", 404, "application/json"},
    {"GET", "/journeys/%00", 404, "application/json"},
    {"GET", "/journeys/%zz", 404, "application/json"},
    {"GET", "/journeys/%ff", 404, "application/json"},
    {"GET", "/static/", 404, "application/json"},
    {"GET", "/static/../web.c", 404, "application/json"},
    {"GET", "/static/%2e%2e%2f%2e%2e%2fetc%2fpasswd", 404, "application/json"},
    {"GET", "/static/..%5c..%5cetc", 404, "application/json"},
    {"GET", "/../../etc/passwd", 404, "application/json"},
    {"GET", "//etc/passwd", 404, "application/json"},
    {"GET", "/static/app.js%00.css", 404, "application/json"},
    {"DELETE", "/metrics", 405, "application/json"},
    {"PUT", "/api/mutes", 405, "application/json"},
    {"OPTIONS", "/api/run", 405, "application/json"},
    {"TRACE", "/", 405, "application/json"},
    {"GET", "/api/run", 405, "application/json"},
    {"GET", "/probe", 400, "application/json"},
    {"GET", "/probe?journey=nobody", 404, "application/json"},
    {"GET", "/probe?journey=login", 200, "text/plain; version=0.0.4; charset=utf-8"},
    {"GET", "/probe?journey=login&env=nowhere", 404, "application/json"},
    {"GET", "/api/runs?most=abc", 400, "application/json"},
    {"GET", "/api/runs?hours=-1", 400, "application/json"},
    {"GET", "/api/incidents?most=0", 400, "application/json"},
    {"GET", "/probe?target=login&env=staging", 200, "text/plain; version=0.0.4; charset=utf-8"},
};

Test(server, each_address_answers_as_it_should_with_the_headers_of_a_careful_page)
{
    struct asked asked;
    start(&asked, 0);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct said_back said = ask(&asked, rows[i].method, rows[i].path, NULL, NULL);
        const char *type = header_of(&asked, &said, "Content-Type");
        cr_expect_eq(said.status, rows[i].status, "%s %s: %d", rows[i].method, rows[i].path,
                     said.status);
        cr_expect(type != NULL && strcmp(type, rows[i].type) == 0, "%s %s: %s", rows[i].method,
                  rows[i].path, type);
        const char *policy = header_of(&asked, &said, "Content-Security-Policy");
        cr_assert_not_null(policy, "%s", rows[i].path);
        cr_expect_not_null(strstr(policy, "default-src 'none'"));
        cr_expect_not_null(strstr(policy, "frame-ancestors 'none'"));
        cr_expect_null(strstr(policy, "unsafe"));
        cr_expect_str_eq(header_of(&asked, &said, "X-Content-Type-Options"), "nosniff");
        cr_expect_not_null(header_of(&asked, &said, "Referrer-Policy"));
        cr_expect_null(header_of(&asked, &said, "Access-Control-Allow-Origin"));
    }
    asked_stop(&asked);
}

Test(server, pages_hold_nothing_inline_and_nobody_elses)
{
    struct asked asked;
    start(&asked, 0);
    for (int i = 0; i < 2; i++) {
        struct said_back said = get(&asked, i == 0 ? "/" : "/login");
        cr_expect_null(strstr(said.body, "://"), "an address of somebody else");
        cr_expect_null(strstr(said.body, "style="));
        cr_expect_null(strstr(said.body, "<style"));
        cr_expect_null(strstr(said.body, " onclick"));
        for (const char *at = said.body; (at = strstr(at, "<script")) != NULL; at++)
            cr_expect_eq(strncmp(at, "<script src=\"/static/", 21), 0);
    }
    asked_stop(&asked);
}

Test(server, an_error_is_a_page_to_people_and_json_to_programs)
{
    static const char *const person[] = {"Accept: text/html,*/*;q=0.8", NULL};
    struct asked asked;
    start(&asked, 0);
    struct said_back page = ask(&asked, "GET", "/no<b>where", person, NULL);
    cr_expect_not_null(strstr(page.body, "没有这个页面"));
    cr_expect_null(strstr(page.body, "<b>"));
    struct said_back json = get(&asked, "/nowhere");
    cr_expect_not_null(strstr(json.body, "{\"error\":{\"code\":\"not_found\","), "%s",
                       json.body);
    cr_expect_not_null(
        strstr(ask(&asked, "GET", "/api/nowhere", person, NULL).body, "\"code\""));
    cr_expect_not_null(strstr(get(&asked, "/api/monitors").body, "could not open the store"));
    asked_stop(&asked);
}

Test(server, files_are_sent_again_only_when_they_changed_and_are_compressed_when_asked)
{
    struct asked asked;
    start(&asked, 0);
    struct said_back first = get(&asked, "/static/uplot.js");
    const char *again[] = {
        arena_printf(asked.arena, "If-None-Match: %s", header_of(&asked, &first, "ETag")),
        NULL};
    cr_expect_str_eq(header_of(&asked, &first, "Cache-Control"), "no-cache");
    cr_expect_eq(ask(&asked, "GET", "/static/uplot.js", again, NULL).status, 304);
    static const char *const gzip[] = {"Accept-Encoding: br, gzip", NULL};
    static const char *const never[] = {"Accept-Encoding: gzip;q=0, identity", NULL};
    struct said_back packed = ask(&asked, "GET", "/static/uplot.js", gzip, NULL);
    cr_expect_str_eq(header_of(&asked, &packed, "Content-Encoding"), "gzip");
    long size = atol(header_of(&asked, &packed, "Content-Length"));
    cr_expect(size > 1000 && size < 30000, "%ld bytes", size);
    packed = ask(&asked, "GET", "/static/uplot.js", never, NULL);
    cr_expect_null(header_of(&asked, &packed, "Content-Encoding"));
    packed = ask(&asked, "GET", "/api/session", gzip, NULL);
    cr_expect_null(header_of(&asked, &packed, "Content-Encoding"));
    asked_stop(&asked);
}

struct accept_row {
    const char *accept;
    bool open;
};

static const struct accept_row accepts[] = {
    {"Accept:", false},
    {"Accept: */*", false},
    {"Accept: text/html", false},
    {"Accept: application/openmetrics-text; version=1.0.0", true},
    {"Accept: "
     "application/openmetrics-text;version=1.0.0,application/openmetrics-text;"
     "version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
     true},
    {"Accept: text/plain;q=0.9, application/openmetrics-text;q=0.5", false},
    {"Accept: application/openmetrics-text;q=0, */*", false},
    {"Accept: APPLICATION/OpenMetrics-Text", true},
};

Test(server, metrics_are_open_metrics_for_who_names_it)
{
    struct asked asked;
    start(&asked, 0);
    for (size_t i = 0; i < sizeof accepts / sizeof *accepts; i++) {
        const char *headers[] = {accepts[i].accept, NULL};
        struct said_back said = ask(&asked, "GET", "/metrics", headers, NULL);
        bool open = strstr(header_of(&asked, &said, "Content-Type"), "openmetrics") != NULL;
        cr_expect_eq(open, accepts[i].open, "%s", accepts[i].accept);
        cr_expect_eq(strstr(said.body, "# EOF") != NULL, accepts[i].open);
    }
    cr_expect_eq(operations_quality("text/*;q=0.3, */*;q=0.1", "text/plain"), 300);
    cr_expect_eq(operations_quality("text/plain;freq=0.2;Q=0.5;x", "text/plain"), 500);
    cr_expect_eq(operations_quality("text/plain; q=0.333333333333", "text/plain"), 333);
    cr_expect_eq(operations_quality("a/b", "text/plain"), 0);
    cr_expect_eq(operations_quality(",,;,q=,*/*;q=x", "text/plain"), 0);
    asked_stop(&asked);
}

Test(server, a_probe_keeps_to_prometheus_time_with_half_a_second_to_spare)
{
    static const char *const scrape[] = {"X-Prometheus-Scrape-Timeout-Seconds: 10", NULL};
    struct asked asked;
    start(&asked, 0);
    struct said_back said =
        ask(&asked, "GET", "/probe?journey=login&env=staging", scrape, NULL);
    cr_expect_not_null(strstr(said.body, "login@staging within 9500 ms"), "%s", said.body);
    asked.fake.refuses = true;
    said = get(&asked, "/probe?journey=login");
    cr_expect_eq(said.status, 503);
    cr_expect_not_null(strstr(said.body, "no place in time"));
    asked_stop(&asked);
}

Test(server, readiness_and_reload_tell_why_not)
{
    struct asked asked;
    start(&asked, 0);
    cr_expect_str_eq(get(&asked, "/-/ready").body, "ready\n");
    cr_expect_str_eq(ask(&asked, "POST", "/-/reload", NULL, "").body, "reloaded\n");
    asked.fake.ready = false;
    asked.fake.reload_fails = true;
    struct said_back said = get(&asked, "/-/ready");
    cr_expect_eq(said.status, 503);
    cr_expect_str_eq(said.body, "plans are being read\n");
    said = ask(&asked, "POST", "/-/reload", NULL, "");
    cr_expect_eq(said.status, 422);
    cr_expect_not_null(strstr(said.body, "unknown key"));
    asked_stop(&asked);
}

Test(server, what_is_too_much_or_too_old_is_refused)
{
    struct asked asked;
    start(&asked, 0);
    char *large = arena_alloc(asked.arena, 4001);
    memset(large, 'x', 4000);
    cr_expect_eq(ask(&asked, "POST", "/login", NULL, large).status, 413);
    static const char *const chunked[] = {"Transfer-Encoding: chunked", NULL};
    cr_expect_eq(ask(&asked, "POST", "/login", chunked, large).status, 0,
                 "the connection is closed");
    char *header = arena_alloc(asked.arena, 40001);
    memset(header, 'x', 40000);
    const char *heavy[] = {arena_printf(asked.arena, "X-Heavy: %s", header), NULL};
    int status = ask(&asked, "GET", "/-/healthy", heavy, NULL).status;
    cr_expect(status == 431 || status == 413, "%d", status);
    cr_expect_not_null(strstr(
        ask_raw(&asked, "GET /-/healthy HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n", 10000), " 505 "));
    cr_expect_not_null(
        strstr(ask_raw(&asked, "GET /-/healthy HTTP/1.1\r\nConnection: close\r\n\r\n", 10000),
               " 400 "));
    cr_expect_eq(get(&asked, "/-/healthy").status, 200, "and it still answers");
    asked_stop(&asked);
}

Test(server, one_address_has_half_of_the_connections)
{
    struct asked asked;
    int fds[8];
    start(&asked, 6);
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port =
                                 htons((uint16_t)atoi(strrchr(web_url(asked.web), ':') + 1)),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    size_t served = 0;
    for (int i = 0; i < 8; i++) {
        static const char question[] = "GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n\r\n";
        char answer[64];
        fds[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        cr_assert(connect(fds[i], (struct sockaddr *)&at, sizeof at) == 0);
        if (send(fds[i], question, sizeof question - 1, MSG_NOSIGNAL) > 0 &&
            recv(fds[i], answer, sizeof answer, 0) > 0)
            served++;
    }
    cr_expect_eq(served, 3);
    for (int i = 0; i < 8; i++)
        close(fds[i]);
    asked_stop(&asked);
}
