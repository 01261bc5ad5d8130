/* SPDX-License-Identifier: Apache-2.0 */
/* What a person did, as a journey. */

#include "base/arena.h"
#include "base/buffer.h"
#include "document/json.h"
#include "recording/acts.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static char *journey_at(const char *url, const char *login, const char *events)
{
    struct arena *arena = arena_new();
    struct json_limits limits = {.bytes = 1 << 20, .depth = 10, .nodes = 10000};
    struct json_error error;
    struct buffer out;
    const struct acts_options options = {
        .journey = "j", .url = url, .login = login, .mobile = "pixel-8"};
    const struct json *list = json_parse(arena, text_of(events), &limits, &error);
    cr_assert_not_null(list, "%s: %s", error.message, events);
    buffer_init(&out, 1 << 20);
    acts_write(list->items, list->count, &options, &out);
    char *journey = strdup(text_string(arena, buffer_text(&out)));
    buffer_done(&out);
    arena_end(arena);
    return journey;
}

static char *journey_of(const char *events)
{
    return journey_at("https://app.example/login?from=ad", NULL, events);
}

#define ON(page) "\"url\":\"https://app.example" page "\",\"window\":1"

static const struct {
    const char *says, *events, *has, *lacks;
} rows[] = {
    {"nothing done is an address opened", "[]",
     "  - name: page 1\n    browser:\n      mobile: pixel-8\n      actions:\n"
     "        - open: ${base}/login?from=ad\n",
     "expect"},
    {"the browser's own coming to where it began is not told twice",
     "[{\"do\":\"came\",\"how\":\"typed\",\"index\":1,"
     "\"url\":\"https://app.example/login?from=ad\",\"window\":1}]",
     "- open: ${base}/login?from=ad\n", "page 2"},
    {"another page is another step, and its address expected, whichever fund it is",
     "[{\"do\":\"page\"," ON(
         "/login") ",\"title\":\"登录\"},"
                   "{\"do\":\"tap\",\"aim\":{\"text\":\"看看\"}," ON(
                       "/login") "},"
                                 "{\"do\":\"page\"," ON(
                                     "/fund/000001") ",\"heading\":\"基金\"}]",
     "        - tap: { text: 看看 }\n        - expect: { url: \"/fund/[^/]+([?#]|$)\" }\n\n"
     "  - name: 基金\n    browser:\n      - expect: { role: heading, name: 基金 }\n",
     "000001"},
    {"a heading with a number in it is not expected",
     "[{\"do\":\"page\"," ON("/a") "},{\"do\":\"tap\",\"aim\":{\"text\":\"x\"}," ON(
         "/a") "},"
               "{\"do\":\"page\"," ON("/b") ",\"heading\":\"余额 10234 元\"}]",
     "- expect: { url: \"/b([?#]|$)\" }\n", "role: heading"},
    {"passwords and codes are secrets, named",
     "[{\"do\":\"type\",\"kind\":\"password\",\"label\":\"密码\",\"aim\":{\"label\":\"密码\"}," ON(
         "/login") "},{\"do\":\"type\",\"kind\":\"password\",\"label\":\"交易密码\","
                   "\"aim\":{\"label\":\"交易密码\"}," ON(
                       "/login") "},"
                                 "{\"do\":\"type\",\"kind\":\"code\",\"aim\":{\"label\":\"验证码\"}," ON(
                                     "/login") "}]",
     "secrets: [login_password, trade_password, sms_code]\n", "customer"},
    {"the mobile that logs in stays, as a variable",
     "[{\"do\":\"type\",\"kind\":\"text\",\"value\":\"13800138000\",\"aim\":{\"label\":\"m\"}," ON(
         "/login") "},{\"do\":\"type\",\"kind\":\"password\",\"aim\":{\"label\":\"p\"}," ON("/login") "}]",
     "  mobile: \"13800138000\"", "customer"},
    {"whoever applies is another person",
     "[{\"do\":\"type\",\"kind\":\"text\",\"value\":\"13800138000\",\"aim\":{\"label\":\"m\"}," ON(
         "/apply") "},{\"do\":\"type\",\"kind\":\"text\",\"value\":\"11010119900307743X\","
                   "\"aim\":{\"label\":\"i\"}," ON("/apply") "}]",
     "  customer: ${person()}\n", "13800138000"},
    {"what a person types is never an expression of ours",
     "[{\"do\":\"type\",\"kind\":\"text\",\"value\":\"${env}\",\"aim\":{\"css\":\"#a\"}," ON(
         "/a") "}]",
     "value: \"$${env}\"", NULL},
    {"a code is typed in a step of its own: the one that fetches it goes between",
     "[{\"do\":\"tap\",\"aim\":{\"text\":\"send\"}," ON(
         "/login") "},{\"do\":\"type\",\"kind\":\"code\",\"aim\":{\"label\":\"c\"}," ON("/login") ",\"heading\":\"登录\"}]",
     "- tap: { text: send }\n\n  - name: 登录 2\n    browser:\n      - type: { label: c, value: "
     "\"${sms_code}\" }\n",
     "role: heading"},
    {"what an action brought about is expected, in the state it ends in, with time for it",
     "[{\"do\":\"tap\",\"aim\":{\"text\":\"pay\"}," ON("/p") "},{\"do\":\"shows\",\"aim\":{\"testid\":\"s\"},\"text\":\"PAYING\",\"wait\":90," ON(
         "/p") "},{\"do\":\"shows\",\"aim\":{\"testid\":\"s\"},\"text\":\"PAID\",\"wait\":2500," ON("/p") "}]",
     "- tap: { text: pay }\n        - expect: { testid: s, equals: PAID, timeout: 11s }\n",
     "PAYING"},
    {"what only this person is told is not expected, nor what comes of no action",
     "[{\"do\":\"shows\",\"aim\":{\"text\":\"early\"},\"text\":\"early\"," ON("/p") "},{\"do\":\"type\",\"kind\":\"text\",\"value\":\"阿明\",\"aim\":{\"label\":\"昵称\"}," ON(
         "/p") "},{\"do\":\"shows\",\"aim\":{\"text\":\"您好，阿明\"},\"text\":\"您好，阿明\"," ON("/p") "},{\"do\":\"shows\",\"aim\":{\"text\":\"n\"},\"text\":\"No. 4711\"," ON("/p") "}]",
     "- type: { label: 昵称, value: 阿明 }\n", "expect"},
    {"a dialog's answer is said before what opens it",
     "[{\"do\":\"click\",\"aim\":{\"text\":\"删\"}," ON(
         "/a") "},"
               "{\"do\":\"dialog\",\"accepted\":true,\"window\":1}]",
     "- dialog: { answer: accept }\n        - click: { text: 删 }\n", NULL},
    {"a double click is one",
     "[{\"do\":\"click\",\"times\":1,\"aim\":{\"text\":\"a\"}," ON(
         "/a") "},{\"do\":\"click\",\"times\":2,\"aim\":{\"text\":\"a\"}," ON("/a") "}]",
     "open: ${base}/login?from=ad\n        - click: { text: a, times: 2 }\n", NULL},
    {"the way back and the address bar are actions",
     "[{\"do\":\"click\",\"aim\":{\"text\":\"a\"}," ON(
         "/a") "},"
               "{\"do\":\"came\",\"how\":\"link\",\"index\":2," ON(
                   "/b") "},"
                         "{\"do\":\"click\",\"aim\":{\"text\":\"b\"}," ON(
                             "/b") "},"
                                   "{\"do\":\"came\",\"how\":\"link\",\"index\":1," ON(
                                       "/a") "},"
                                             "{\"do\":\"came\",\"how\":\"typed\",\"index\":2," ON(
                                                 "/c") "}]",
     "- back: load\n", NULL},
    {"a frame is entered, and left",
     "[{\"do\":\"click\",\"frame\":\"#f\",\"aim\":{\"text\":\"in\"}," ON(
         "/f") "},"
               "{\"do\":\"click\",\"aim\":{\"text\":\"out\"}," ON("/a") "}]",
     "- frame: { css: \"#f\" }\n        - click: { text: in }\n        - frame: { top: true }\n"
     "        - click: { text: out }\n",
     NULL},
    {"from one frame to another the way leads over the page, and into each that is around it",
     "[{\"do\":\"click\",\"frame\":\"#f\",\"aim\":{\"text\":\"in\"}," ON(
         "/f") "},{\"do\":\"click\",\"frame\":\"#g\\u001f#h\",\"aim\":{\"text\":\"deep\"}," ON("/h") "}]",
     "- click: { text: in }\n        - frame: { top: true }\n        - frame: { css: \"#g\" }\n"
     "        - frame: { css: \"#h\" }\n        - click: { text: deep }\n",
     NULL},
    {"what nobody knows is left out",
     "[1,null,\"do\",{},{\"do\":5},{\"do\":\"fly\"," ON(
         "/a") "},"
               "{\"do\":\"press\",\"key\":\"F19\"," ON("/a") "}]",
     "- open: ${base}/login?from=ad\n", "press"},
};

Test(acts, are_written_as_a_person_would_write_them)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *journey = journey_of(rows[i].events);
        cr_expect_not_null(strstr(journey, rows[i].has), "%s:\n%s", rows[i].says, journey);
        if (rows[i].lacks != NULL)
            cr_expect_null(strstr(journey, rows[i].lacks), "%s:\n%s", rows[i].says, journey);
        free(journey);
    }
}

Test(acts, at_the_base_of_an_environment_have_no_address_of_their_own)
{
    char *journey =
        journey_at("${base}/home", "in.journey.yaml",
                   "[{\"do\":\"page\",\"url\":\"https://app.example/m/home\",\"window\":1},"
                   "{\"do\":\"came\",\"how\":\"typed\",\"index\":2,\"window\":1,"
                   "\"url\":\"https://app.example/m/fund\"}]");
    cr_expect_str_eq(journey,
                     "journey: j\ntimeout: 5m\nsteps:\n  - include: in.journey.yaml\n\n"
                     "  - name: page 1\n    browser:\n      - open: ${base}/home\n\n"
                     "  - name: page 2\n    browser:\n      - open: ${base}/fund\n");
    free(journey);
}
