/* SPDX-License-Identifier: Apache-2.0 */
/* Who may ask: the token, the session, the Host, the page a request comes from.
 */
#include "tests/web/ask.h"

#include "base/arena.h"
#include "model/config.h"
#include "web/throttle.h"
#include "web/token.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const routes_with_token[] = {"/api/monitors",
                                                "/api/session",
                                                "/api/runs",
                                                "/api/runs/x",
                                                "/api/graph",
                                                "/api/graph/x",
                                                "/api/incidents",
                                                "/api/mutes",
                                                "/api/events",
                                                "/metrics",
                                                "/probe?journey=login",
                                                "/api/journeys/login/funnel",
                                                NULL};

static void start_locked(struct asked *asked, struct arena *arena, const char **ret_token)
{
    const char *hash;
    cr_assert(token_make(arena, ret_token, &hash));
    asked_start(asked, &(struct web_rule){.token_hash = hash}, "/nowhere");
    cr_assert_not_null(asked->web, "%s", asked->why);
}

Test(guard, without_the_token_only_health_and_the_login_answer)
{
    struct asked asked;
    struct arena *arena = arena_new();
    const char *token;
    start_locked(&asked, arena, &token);
    for (size_t i = 0; routes_with_token[i] != NULL; i++) {
        struct said_back said = get(&asked, routes_with_token[i]);
        cr_expect_eq(said.status, 401, "%s gave %d", routes_with_token[i], said.status);
        cr_expect_str_eq(header_of(&asked, &said, "WWW-Authenticate"), "Bearer");
    }
    struct said_back page = get(&asked, "/");
    cr_expect_eq(page.status, 303);
    cr_expect_str_eq(header_of(&asked, &page, "Location"), "/login");
    cr_expect_eq(get(&asked, "/-/healthy").status, 200);
    cr_expect_eq(get(&asked, "/-/ready").status, 200);
    cr_expect_eq(get(&asked, "/login").status, 200);
    cr_expect_eq(get(&asked, "/static/page.css").status, 200);
    cr_expect_eq(ask(&asked, "POST", "/-/reload", NULL, "").status, 401);
    asked_stop(&asked);
    arena_end(arena);
}

Test(guard, a_bearer_token_opens_everything_for_programs)
{
    struct asked asked;
    struct arena *arena = arena_new();
    const char *token;
    start_locked(&asked, arena, &token);
    const char *right[] = {arena_printf(arena, "Authorization: Bearer %s", token), NULL};
    const char *wrong[] = {arena_printf(arena, "Authorization: Bearer %sx", token), NULL};
    const char *other[] = {arena_printf(arena, "Authorization: Basic %s", token), NULL};
    cr_expect_eq(ask(&asked, "GET", "/metrics", right, NULL).status, 200);
    cr_expect_eq(ask(&asked, "GET", "/", right, NULL).status, 200);
    cr_expect_eq(ask(&asked, "POST", "/-/reload", right, "").status, 200);
    cr_expect_eq(ask(&asked, "GET", "/metrics", wrong, NULL).status, 401);
    cr_expect_eq(ask(&asked, "GET", "/metrics", other, NULL).status, 401);
    const char *post[] = {right[0], "Content-Type: application/json", NULL};
    cr_expect_eq(ask(&asked, "POST", "/api/run", post, "{\"journey\":\"login\"}").status, 202,
                 "a bearer token needs no CSRF token");
    asked_stop(&asked);
    arena_end(arena);
}

Test(guard, too_many_wrong_tokens_are_told_to_wait)
{
    struct asked asked;
    struct arena *arena = arena_new();
    const char *token;
    start_locked(&asked, arena, &token);
    for (int i = 0; i < THROTTLE_MOST; i++) {
        struct said_back said = ask(&asked, "POST", "/login", NULL, "token=guess");
        cr_expect_eq(said.status, 303);
        cr_expect_str_eq(header_of(&asked, &said, "Location"), "/login?wrong=1");
    }
    struct said_back said =
        ask(&asked, "POST", "/login", NULL, arena_printf(arena, "token=%s", token));
    cr_expect_eq(said.status, 429);
    cr_expect_not_null(header_of(&asked, &said, "Retry-After"));
    cr_expect_null(header_of(&asked, &said, "Set-Cookie"));
    const char *right[] = {arena_printf(arena, "Authorization: Bearer %s", token), NULL};
    cr_expect_eq(ask(&asked, "GET", "/metrics", right, NULL).status, 429);
    cr_expect_eq(get(&asked, "/-/healthy").status, 200);
    asked_stop(&asked);
    arena_end(arena);
}

struct place_row {
    const char *to, *location;
};

static const struct place_row places[] = {
    {"%2Fincidents%2Fi-1", "/incidents/i-1"},
    {"%2Fgraph%2F%252Fh5%252Fhome", "/graph/%2Fh5%2Fhome"},
    {"%2Fjourneys%2F%25E7%2599%25BB", "/journeys/%E7%99%BB"},
    {"", "/"},
    {"%2F%2Fevil.example", "/"},
    {"%2F%5Cevil.example", "/"},
    {"http%3A%2F%2Fevil.example", "/"},
    {"%2Fa%0D%0ASet-Cookie%3A+x%3D1", "/"},
    {"%2Fa%00b", "/"},
};

Test(guard, who_followed_a_link_gets_there_after_the_login_and_nowhere_else)
{
    struct asked asked;
    struct arena *arena = arena_new();
    const char *token;
    start_locked(&asked, arena, &token);
    struct said_back said = get(&asked, "/incidents/i-1");
    cr_expect_str_eq(header_of(&asked, &said, "Location"), "/login?to=%2Fincidents%2Fi-1");
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        said = ask(&asked, "POST", "/login", NULL,
                   arena_printf(arena, "to=%s&token=%s", places[i].to, token));
        cr_expect_eq(said.status, 303);
        cr_expect_str_eq(header_of(&asked, &said, "Location"), places[i].location, "%s",
                         places[i].to);
    }
    asked_stop(&asked);
    arena_end(arena);
}

static const char *between(struct arena *arena, const char *text, const char *from,
                           const char *to)
{
    const char *at = strstr(text, from);
    cr_assert_not_null(at, "no %s in %s", from, text);
    at += strlen(from);
    return arena_strndup(arena, at, (size_t)(strstr(at, to) - at));
}

Test(guard, a_login_gives_a_session_and_its_csrf_token_until_the_logout)
{
    struct asked asked;
    struct arena *arena = arena_new();
    const char *token;
    start_locked(&asked, arena, &token);
    struct said_back in =
        ask(&asked, "POST", "/login", NULL, arena_printf(arena, "other=1&token=%s&x=", token));
    cr_expect_eq(in.status, 303);
    const char *set = header_of(&asked, &in, "Set-Cookie");
    cr_assert_not_null(set);
    cr_expect_not_null(strstr(set, "; HttpOnly"));
    cr_expect_not_null(strstr(set, "; SameSite=Strict"));
    cr_expect_null(strstr(set, "Secure"), "without TLS a browser would not send it back");
    cr_expect_null(strstr(set, token));
    const char *cookie =
        arena_printf(arena, "Cookie: %s", between(arena, in.headers, "Set-Cookie: ", ";"));
    const char *with[] = {cookie, "Content-Type: application/json", NULL, NULL};
    struct said_back session = ask(&asked, "GET", "/api/session", with, NULL);
    cr_expect_eq(session.status, 200);
    const char *csrf = between(arena, session.body, "\"csrf\":\"", "\"");
    cr_expect_eq(ask(&asked, "POST", "/api/run", with, "{\"journey\":\"a\"}").status, 403);
    with[2] = "X-CSRF-Token: 00";
    cr_expect_eq(ask(&asked, "POST", "/api/run", with, "{\"journey\":\"a\"}").status, 403);
    with[2] = arena_printf(arena, "X-CSRF-Token: %s", csrf);
    cr_expect_eq(ask(&asked, "POST", "/api/run", with, "{\"journey\":\"a\"}").status, 202);
    cr_expect_str_eq(asked.fake.said, "run a@");
    cr_expect_eq(ask(&asked, "POST", "/logout", with, "").status, 303);
    cr_expect_eq(ask(&asked, "GET", "/api/session", with, NULL).status, 401);
    asked_stop(&asked);
    arena_end(arena);
}

struct from_row {
    const char *text, *method, *path, *header;
    int status;
};

static const struct from_row foreign[] = {
    {"a post without a CSRF token", "POST", "/api/run", NULL, 403},
    {"a post from another origin", "POST", "/-/reload", "Origin: http://evil.example", 403},
    {"a post from a sandboxed page", "POST", "/-/reload", "Origin: null", 403},
    {"a post across sites", "POST", "/-/reload", "Sec-Fetch-Site: cross-site", 403},
    {"a post from a neighbour", "POST", "/-/reload", "Sec-Fetch-Site: same-site", 403},
    {"a program's reload", "POST", "/-/reload", NULL, 200},
    {"a probe by an image of another site", "GET", "/probe?journey=login",
     "Sec-Fetch-Site: cross-site", 403},
    {"a scrape of a probe", "GET", "/probe?journey=login", NULL, 200},
    {"a name of ours", "GET", "/-/healthy", "Host: localhost:1", 200},
    {"a name that was told", "GET", "/-/healthy", "Host: status.example.com", 200},
    {"a name that was told, otherwise written", "GET", "/-/healthy",
     "Host: STATUS.example.com:8443", 200},
    {"a name pointed here by somebody else", "GET", "/-/healthy", "Host: evil.example", 421},
    {"an address that is not ours", "GET", "/-/healthy", "Host: 127.0.0.2", 421},
    {"a name that only begins like ours", "GET", "/-/healthy", "Host: localhost.evil.example",
     421},
    {"no name", "GET", "/-/healthy", "Host;", 400},
};

Test(guard, other_sites_pages_and_other_names_are_refused)
{
    static const char *const hosts[] = {"status.example.com", NULL};
    static const struct monitor_view views[] = {{.journey = "login", .environment = ""}};
    struct asked asked;
    asked_start(&asked, &(struct web_rule){.hosts = hosts}, "/nowhere");
    cr_assert_not_null(asked.web, "%s", asked.why);
    asked.fake.views = views;
    asked.fake.count = 1;
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
        const struct from_row *row = &foreign[i];
        const char *headers[] = {row->header, NULL};
        struct said_back said = ask(&asked, row->method, row->path, headers,
                                    strcmp(row->method, "POST") == 0 ? "{}" : NULL);
        cr_expect_eq(said.status, row->status, "%s: %d %s", row->text, said.status, said.body);
    }
    const char *twice = ask_raw(&asked,
                                "GET /-/healthy HTTP/1.1\r\nHost: localhost\r\n"
                                "Host: evil.example\r\nConnection: close\r\n\r\n",
                                10000);
    cr_expect_not_null(strstr(twice, "HTTP/1.1 400"), "%s", twice);
    asked_stop(&asked);
}

struct bind_row {
    const char *listen, *token_hash, *certificate, *why;
};

#define HASH                                   \
    "sha256:995043766ca0ab24f6ca32e19d0cdd0a:" \
    "4904b4515cfa44e82f6ab6c3ff6b6594d0a1af85f1682251a09e6cde7541be2d"

static const struct bind_row binds[] = {
    {"0.0.0.0:0", NULL, NULL, "set token_hash"},
    {"[::]:0", NULL, NULL, "set token_hash"},
    {"192.0.2.1:80", HASH, NULL, "the token needs TLS"},
    {"0.0.0.0:0", HASH, NULL, "the token needs TLS"},
    {"0.0.0.0:0", NULL, "/nowhere.pem", "set token_hash"},
    {"127.0.0.1:0", "plain-password", NULL, "token_hash is not what"},
    {"127.0.0.1:0", HASH, "/nowhere.pem", "could not read /nowhere.pem"},
    {"localhost", NULL, NULL, "no address with a port"},
    {"example.com:80", NULL, NULL, "no address with a port"},
    {"127.0.0.1:70000", NULL, NULL, "no address with a port"},
};

Test(guard, an_address_for_strangers_is_refused_without_token_and_tls)
{
    for (size_t i = 0; i < sizeof binds / sizeof *binds; i++) {
        struct asked asked;
        asked_start(&asked,
                    &(struct web_rule){.listen = binds[i].listen,
                                       .token_hash = binds[i].token_hash,
                                       .certificate_file = binds[i].certificate,
                                       .key_file = binds[i].certificate},
                    "/nowhere");
        cr_expect_null(asked.web, "%s", binds[i].listen);
        cr_expect_not_null(strstr(asked.why, binds[i].why), "%s: %s", binds[i].listen,
                           asked.why);
        asked_stop(&asked);
    }
}

Test(guard, an_address_that_is_taken_is_told_in_words)
{
    struct asked first, second;
    asked_start(&first, &(struct web_rule){0}, "/nowhere");
    const char *taken = strstr(web_url(first.web), "127.");
    asked_start(&second, &(struct web_rule){.listen = taken}, "/nowhere");
    cr_expect_null(second.web);
    cr_expect_not_null(strstr(second.why, "in use"), "%s", second.why);
    asked_stop(&second);
    asked_stop(&first);
}

Test(guard, a_token_matches_only_its_own_hash)
{
    struct arena *arena = arena_new();
    const char *token, *hash, *other, *other_hash;
    cr_assert(token_make(arena, &token, &hash) && token_make(arena, &other, &other_hash));
    cr_expect_eq(strlen(token), 43);
    cr_expect(config_is_token_hash(hash));
    cr_expect(token_matches(hash, text_of(token)));
    cr_expect_not(token_matches(hash, text_of(other)));
    cr_expect_not(token_matches(other_hash, text_of(token)));
    cr_expect_not(token_matches(hash, text_of("")));
    cr_expect_not(token_matches(hash, text_of(hash)));
    cr_expect_not(token_matches("sha256:00:00", text_of(token)));
    cr_expect_not(token_matches(NULL, text_of(token)));
    arena_end(arena);
}

Test(guard, with_token_and_tls_strangers_may_come_and_the_cookie_stays_within_tls)
{
    char folder[] = "/tmp/xunjian-web-XXXXXX";
    struct arena *arena = arena_new();
    struct asked asked;
    struct web_rule rule = {.listen = "0.0.0.0:0"};
    const char *token;
    cr_assert_not_null(mkdtemp(folder));
    make_certificate(arena, folder, &rule);
    cr_assert(token_make(arena, &token, &rule.token_hash));
    asked_start(&asked, &rule, "/nowhere");
    cr_assert_not_null(asked.web, "%s", asked.why);
    cr_expect_eq(strncmp(web_url(asked.web), "https://", 8), 0);
    cr_expect_eq(get(&asked, "/-/healthy").status, 421, "0.0.0.0 is nobody's name");
    const char *host[] = {"Host: 127.0.0.1", NULL};
    struct said_back in =
        ask(&asked, "POST", "/login", host, arena_printf(arena, "token=%s", token));
    const char *set = header_of(&asked, &in, "Set-Cookie");
    cr_assert_not_null(set);
    cr_expect_eq(strncmp(set, "__Host-xunjian", 14), 0);
    cr_expect_not_null(strstr(set, "; Secure"));
    asked_stop(&asked);
    unlink(rule.certificate_file);
    unlink(rule.key_file);
    rmdir(folder);
    arena_end(arena);
}
