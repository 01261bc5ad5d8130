/* SPDX-License-Identifier: Apache-2.0 */
/* Every fault of the demo app, seen on the wire: plain and over TLS. */

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "demo.h"

static struct demo *demo;

static void start(void)
{
    demo = demo_start(NULL);
}

static void stop(void)
{
    demo_stop(demo);
}

TestSuite(demo_faults, .init = start, .fini = stop);

static struct reply *get(const char *base, const char *path)
{
    char url[256];
    snprintf(url, sizeof url, "%s%s", base, path);
    return demo_ask(demo, "GET", url, NULL, NULL);
}

static const char *base_of(int which)
{
    return which == 0 ? demo->plain : demo->base;
}

static long status_of(const char *path)
{
    struct reply *reply = get(demo->plain, path);
    long status = reply->status;
    reply_end(reply);
    return status;
}

struct cut {
    const char *says, *fault;
    CURLcode result;
    size_t body_bytes; /* that arrived; SIZE_MAX: half of them */
};

static const struct cut cuts[] = {
    {"a truncated body ends in its middle", "{\"kind\":\"truncate\"}", CURLE_PARTIAL_FILE,
     SIZE_MAX},
    {"or where it is told", "{\"kind\":\"truncate\",\"after_bytes\":10}", CURLE_PARTIAL_FILE,
     10},
    {"or before it begins", "{\"kind\":\"truncate\",\"after_bytes\":0}", CURLE_PARTIAL_FILE, 0},
    {"a reset in mid-body is a reset", "{\"kind\":\"reset\"}", CURLE_RECV_ERROR, SIZE_MAX},
    {"also before the first byte", "{\"kind\":\"reset\",\"after_bytes\":0}", CURLE_RECV_ERROR,
     0},
};

Test(demo_faults, bodies_are_cut_and_connections_reset)
{
    struct reply *whole = get(demo->plain, "/bench/json/1");
    for (size_t i = 0; i < 2 * sizeof cuts / sizeof cuts[0]; i++) {
        const struct cut *cut = &cuts[i / 2];
        demo_fault(demo, cut->fault);
        struct reply *reply = get(base_of(i % 2), "/bench/json/1");
        size_t want = cut->body_bytes == SIZE_MAX ? whole->body_bytes / 2 : cut->body_bytes;
        cr_expect_eq(reply->result, cut->result, "%s: %s", cut->says, reply->error);
        cr_expect_eq(reply->body_bytes, want, "%s: %zu bytes", cut->says, reply->body_bytes);
        cr_expect_eq(reply->status, 200, "%s", cut->says);
        reply_end(reply);
        demo_clear(demo);
    }
    reply_end(whole);
}

Test(demo_faults, headers_dribble_at_the_pace_asked_for)
{
    for (int i = 0; i < 2; i++) {
        int id = demo_fault(demo, "{\"kind\":\"slow_headers\",\"delay_us\":10000,\"n\":20}");
        struct reply *reply = get(base_of(i), "/bench/json/1");
        size_t writes = strlen(reply->headers) / 20;
        cr_expect_eq(reply->result, CURLE_OK, "%s", reply->error);
        cr_expect_geq(reply->total_us - reply->first_byte_us, (int64_t)(writes - 1) * 10000,
                      "%zu writes in %ld us", writes, (long)reply->total_us);
        cr_expect_eq(demo_fired(demo, id), 1);
        reply_end(reply);
        demo_clear(demo);
    }
}

Test(demo_faults, a_delay_is_measured_and_is_what_was_asked_for)
{
    static const long asked_us[] = {0, 1, 500, 30000};
    for (size_t i = 0; i < 4; i++) {
        char fault[64];
        snprintf(fault, sizeof fault, "{\"kind\":\"delay\",\"delay_us\":%ld}", asked_us[i]);
        demo_fault(demo, fault);
        struct reply *reply = get(demo->plain, "/bench/json/1");
        long added_us = atol(reply_header(reply, "X-Demo-Added-Us"));
        long server_us = atol(reply_header(reply, "X-Demo-Delay-Us"));
        cr_expect_geq(added_us, asked_us[i]);
        cr_expect_geq(server_us, added_us);
        cr_expect_geq(reply->first_byte_us, server_us, "the client cannot be earlier");
        reply_end(reply);
        demo_clear(demo);
    }
}

Test(demo_faults, a_delay_holds_nobody_else)
{
    int id = demo_fault(
        demo, "{\"endpoint\":\"/bench/json/{}\",\"kind\":\"delay\",\"delay_us\":15000000}");
    char url[128];
    snprintf(url, sizeof url, "%s/bench/json/1", demo->plain);
    CURLM *multi = curl_multi_init();
    CURL *held = curl_easy_init();
    curl_easy_setopt(held, CURLOPT_URL, url);
    curl_multi_add_handle(multi, held);
    int running = 1;
    while (demo_fired(demo, id) == 0)
        curl_multi_perform(multi, &running);
    struct reply *other = get(demo->plain, "/bench/page.html");
    cr_expect_eq(other->status, 200);
    cr_expect_lt(other->total_us, 10000000);
    reply_end(other);
    curl_multi_perform(multi, &running);
    cr_expect_eq(running, 1, "the held one still waits");
    curl_multi_remove_handle(multi, held);
    curl_easy_cleanup(held);
    curl_multi_cleanup(multi);
}

struct answer {
    const char *says, *path, *fault;
    long status;
    const char *has, *has_not; /* in the body */
};

static const struct answer answers[] = {
    {"a status instead of the answer", "/api/auth/public-key",
     "{\"endpoint\":\"GET /api/auth/public-key\",\"kind\":\"status\",\"status\":503}", 503,
     "\"code\":\"E0503\"", "publicKey"},
    {"a business code at HTTP 200", "/api/funds",
     "{\"endpoint\":\"/api/*\",\"kind\":\"business_code\",\"code\":\"E7777\",\"message\":\"坏\"}",
     200, "{\"code\":\"E7777\",\"message\":\"坏\"}", "data"},
    {"a field that is gone", "/api/funds",
     "{\"kind\":\"missing_field\",\"field\":\"data.funds.0.code\"}", 200, "\"code\":\"000002\"",
     "\"code\":\"000001\""},
    {"a field under another name", "/api/auth/public-key",
     "{\"kind\":\"rename_field\",\"field\":\"data.keyId\",\"to\":\"kid\"}", 200,
     "\"kid\":\"rsa-1\"", "keyId"},
    {"bytes that are no UTF-8 in JSON", "/api/funds", "{\"kind\":\"bad_utf8\"}", 200,
     "\"message\":\"\xff\xfeok", "\"message\":\"ok"},
    {"bytes that are no UTF-8 in HTML", "/bench/page.html", "{\"kind\":\"bad_utf8\"}", 200,
     "<title>\xff\xfe", "<title>基"},
    {"another method is not meant", "/api/funds",
     "{\"endpoint\":\"POST /api/funds\",\"kind\":\"status\",\"status\":500}", 200, "\"0000\"",
     "E0503"},
    {"another path is not meant", "/api/funds/000001",
     "{\"endpoint\":\"/api/funds\",\"kind\":\"status\",\"status\":500}", 200, "\"0000\"",
     "E0503"},
    {"{} is any segment", "/api/funds/000001",
     "{\"endpoint\":\"/api/{x}/{}\",\"kind\":\"status\",\"status\":500}", 500, "E0503",
     "0000\""},
};

Test(demo_faults, answers_are_spoilt_as_asked_and_are_good_again)
{
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        const struct answer *row = &answers[i];
        demo_fault(demo, row->fault);
        struct reply *reply = get(demo->plain, row->path);
        cr_expect_eq(reply->status, row->status, "%s: %ld", row->says, reply->status);
        cr_expect(strstr(reply->body, row->has) != NULL, "%s: %s", row->says, reply->body);
        cr_expect(strstr(reply->body, row->has_not) == NULL, "%s: %s", row->says, reply->body);
        reply_end(reply);
        demo_clear(demo);
        cr_expect_eq(status_of(row->path), 200, "%s: off is off", row->says);
    }
}

Test(demo_faults, a_content_type_lies)
{
    demo_fault(demo, "{\"kind\":\"content_type\",\"content_type\":\"text/plain\"}");
    struct reply *reply = get(demo->base, "/api/funds");
    cr_expect_str_eq(reply_header(reply, "Content-Type"), "text/plain");
    reply_end(reply);
}

Test(demo_faults, a_body_is_huge_and_still_json)
{
    demo_fault(demo, "{\"kind\":\"huge_body\",\"bytes\":5000000}");
    struct reply *reply = get(demo->base, "/api/funds");
    cr_expect_eq(reply->body_bytes, 5000000);
    cr_expect_str_eq(reply->body + reply->body_bytes - 6, "xxx\"}}");
    reply_end(reply);
}

Test(demo_faults, redirects_go_round_or_end_after_n)
{
    char url[128];
    snprintf(url, sizeof url, "%s/api/funds", demo->base);
    demo_fault(demo, "{\"kind\":\"redirect_loop\",\"status\":307}");
    struct reply *reply = demo_follow(demo, url, 8);
    cr_expect_eq(reply->result, CURLE_TOO_MANY_REDIRECTS);
    cr_expect_eq(reply->status, 307);
    cr_expect_eq(demo_count(demo, "* /test/redirect/{}/{}"), 8);
    reply_end(reply);
    demo_clear(demo);
    demo_fault(demo, "{\"kind\":\"redirect_loop\",\"n\":3}");
    reply = demo_follow(demo, url, 8);
    cr_expect_eq(reply->result, CURLE_OK);
    cr_expect_eq(reply->redirects, 3);
    cr_expect(strstr(reply->body, "\"hops\":3") != NULL, "%s", reply->body);
    reply_end(reply);
}

Test(demo_faults, one_in_n_is_every_nth_and_times_is_so_often)
{
    int id = demo_fault(demo, "{\"kind\":\"one_in_n\",\"n\":3,\"status\":502}");
    for (int i = 1; i <= 6; i++)
        cr_expect_eq(status_of("/bench/json/1"), i % 3 == 0 ? 502 : 200, "request %d", i);
    cr_expect_eq(demo_fired(demo, id), 2);
    demo_clear(demo);
    demo_fault(demo, "{\"kind\":\"status\",\"skip\":1,\"times\":2}");
    static const long want[] = {200, 500, 500, 200};
    for (int i = 0; i < 4; i++)
        cr_expect_eq(status_of("/bench/json/1"), want[i], "request %d", i + 1);
}

struct certificate {
    const char *port, *fault, *words;
};

Test(demo_faults, certificates_are_bad_by_port_or_by_switch)
{
    const struct certificate rows[] = {
        {demo->tls_expired, "{\"kind\":\"cert_expired\"}", "expired"},
        {demo->tls_wrong_name, "{\"kind\":\"cert_wrong_name\"}", "subject name"},
        {demo->tls_self_signed, "{\"kind\":\"cert_self_signed\"}", "self-signed"},
    };
    for (size_t i = 0; i < 3; i++) {
        int id = demo_fault(demo, rows[i].fault);
        struct reply *by_port = get(rows[i].port, "/bench/json/1");
        struct reply *by_switch = get(demo->base, "/bench/json/1");
        cr_expect_eq(by_port->result, CURLE_PEER_FAILED_VERIFICATION);
        cr_expect(strstr(by_port->error, rows[i].words) != NULL, "%s", by_port->error);
        cr_expect_str_eq(by_switch->error, by_port->error);
        cr_expect_eq(demo_fired(demo, id), 1);
        reply_end(by_port);
        reply_end(by_switch);
        demo_clear(demo);
        struct reply *good = get(demo->base, "/bench/json/1");
        cr_expect_eq(good->result, CURLE_OK, "%s", good->error);
        reply_end(good);
    }
}

Test(demo_faults, a_token_expires_early_and_is_good_again)
{
    static const char *const want[] = {"0000", "0000", "E1003"};
    char url[128], *token = demo_login(demo, "13800138000", "Demo@2026");
    snprintf(url, sizeof url, "%s/api/profile", demo->base);
    demo_fault(demo, "{\"endpoint\":\"/api/profile\",\"kind\":\"token_expires\",\"n\":2}");
    for (int i = 0; i < 4; i++) {
        struct reply *reply = demo_ask(demo, "GET", url, NULL, token);
        cr_expect_str_eq(reply_text(reply, "code"), i < 3 ? want[i] : "0000", "request %d",
                         i + 1);
        reply_end(reply);
        if (i == 2)
            demo_clear(demo);
    }
    free(token);
}

static const char *const refused[] = {
    "{\"kind\":\"dealy\",\"delay_us\":1}",
    "{\"kind\":\"delay\"}",
    "{\"kind\":\"delay\",\"delay\":1}",
    "{\"kind\":\"status\",\"delay_us\":1}",
    "{\"kind\":\"status\",\"status\":99}",
    "{\"kind\":\"rename_field\",\"field\":\"data\"}",
    "[]",
    "{",
};

Test(demo_faults, a_wrong_fault_is_refused_not_ignored)
{
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct reply *reply = demo_control(demo, "POST", "/faults", refused[i]);
        cr_expect_eq(reply->status, 400, "%s: %ld", refused[i], reply->status);
        cr_expect_str_neq(reply_text(reply, "error"), "", "%s", refused[i]);
        reply_end(reply);
    }
    struct reply *stranger = get(demo->control, "/faults");
    cr_expect_eq(stranger->status, 403);
    reply_end(stranger);
}
