/* SPDX-License-Identifier: Apache-2.0 */
/* What becomes of what is in a recording: kept, followed, lifted out, left out. */

#include "base/arena.h"
#include "base/diag.h"
#include "recording/recording.h"
#include "tests/recording/har.h"

#include <criterion/criterion.h>
#include <string.h>

#define APP "https://app.example"

enum { MOST_ROWS = 8, MOST_SAYS = 8 };

struct recording_row {
    const char *says;
    struct exchange_row rows[MOST_ROWS];
    const char *has[MOST_SAYS], *lacks[MOST_SAYS], *notes[3];
};

static const struct recording_row rows[] = {
    {.says = "what a page loads is no step",
     .rows = {{.request = "GET " APP "/app.css", .type = "text/css", .answer = "a{}"},
              {.request = "GET " APP "/logo.png", .type = "image/png"},
              {.request = "GET " APP "/favicon.ico", .type = "text/plain"},
              {.request = "OPTIONS " APP "/api/me"},
              {.request = "POST https://www.google-analytics.com/g/collect"},
              {.request = "GET https://cdn.stranger.example/x", .answer = "{}"},
              {.request = "GET " APP "/api/me", .answer = "{\"code\": 0}"}},
     .has = {"  - name: me\n    http: ${base}/api/me\n", "base: https://app.example\n"},
     .lacks = {"css", "png", "favicon", "collect", "stranger"},
     .notes = {"3 static files", "1 preflights", "to other hosts"}},
    {.says = "a token of an answer is captured, whatever header carries it",
     .rows = {{.request = "POST " APP "/api/login",
               .body = "{\"user\": \"zhang\"}",
               .answer = "{\"data\": {\"accessToken\": \"eyJh.abc123.x-_y\"}}"},
              {.request = "GET " APP "/api/me", .headers = "X-Token: eyJh.abc123.x-_y"},
              {.request = "GET " APP "/api/you",
               .headers = "authorization: Bearer eyJh.abc123.x-_y"}},
     .has = {"access_token: { jsonpath: $.data.accessToken, redact: true }",
             "X-Token: \"${access_token}\"", "authorization: \"Bearer ${access_token}\""},
     .lacks = {"secrets", "eyJh"}},
    {.says = "an authorization from nowhere is a secret, and so is a password",
     .rows = {{.request = "GET " APP "/api/me",
               .headers = "Authorization: Bearer zzz-very-secret"},
              {.request = "POST " APP "/api/login",
               .body = "{\"userName\": \"x\", \"password\": \"hunter22\"}"},
              {.request = "POST " APP "/api/pay", .body = "tradePwd=135790&amount=5"}},
     .has = {"secrets: [authorization, login_password, trade_pwd]",
             "Authorization: \"Bearer ${authorization}\"", "password: \"${login_password}\"",
             "form: { tradePwd: \"${trade_pwd}\", amount: \"5\" }"},
     .lacks = {"zzz-very", "hunter22", "135790"}},
    {.says =
         "a session from before the recording is a secret; one that an answer sets is the jar's",
     .rows = {{.request = "GET " APP "/api/me",
               .headers = "Cookie: SESSION=0123456789ab; _ga=GA1.2.3; old_token=abcdefgh",
               .answer_headers = "Set-Cookie: SESSION=0123456789ab; Path=/"}},
     .has = {"cookies: { old_token: \"${old_token}\" }", "- cookie: SESSION"},
     .lacks = {"0123456789ab", "abcdefgh", "_ga"}},
    {.says = "hidden fields and meta tags of a page are captured, and keep it",
     .rows = {{.request = "GET " APP "/login",
               .type = "text/html",
               .answer =
                   "<html><meta name=\"csrf-token\" content=\"tok-12345678\">"
                   "<form><input type=hidden name=\"_csrf\" value=\"f00dface99\"></form>"},
              {.request = "GET " APP "/about", .type = "text/html", .answer = "<html></html>"},
              {.request = "POST " APP "/login",
               .headers = "X-CSRF-TOKEN: tok-12345678",
               .body = "_csrf=f00dface99"}},
     .has = {"css: \"input[name=\\\"_csrf\\\"]::attr(value)\"", "::attr(content)",
             "form: { _csrf: \"${csrf}\" }", "- name: open login\n"},
     .lacks = {"tok-12345678", "f00dface99", "about"}},
    {.says = "short ids are followed when both sides call them the same",
     .rows = {{.request = "POST " APP "/api/items",
               .body = "{\"n\": 1}",
               .answer = "{\"id\": 7, \"total\": 3}"},
              {.request = "GET " APP "/api/items/7?page=3"},
              {.request = "POST " APP "/api/carts", .body = "{\"itemId\": 7, \"count\": 3}"}},
     .has = {"item_id: { jsonpath: $.id, type: number }", "${base}/api/items/${item_id}?page=3",
             "        itemId: ${item_id}\n        count: 3\n"},
     .lacks = {"total"}},
    {.says = "an echo is no source",
     .rows = {{.request = "POST " APP "/api/orders",
               .body = "{\"fund\": \"F-20260303\", \"amount\": \"512.34\"}",
               .answer = "{\"fund\": \"F-20260303\", \"amount\": \"512.34\"}"},
              {.request = "POST " APP "/api/pay",
               .body = "{\"fund\": \"F-20260303\", \"amount\": \"512.34\"}"}},
     .has = {"json: { fund: F-20260303, amount: \"512.34\" }"},
     .lacks = {"capture"}},
    {.says = "polls are one step that ends with any other state; its pace is the page's",
     .rows = {{.request = "POST " APP "/api/jobs",
               .body = "{}",
               .answer = "{\"jobId\": \"job-00017\"}"},
              {.request = "GET " APP "/api/jobs/job-00017?_=1772505001000",
               .answer = "{\"state\": \"RUNNING\"}"},
              {.request = "GET " APP "/api/jobs/job-00017?_=1772505002000",
               .answer = "{\"state\": \"RUNNING\"}"},
              {.request = "GET " APP "/api/jobs/job-00017?_=1772505003000",
               .answer = "{\"state\": \"DONE\"}"}},
     .has = {"until: { jsonpath: $.state, not: RUNNING }", "interval: 1s",
             "http: ${base}/api/jobs/${job_id}?_=${now('ms')}\n", "- name: job done\n",
             "- jsonpath: $.state\n        equals: DONE\n"},
     .lacks = {"again"}},
    {.says =
         "what failed and was done again is left out; what was refused for good is asserted",
     .rows = {{.request = "POST " APP "/api/login",
               .body = "{\"pin\": \"1111\"}",
               .answer = "{\"code\": \"E1\"}"},
              {.request = "POST " APP "/api/login",
               .body = "{\"pin\": \"2222\"}",
               .answer = "{\"code\": \"0000\"}"},
              {.request = "GET " APP "/api/me", .answer = "{\"code\": \"0000\"}"},
              {.request = "GET " APP "/api/limit", .answer = "{\"code\": \"E4001\"}"},
              {.request = "GET " APP "/api/gone",
               .status = 404,
               .answer = "{\"code\": \"0000\"}"}},
     .has = {"- jsonpath: $.code\n        equals: E4001\n", "- status: 404\n",
             "equals: \"0000\""},
     .lacks = {"E1\n", "1111", "2222"},
     .notes = {"1 that failed"}},
    {.says = "a redirect is followed by the step itself",
     .rows = {{.request = "POST " APP "/login",
               .body = "user=x",
               .status = 302,
               .type = "text/html",
               .answer_headers = "Location: /home"},
              {.request = "GET " APP "/home", .type = "text/html", .answer = "<html></html>"},
              {.request = "GET " APP "/api/me", .answer = "{}"}},
     .has = {"url: ${base}/login", "- status: 200\n"},
     .lacks = {"302", "/home"}},
    {.says = "chance and time are made anew",
     .rows = {{.request = "POST " APP "/api/a",
               .headers = "X-Request-Id: 3f2c1a10-9f1e-4a57-8f5e-0123456789ab",
               .body = "{\"ts\": \"1772505000123\", \"seconds\": \"1772505000\"}"}},
     .has = {"request_id: ${uuid()}\n", "X-Request-Id: \"${request_id}\"",
             "ts: \"${now('ms')}\"", "seconds: \"${now('s')}\""},
     .lacks = {"1772505000"}},
    {.says = "hosts of one domain are the app's",
     .rows = {{.request = "GET https://www.app.example/a.html",
               .type = "text/html",
               .answer = "<p>"},
              {.request = "GET https://api.app.example/v2/me", .answer = "{}"},
              {.request = "GET https://pay.app.example/v2/limit", .answer = "{}"}},
     .has = {"  base: https://api.app.example\n", "  pay_base: https://pay.app.example\n",
             "http: ${pay_base}/v2/limit\n"},
     .lacks = {0}},
    {.says = "texts stay what they are",
     .rows =
         {{.request = "POST " APP "/api/a?q=a%20b&r=${x}",
           .body =
               "{\"a\": \"yes\", \"b\": \"0123\", \"c\": \"x: y # z\", \"d\": \"1\\n2\\u0007\", "
               "\"e\": \"${not}\", \"f\": \"\", \"g\": null, \"h\": [true, 1.50], \"- i\": \"'\"}"}},
     .has = {"a: \"yes\"", "b: \"0123\"", "c: \"x: y # z\"", "d: \"1\\n2\\u0007\"",
             "e: $${not}", "h: [true, 1.50]", "?q=a%20b&r=$${x}"},
     .lacks = {"variables:\n  not"}},
    {.says = "SM2 is known by the size it makes; hex without 04 is what pages write",
     .rows =
         {{.request = "GET " APP "/api/key",
           .answer =
               "{\"publicKey\": "
               "\"04298364ec840088475eae92a591e01284d1abefcda348b47eb324bb521bb03b0b2a5bc393f6b71dabb8f15c99"
               "a0050818b56b23f31743b93df9cf8948f15ddb54\"}"},
          {.request = "POST " APP "/api/login",
           .body =
               "{\"password\": "
               "\"aa298364ec840088475eae92a591e01284d1abefcda348b47eb324bb521bb03b0b2a5bc393f6b71dabb8f15c99"
               "a0050818b56b23f31743b93df9cf8948f15ddb54aa298364ec840088475eae92a591e01284d1abefcda348b47e"
               "b324bb521bb03b0b2a5b\"}"}},
     .has = {"password: \"${substr(hex(sm2_encrypt(public_key, login_password)), 2)}\""},
     .lacks = {"aa2983"}},
    {.says = "what an ID number says is the generated person's, wherever it stands",
     .rows =
         {{.request = "POST " APP "/api/apply",
           .body =
               "{\"name\": \"马亮坚\", \"idNo\": \"533422197504199972\", \"birthday\": \"1975-04-19\", "
               "\"sex\": \"男\", \"homeAddress\": \"云南省迪庆藏族自治州胜利路206号\", \"employer\": \"巡检科技\"}"},
          {.request = "GET " APP "/api/apply?born=19750419"}},
     .has = {"applicant: ${person()}", "birthday: ${applicant.birth_date}",
             "sex: ${applicant.gender}", "homeAddress: ${applicant.address}",
             "employer: 巡检科技", "born=${replace(applicant.birth_date, '-', '')}"},
     .lacks = {"1975", "胜利路", "5334"}},
    {.says = "one path for all goes by the operation; a signature is told of",
     .rows = {{.request = "POST " APP "/graphql",
               .headers = "X-Sign: 0123456789abcdef0123",
               .body = "{\"operationName\": \"FundList\", \"query\": \"{x}\"}"},
              {.request = "POST " APP "/user/queryLimit.do", .body = "a=1"}},
     .has = {"- name: fund list\n", "- name: query limit\n"},
     .lacks = {"secrets"},
     .notes = {"X-Sign looks like a signature"}},
    {.says = "a cookie or header that the page sends back by script is captured",
     .rows = {{.request = "GET " APP "/api/start",
               .answer = "{}",
               .answer_headers =
                   "Set-Cookie: XSRF-TOKEN=aabbccdd1122; Path=/\nX-Device-Ticket: dt-99887766"},
              {.request = "POST " APP "/api/me",
               .headers = "X-XSRF-TOKEN: aabbccdd1122\nTicket: dt-99887766",
               .body = "{}"}},
     .has = {"xsrf_token: { cookie: XSRF-TOKEN, redact: true }",
             "device_ticket: { header: X-Device-Ticket }", "X-XSRF-TOKEN: \"${xsrf_token}\"",
             "Ticket: \"${device_ticket}\""},
     .lacks = {"aabbccdd", "99887766", "secrets"}},
    {.says =
         "a person's name is never kept, nor taken for the applicant's when it is a contact's",
     .rows = {{.request = "POST " APP "/api/apply/real",
               .body = "{\"idNo\": \"533422197504199972\"}"},
              {.request = "POST " APP "/api/apply/name", .body = "{\"realName\": \"马亮坚\"}"},
              {.request = "POST " APP "/api/apply/contact",
               .body = "{\"contactName\": \"王嘉怡\", \"contactMobile\": \"13912345678\"}"},
              {.request = "POST " APP "/api/city",
               .body = "{\"name\": \"上海\", \"deviceName\": \"小米手机\"}"}},
     .has = {"realName: \"${applicant.name}\"", "contactName: \"${person.name}\"",
             "contactMobile: \"${person.mobile}\"",
             "json: { name: 上海, deviceName: 小米手机 }"},
     .lacks = {"马亮坚", "王嘉怡", "139123"}},
    {.says = "a text with values in it is woven, its own dollars and braces kept",
     .rows = {{.request = "GET " APP "/api/start", .answer = "{\"ticket\": \"tk-12345678\"}"},
              {.request = "POST " APP "/api/log",
               .body = "{\"a\": \"${x} of tk-12345678, ${y}\", \"b\": \"$tk-12345678\"}"}},
     .has = {"a: \"$${x} of ${ticket}, $${y}\"", "b: $tk-12345678"}},
    {.says = "an answer that was lost or cut is told of by its step's name",
     .rows = {{.request = "POST " APP "/api/login", .body = "{\"user\": \"13800138000\"}"},
              {.request = "GET " APP "/api/me", .answer = "{\"code\": \"00"}},
     .has = {"- name: login\n"},
     .notes = {"login: what it answered is not, or not whole, in the recording",
               "me: what it"}},
};

static const struct imported *import(struct arena *arena, const struct exchange_row *from)
{
    struct source source = {.name = "x.har", .bytes = har_of(arena, from)};
    const struct recording_options options = {.journey = "x", .own_bases = true};
    struct diags diags;
    diags_init(&diags, arena);
    const struct imported *made = recording_import_har(arena, &source, &options, &diags);
    cr_assert_not_null(made, "%s", diags.first != NULL ? diags.first->message : "");
    return made;
}

static bool noted(const struct imported *made, const char *text)
{
    for (size_t i = 0; made->notes[i] != NULL; i++)
        if (strstr(made->notes[i], text) != NULL)
            return true;
    return false;
}

Test(recording, makes_of_traffic_what_a_person_would)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena *arena = arena_new();
        const struct imported *made = import(arena, rows[i].rows);
        const char *journey = made->journey.at;
        for (size_t k = 0; k < MOST_SAYS && rows[i].has[k] != NULL; k++)
            cr_expect_not_null(strstr(journey, rows[i].has[k]), "%s: lacks %s\n%s",
                               rows[i].says, rows[i].has[k], journey);
        for (size_t k = 0; k < MOST_SAYS && rows[i].lacks[k] != NULL; k++)
            cr_expect_null(strstr(journey, rows[i].lacks[k]), "%s: has %s\n%s", rows[i].says,
                           rows[i].lacks[k], journey);
        for (size_t k = 0; k < 3 && rows[i].notes[k] != NULL; k++)
            cr_expect(noted(made, rows[i].notes[k]), "%s: no note %s", rows[i].says,
                      rows[i].notes[k]);
        arena_end(arena);
    }
}
