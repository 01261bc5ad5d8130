/* SPDX-License-Identifier: Apache-2.0 */
/* Redirects: each an exchange, methods as RFC 9110 and browsers have them, credentials kept at home. */

#include "base/arena.h"
#include "server.h"
#include "stage.h"

#include <criterion/criterion.h>
#include <string.h>

static struct server *server, *stranger;

static void open_all(void)
{
    stage_open();
    server = server_new(NULL);
    stranger = server_new(NULL);
}

static void close_all(void)
{
    stage_close();
    server_end(server);
    server_end(stranger);
}

TestSuite(http_redirects, .init = open_all, .fini = close_all, .timeout = 60);

struct row {
    const char *says, *method, *status, *becomes;
};

static const struct row rows[] = {
    {"301 turns POST into GET", "POST", "301", "GET"},
    {"302 turns POST into GET", "POST", "302", "GET"},
    {"303 turns all into GET", "PUT", "303", "GET"},
    {"303 leaves HEAD alone", "HEAD", "303", "HEAD"},
    {"301 leaves PUT alone", "PUT", "301", "PUT"},
    {"307 keeps the method", "POST", "307", "POST"},
    {"308 keeps the method", "DELETE", "308", "DELETE"},
};

Test(http_redirects, change_the_method_as_they_should)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *row = &rows[i];
        bool body = strcmp(row->method, "HEAD") != 0;
        const struct observation *saw = try_now(
            NULL, "http: {url: 'http://127.0.0.1:%d/redirect?%s+/echo', method: %s%s}",
            server_port(server), row->status, row->method, body ? ", json: {a: 1}" : "");
        cr_assert_str_eq(fault_words(&saw->fault), "ok", "%s: %s", row->says,
                         saw->fault.message);
        cr_assert_eq(saw->exchange_count, 2, "%s", row->says);
        const struct exchange *answer = observation_answer(saw);
        cr_expect_str_eq(answer->method, row->becomes, "%s", row->says);
        cr_expect_eq(answer->status, 200, "%s", row->says);
        bool kept = strcmp(row->becomes, row->method) == 0 && body;
        char head[16384];
        server_last_head(server, head, sizeof head);
        cr_expect_eq(strstr(head, "application/json") != NULL, kept, "%s", row->says);
    }
}

Test(http_redirects, each_hop_is_an_exchange_of_its_own)
{
    const struct observation *saw =
        try_now(NULL, "http: 'http://127.0.0.1:%d/redirect?302+/redirect?307+/ok'",
                server_port(server));
    cr_assert_eq(saw->exchange_count, 3);
    int64_t total_ns = 0;
    for (size_t i = 0; i < 3; i++) {
        const struct exchange *hop = &saw->exchanges[i];
        cr_expect_eq(hop->status, i == 0 ? 302 : i == 1 ? 307 : 200);
        cr_expect_eq(phases_sum_ns(&hop->time), hop->time.total_ns);
        cr_expect_geq(hop->time.phase_ns[PHASE_CONNECT], 0);
        total_ns += hop->time.total_ns;
    }
    cr_expect_eq(saw->time.total_ns, total_ns);
    cr_expect(text_ends_with(saw->exchanges[0].redirect_url, text_of("/redirect?307+/ok")));
    cr_expect(text_starts_with(saw->exchanges[0].redirect_url, text_of("http://127.0.0.1:")));
}

Test(http_redirects, can_be_left_alone)
{
    const struct observation *saw =
        try_now(NULL, "http: {url: 'http://127.0.0.1:%d/redirect?302+/ok', follow: false}",
                server_port(server));
    cr_expect_str_eq(fault_words(&saw->fault), "ok");
    cr_expect_eq(saw->exchange_count, 1);
    cr_expect_eq(observation_answer(saw)->status, 302);
    cr_expect(text_ends_with(observation_answer(saw)->redirect_url, text_of("/ok")));
}

Test(http_redirects, a_loop_is_told_as_one)
{
    const struct observation *saw = try_now(
        NULL, "http: {url: 'http://127.0.0.1:%d/loop', redirects: 3}", server_port(server));
    cr_expect_str_eq(fault_words(&saw->fault), "receive redirect");
    cr_expect_str_eq(saw->fault.message, "a redirect loop: over 3 redirects");
    cr_expect_eq(saw->exchange_count, 4);
}

Test(http_redirects, an_empty_target_is_none)
{
    const struct observation *saw =
        try_now(NULL, "http: 'http://127.0.0.1:%d/redirect?302+'", server_port(server));
    cr_expect_str_eq(fault_words(&saw->fault), "ok");
    cr_expect_eq(saw->exchange_count, 1);
}

Test(http_redirects, too_many_are_refused)
{
    stage.journey.limits.redirects = 2;
    const struct observation *saw = try_now(
        NULL, "http: 'http://127.0.0.1:%d/redirect?302+/redirect?302+/redirect?302+/ok'",
        server_port(server));
    cr_expect_str_eq(fault_words(&saw->fault), "receive redirect");
    cr_expect_eq(saw->exchange_count, 3, "two were followed, the third was not");
    cr_expect_str_eq(saw->fault.message, "too many redirects: over 2 redirects");
}

Test(http_redirects, credentials_stay_with_their_origin)
{
    const char *keys = "headers: {Authorization: Bearer secret-token, X-Other: kept}, "
                       "cookies: {mine: secret-cookie}";
    const struct observation *saw =
        try_now(NULL, "http: {url: 'http://127.0.0.1:%d/redirect?307+/echo', %s}",
                server_port(server), keys);
    struct text body = observation_answer(saw)->body;
    cr_expect(text_find(body, text_of("secret-token"), 0) >= 0, "same origin");
    cr_expect(text_find(body, text_of("secret-cookie"), 0) >= 0, "same origin");
    saw = try_now(
        NULL, "http: {url: 'http://127.0.0.1:%d/redirect?307+http://127.0.0.1:%d/echo', %s}",
        server_port(server), server_port(stranger), keys);
    body = observation_answer(saw)->body;
    cr_expect(text_find(body, text_of("X-Other: kept"), 0) >= 0);
    cr_expect(text_find(body, text_of("secret-token"), 0) < 0, "another origin");
    cr_expect(text_find(body, text_of("secret-cookie"), 0) < 0, "another origin");
    saw = try_now(NULL,
                  "http: {url: 'http://127.0.0.1:%d/redirect?307+http://127.0.0.1:%d/echo', "
                  "basic: {user: a, password: b}}",
                  server_port(server), server_port(stranger));
    cr_expect(text_find(observation_answer(saw)->body, text_of("Authorization"), 0) < 0);
}

Test(http_redirects, cookies_set_on_the_way_are_sent_on)
{
    const struct observation *saw =
        try_now(NULL, "http: 'http://127.0.0.1:%d/redirect?302+/echo'", server_port(server));
    cr_expect(text_find(observation_answer(saw)->body, text_of("Cookie: hop=1\r\n"), 0) >= 0);
}
