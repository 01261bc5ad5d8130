/* SPDX-License-Identifier: Apache-2.0 */
/* The demo app's accounts, its control port, and what it keeps of requests. */

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "demo.h"
#include "walk.h"

static struct demo *demo;

static void start(void)
{
    demo = demo_start(NULL);
}

static void stop(void)
{
    demo_stop(demo);
}

TestSuite(demo_account, .init = start, .fini = stop);

static struct reply *ask(const char *method, const char *path, const char *body)
{
    char url[256];
    snprintf(url, sizeof url, "%s%s", demo->plain, path);
    return demo_ask(demo, method, url, body, NULL);
}

/* The two agreement ids of a mobile, as the elements of a JSON array. */
static void fetch_agreements(const char *mobile, char ids[128])
{
    char path[128];
    snprintf(path, sizeof path, "/api/agreements?scene=register&mobile=%s", mobile);
    struct reply *reply = ask("GET", path, NULL);
    const char *first = strstr(reply->body, "AG1-"), *second = strstr(reply->body, "\"AG2-");
    cr_assert(first != NULL && second != NULL, "%s", reply->body);
    snprintf(ids, 128, "\"%.14s\",%.16s", first, second);
    reply_end(reply);
}

static struct reply *register_mobile(const char *mobile, const char *password, const char *ids)
{
    char body[1024];
    snprintf(body, sizeof body, "{\"mobile\":\"%s\"}", mobile);
    struct reply *sent = ask("POST", "/api/auth/register/code", body);
    char *sealed = demo_encrypt(demo, password);
    snprintf(body, sizeof body,
             "{\"mobile\":\"%s\",\"password\":\"%s\",\"keyId\":\"rsa-1\","
             "\"challengeId\":\"%s\",\"code\":\"%s\",\"agreementIds\":[%s]}",
             mobile, sealed, reply_text(sent, "challengeId"), demo_code(demo, mobile), ids);
    reply_end(sent);
    free(sealed);
    return ask("POST", "/api/auth/register", body);
}

static void expect_code(struct reply *reply, const char *code)
{
    cr_expect_str_eq(reply_text(reply, "code"), code, "%s", reply->body);
    cr_expect_eq(reply->status, 200);
    reply_end(reply);
}

Test(demo_account, one_registers_with_agreements_and_may_leave_again)
{
    const char *mobile = "13712345678";
    char ids[128], body[256];
    fetch_agreements(mobile, ids);
    expect_code(register_mobile(mobile, "Abcd1234", ""), "E1102");
    expect_code(register_mobile(mobile, "Abcd1234", "\"AG1-0000000000\",\"AG2-0000000000\""),
                "E1102");
    expect_code(register_mobile(mobile, "12345678", ids), "E1103");
    struct reply *registered = register_mobile(mobile, "Abcd1234", ids);
    struct walk walk = {.demo = demo, .token = strdup(reply_text(registered, "token"))};
    expect_code(registered, "0000");
    walk_step(&walk, "E1101", "POST", "/api/auth/register/code",
              "{\"mobile\":\"13712345678\"}");
    walk_step(&walk, "0000", "GET", "/api/profile", NULL);
    walk_step(&walk, "0000", "POST", "/api/account/deletion-code", "{}");
    snprintf(body, sizeof body, "{\"challengeId\":\"%s\",\"code\":\"%s\"}",
             reply_text(walk.last, "challengeId"), demo_code(demo, mobile));
    walk_step(&walk, "0000", "DELETE", "/api/account", body);
    walk_step(&walk, "E1003", "GET", "/api/profile", NULL);
    walk_end(&walk);
}

Test(demo_account, who_owes_or_holds_cannot_leave)
{
    struct walk debtor = walk_begin(demo, "13800138002");
    walk_step(&debtor, "E2001", "DELETE", "/api/account", "{}");
    walk_end(&debtor);
    struct walk holder = walk_begin(demo, "13800138003");
    walk_step(&holder, "E2002", "DELETE", "/api/account", "{}");
    walk_end(&holder);
}

Test(demo_account, a_code_survives_two_wrong_tries_and_works_once)
{
    char body[512], wrong[512], *sealed = demo_encrypt(demo, "Demo@2026");
    snprintf(body, sizeof body,
             "{\"mobile\":\"13800138000\",\"password\":\"%s\",\"keyId\":\"rsa-1\"}", sealed);
    struct reply *sent = ask("POST", "/api/auth/login", body);
    const char *challenge = reply_text(sent, "challengeId"),
               *code = demo_code(demo, "13800138000");
    snprintf(body, sizeof body, "{\"challengeId\":\"%s\",\"code\":\"%s\"}", challenge, code);
    snprintf(wrong, sizeof wrong, "{\"challengeId\":\"%s\",\"code\":\"x\"}", challenge);
    expect_code(ask("POST", "/api/auth/sms", wrong), "E1006");
    expect_code(ask("POST", "/api/auth/sms", wrong), "E1006");
    expect_code(ask("POST", "/api/auth/sms", body), "0000");
    expect_code(ask("POST", "/api/auth/sms", body), "E1007");
    reply_end(sent);
    free(sealed);
}

Test(demo_account, logging_out_ends_the_token)
{
    struct walk walk = walk_begin(demo, "13800138000");
    walk_step(&walk, "0000", "PUT", "/api/profile", "{\"nickname\":\"小明\"}");
    cr_expect_str_eq(reply_text(walk.last, "nickname"), "小明");
    walk_step(&walk, "0000", "POST", "/api/auth/logout", "{}");
    walk_step(&walk, "E1003", "GET", "/api/profile", NULL);
    walk_end(&walk);
}

Test(demo_account, http_errors_are_kept_for_http)
{
    char *big = malloc(70001);
    memset(big, ' ', 70000);
    big[70000] = '\0';
    struct reply *none = ask("GET", "/nowhere", NULL);
    struct reply *method = ask("PUT", "/api/auth/login", "{}");
    struct reply *large = ask("POST", "/api/auth/login", big);
    cr_expect_eq(none->status, 404);
    cr_expect_eq(method->status, 405);
    cr_expect_str_eq(reply_header(method, "Allow"), "POST");
    cr_expect_eq(large->status, 413);
    cr_expect_str_neq(reply_header(large, "X-Demo-Delay-Us"), "", "on every response");
    reply_end(none);
    reply_end(method);
    reply_end(large);
    free(big);
}

Test(demo_account, requests_are_counted_and_kept_as_sent)
{
    struct walk walk = walk_begin(demo, "13800138000");
    walk_step(&walk, "0000", "PUT", "/api/profile", "{\"nickname\":\"a\"}");
    cr_expect_eq(demo_count(demo, "POST /api/auth/login"), 1);
    cr_expect_eq(demo_count(demo, "GET /test/inbox/{}"), 1);
    char *requests = demo_requests(demo, 1);
    cr_expect(strstr(requests, "\"method\":\"PUT\",\"url\":\"/api/profile\"") != NULL, "%s",
              requests);
    cr_expect(strstr(requests, "\"bodyBytes\":16,\"bodySha256\":\"") != NULL, "%s", requests);
    cr_expect(strstr(requests, walk.token) != NULL, "the header as sent: %s", requests);
    free(requests);
    walk_end(&walk);
}

Test(demo_account, a_seed_says_everything_and_a_reset_goes_back)
{
    char *first = demo_login(demo, "13800138000", "Demo@2026");
    demo_reset(demo);
    char *again = demo_login(demo, "13800138000", "Demo@2026");
    struct demo *other = demo_start((const char *[]){"--seed", "2", NULL});
    char *elsewhere = demo_login(other, "13800138000", "Demo@2026");
    cr_expect_str_eq(first, again);
    cr_expect_str_neq(first, elsewhere);
    demo_stop(other);
    free(first);
    free(again);
    free(elsewhere);
}

Test(demo_account, it_ends_well_with_held_and_dribbling_answers)
{
    static const char *const faults[] = {"{\"kind\":\"delay\",\"delay_us\":500000000}",
                                         "{\"kind\":\"slow_headers\",\"delay_us\":5000000}"};
    CURLM *multi = curl_multi_init();
    CURL *waiting[2];
    char url[128];
    snprintf(url, sizeof url, "%s/bench/json/1", demo->base);
    for (int i = 0; i < 2; i++) {
        int running, id = demo_fault(demo, faults[i]);
        waiting[i] = curl_easy_init();
        curl_easy_setopt(waiting[i], CURLOPT_URL, url);
        curl_easy_setopt(waiting[i], CURLOPT_CAINFO, demo->ca);
        curl_multi_add_handle(multi, waiting[i]);
        while (demo_fired(demo, id) == 0)
            curl_multi_perform(multi, &running);
        demo_clear(demo);
    }
    demo_stop(demo);
    demo = demo_start(NULL);
    for (int i = 0; i < 2; i++) {
        curl_multi_remove_handle(multi, waiting[i]);
        curl_easy_cleanup(waiting[i]);
    }
    curl_multi_cleanup(multi);
}
