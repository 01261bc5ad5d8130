/* SPDX-License-Identifier: Apache-2.0 */
/* DingTalk, WeCom, Feishu: signatures by published vectors, limits in bytes, answers that say no with
 * HTTP 200. */

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
#include "base/redact.h"
#include "tests/reporters/reading.h"
#include "tests/reporters/wire/rendered.h"

static struct arena *arena;

static void begin(void)
{
    arena = arena_new();
}

static void end(void)
{
    arena_end(arena);
}

TestSuite(chats, .init = begin, .fini = end);

#define EXPECT_JSON(root, ...)                                           \
    reading_expect(arena, root, (const struct reading_row[])__VA_ARGS__, \
                   sizeof((const struct reading_row[])__VA_ARGS__) /     \
                       sizeof(struct reading_row))
#define JUDGES(wire, yaml, ...)                                                  \
    rendered_judges(arena, wire, yaml, (const struct rendered_row[])__VA_ARGS__, \
                    sizeof((const struct rendered_row[])__VA_ARGS__) /           \
                        sizeof(struct rendered_row))

static const char *string_at(const struct json *root, const char *path)
{
    const char *quoted = reading_at(arena, root, path);
    cr_assert(quoted[0] == '"', "%s: %s", path, quoted);
    struct json_error error;
    return text_string(arena,
                       json_parse(arena, text_of(quoted), &json_default_limits, &error)->text);
}

static void expect_part(const char *whole, const char *part)
{
    cr_expect(strstr(whole, part) != NULL, "no \"%s\" in: %s", part, whole);
}

Test(chats, dingtalk_signs_its_url)
{
    struct message message = rendered_trigger();
    struct wire_request request =
        rendered(arena, "dingtalk", "{token: a/b, secret: SECtest}", &message);
    cr_expect_str_eq(request.url, "https://oapi.dingtalk.com/robot/send?access_token=a%2Fb"
                                  "&timestamp=1700000000000"
                                  "&sign=aZLLrriXgn05YbwaGR7knYsLeJADjr9NwLaNNKpxh4g%3D");
    cr_expect_str_eq(request.method, "POST");
    request = rendered(arena, "dingtalk", "{token: t}", &message);
    cr_expect_str_eq(request.url, "https://oapi.dingtalk.com/robot/send?access_token=t");
}

Test(chats, dingtalk_mentions_people_when_something_breaks_and_not_when_it_is_over)
{
    struct message message = rendered_trigger();
    static const char settings[] = "{token: t, mobiles: ['13800000001', '13800000002'], "
                                   "everybody: true, keyword: 巡检机器人}";
    struct wire_request request = rendered(arena, "dingtalk", settings, &message);
    const struct json *root = rendered_json(arena, &request);
    EXPECT_JSON(root, {{"msgtype", "\"markdown\""},
                       {"markdown/title",
                        "\"【故障】严重 · 授信申请 在步骤 identity 失败（等待响应：超时）\""},
                       {"at/atMobiles", "[\"13800000001\",\"13800000002\"]"},
                       {"at/isAtAll", "true"}});
    const char *text = string_at(root, "markdown/text");
    expect_part(text, "@13800000001 @13800000002");
    expect_part(text, "巡检机器人");
    expect_part(text, "**旅程** 授信申请 (credit-application)\n\n");
    expect_part(text, "**断点** identity · 等待响应 · 超时\n\n");
    expect_part(text, "**变化** address: 10.0.0.1 -＞ 10.0.0.2; certificate: renewed\n\n");
    expect_part(text, "**开始** 2023-11-15 06:11:15 +08:00\n\n");
    expect_part(text, "**持续** 2 分 5 秒\n\n");
    expect_part(text, "[查看详情](https://robot.example.com/incidents/41)");

    message = rendered_resolve();
    request = rendered(arena, "dingtalk", settings, &message);
    root = rendered_json(arena, &request);
    EXPECT_JSON(root, {{"markdown/title", "\"【已恢复】授信申请\""},
                       {"at/atMobiles", "[]"},
                       {"at/isAtAll", "false"}});
    text = string_at(root, "markdown/text");
    cr_expect(strstr(text, "@138") == NULL);
    expect_part(text, "**持续** 5 分 0 秒");
    expect_part(text, "**恢复** 2023-11-15 06:16:15 +08:00");
}

Test(chats, english_is_told_when_asked_for)
{
    struct message message = rendered_trigger();
    struct wire_request request = rendered(arena, "wecom", "{key: k, language: en}", &message);
    const char *text = string_at(rendered_json(arena, &request), "markdown/content");
    expect_part(text, "### ［FIRING］ critical: credit-application fails at identity (wait: "
                      "timeout)\n");
    expect_part(text, "**Breakpoint** identity · wait · timeout\n");
    expect_part(text, "**Since** 2023-11-14 22:11:15 UTC\n");
    expect_part(text, "[Open in xunjian](https://robot.example.com/incidents/41)");
}

Test(chats, the_headline_says_what_a_locked_phone_must_show)
{
    static const char *const several[] = {"login", "repayment", "fund-purchase", NULL};
    struct message message = rendered_trigger();
    message.flapping = 1;
    struct wire_request request = rendered(arena, "dingtalk", "{token: t}", &message);
    EXPECT_JSON(rendered_json(arena, &request),
                {{"markdown/title",
                  "\"【故障】严重 · 授信申请 在步骤 identity 时好时坏（等待响应：超时）\""}});
    message = rendered_trigger();
    message.kind = MESSAGE_UPDATE;
    message.journeys = several;
    message.endpoint = "";
    message.phase = "connect";
    message.reason = "refused";
    request = rendered(arena, "dingtalk", "{token: t}", &message);
    EXPECT_JSON(rendered_json(arena, &request),
                {{"markdown/title", "\"【故障更新】严重 · 3 条旅程在 api.example.com "
                                    "失败（建立连接：连接被拒绝）\""}});
    message = rendered_trigger();
    message.kind = MESSAGE_REMIND;
    message.severity = "warning";
    message.rule = "certificate";
    request = rendered(arena, "dingtalk", "{token: t}", &message);
    EXPECT_JSON(rendered_json(arena, &request),
                {{"markdown/title", "\"【仍未恢复】警告 · 授信申请：证书即将到期\""}});
}

Test(chats, a_resolve_says_why_it_is_over)
{
    struct message message = rendered_trigger();
    message.kind = MESSAGE_RESOLVE;
    message.why = "no longer in the configuration";
    struct wire_request request = rendered(arena, "wecom", "{key: k, language: en}", &message);
    expect_part(string_at(rendered_json(arena, &request), "markdown/content"),
                "**Why** no longer in the configuration\n");
    request = rendered(arena, "wecom", "{key: k}", &message);
    expect_part(string_at(rendered_json(arena, &request), "markdown/content"),
                "**原因** 旅程已从配置中移除\n");
}

Test(chats, a_headline_that_is_the_title_is_not_said_again)
{
    struct message message = rendered_trigger();
    message.rule = "latency";
    message.title = "login is slower than usual: the journey: median 310ms -> 820ms";
    struct wire_request request = rendered(arena, "wecom", "{key: k, language: en}", &message);
    const char *text = string_at(rendered_json(arena, &request), "markdown/content");
    cr_expect_null(strstr(text, "Summary"), "%s", text);
    request = rendered(arena, "wecom", "{key: k}", &message);
    expect_part(string_at(rendered_json(arena, &request), "markdown/content"),
                "**摘要** login");
}

Test(chats, what_an_app_answered_is_no_markup)
{
    struct message message = rendered_trigger();
    message.text = "<@all> [click](http://evil.example) **x** `y`\n# big";
    message.link = "javascript:alert(1)";
    message.runbook = "https://a.example/)[x](http://evil.example)";
    struct wire_request request = rendered(arena, "wecom", "{key: k}", &message);
    const char *text = string_at(rendered_json(arena, &request), "markdown/content");
    expect_part(text, "＜@all＞ ［click］(http://evil.example) ＊＊x＊＊ ｀y｀; # big");
    cr_expect(strstr(text, "javascript") == NULL && strstr(text, "a.example") == NULL, "%s",
              text);
}

Test(chats, wecom_has_its_key_in_the_url_and_mentions_in_the_text)
{
    struct message message = rendered_trigger();
    struct wire_request request =
        rendered(arena, "wecom", "{key: 693a91f6-7xxx, people: [zhang, li]}", &message);
    cr_expect_str_eq(request.url,
                     "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx");
    const struct json *root = rendered_json(arena, &request);
    EXPECT_JSON(root, {{"msgtype", "\"markdown\""}});
    const char *text = string_at(root, "markdown/content");
    cr_expect_str_eq(text + strlen(text) - strlen("\n<@zhang> <@li>"), "\n<@zhang> <@li>");
}

Test(chats, feishu_signs_its_body)
{
    struct message message = rendered_trigger();
    struct wire_request request =
        rendered(arena, "feishu", "{token: t, secret: test}", &message);
    const struct json *root = rendered_json(arena, &request);
    cr_expect_str_eq(request.url, "https://open.feishu.cn/open-apis/bot/v2/hook/t");
    EXPECT_JSON(root, {{"timestamp", "\"1700000000\""},
                       {"sign", "\"eSJQnOl8XqPTMPHWz9e5IzeHS/tqoc68g2967ekIPmg=\""},
                       {"msg_type", "\"interactive\""},
                       {"card/header/template", "\"red\""},
                       {"card/header/title/tag", "\"plain_text\""},
                       {"card/elements/0/tag", "\"markdown\""}});
    expect_part(string_at(root, "card/elements/0/content"), "**旅程** 授信申请");
    message = rendered_resolve();
    request = rendered(arena, "feishu", "{token: t, everybody: true}", &message);
    root = rendered_json(arena, &request);
    EXPECT_JSON(root, {{"sign", "(absent)"}, {"card/header/template", "\"green\""}});
    cr_expect(strstr(request.body.at, "id=all") == NULL);
    message = rendered_trigger();
    request = rendered(arena, "feishu", "{token: t, everybody: true, style: text}", &message);
    root = rendered_json(arena, &request);
    EXPECT_JSON(root, {{"msg_type", "\"text\""}});
    expect_part(string_at(root, "content/text"), "\n<at user_id=\"all\"></at>");
    expect_part(string_at(root, "content/text"),
                "查看详情: https://robot.example.com/incidents/41");
}

/* Every member as long as a hostile app can make it, in characters of one to four bytes. */
Test(chats, limits_are_kept_in_bytes_and_characters_stay_whole)
{
    static const char *const parts[] = {"x", "é", "汉", "😀", "\"", "\\", "<", "\n", "\x01"};
    for (size_t i = 0; i < 2 * sizeof parts / sizeof parts[0]; i++) {
        const char *part = parts[i / 2], *long_text = rendered_long(arena, part, 60000);
        struct message message = i % 2 == 0 ? rendered_trigger() : rendered_resolve();
        message.title = message.journey_title = message.step = message.text = message.host =
            message.endpoint = message.changed = message.owner = message.environment =
                message.reason = message.first_run = message.last_run = long_text;
        struct wire_request request =
            rendered(arena, "wecom", "{key: k, people: [a, b]}", &message);
        const char *text = string_at(rendered_json(arena, &request), "markdown/content");
        cr_expect_leq(strlen(text), 4096, "%zu bytes of %s", strlen(text), part);
        expect_part(text, "[查看详情](https://robot.example.com/incidents/41)");
        request = rendered(arena, "feishu", "{token: t, everybody: true}", &message);
        rendered_json(arena, &request);
        cr_expect_leq(request.body.length, 20000, "%zu bytes of %s", request.body.length, part);
        request = rendered(arena, "feishu", "{token: t, style: text}", &message);
        rendered_json(arena, &request);
        cr_expect_leq(request.body.length, 20000, "%zu bytes of %s", request.body.length, part);
        request = rendered(arena, "dingtalk", "{token: t}", &message);
        text = string_at(rendered_json(arena, &request), "markdown/text");
        cr_expect_leq(strlen(text), 18000, "%zu bytes of %s", strlen(text), part);
    }
}

Test(chats, an_answer_of_200_may_be_a_no)
{
    JUDGES(
        "dingtalk", "{token: t}",
        {{"taken", 200, "{\"errcode\":0,\"errmsg\":\"ok\"}", WIRE_ACCEPTED, NULL},
         {"too many", 200, "{\"errcode\":130101,\"errmsg\":\"send too fast\"}", WIRE_RETRY,
          "errcode 130101: too many messages: send too fast"},
         {"a wrong signature waits for its repair", 200,
          "{\"errcode\":310000,\"errmsg\":\"sign not match\"}", WIRE_RETRY, "sign not match"},
         {"unsuitable words", 200, "{\"errcode\":430102}", WIRE_REFUSED, "unsuitable words"},
         {"a code nobody knows", 200, "{\"errcode\":7,\"errmsg\":\"?\"}", WIRE_RETRY,
          "errcode 7: ?"},
         {"somebody in between", 200, "<html>please log in</html>", WIRE_RETRY,
          "without errcode"},
         {"a code that is no number", 200, "{\"errcode\":\"0\"}", WIRE_RETRY,
          "without errcode"},
         {"no object", 200, "[0]", WIRE_RETRY, "without errcode"},
         {"broken", 500, "", WIRE_RETRY, "answered 500"},
         {"slow down", 429, "", WIRE_RETRY, "answered 429"},
         {"not there today", 404, "", WIRE_RETRY, "answered 404"},
         {"a redirect to somewhere else", 302, "", WIRE_RETRY, "answered 302"},
         {"too large", 413, "", WIRE_REFUSED, "answered 413"}});
    JUDGES("wecom", "{key: k}",
           {{"taken", 200, "{\"errcode\":0,\"errmsg\":\"ok\"}", WIRE_ACCEPTED, NULL},
            {"too long", 200, "{\"errcode\":45002}", WIRE_REFUSED, "too long"},
            {"too many", 200, "{\"errcode\":45009,\"errmsg\":\"api freq out of limit\"}",
             WIRE_RETRY, "freq"},
            {"no such robot", 200, "{\"errcode\":93000,\"errmsg\":\"invalid webhook url\"}",
             WIRE_RETRY, "invalid webhook url"}});
    JUDGES("feishu", "{token: t}",
           {{"taken", 200, "{\"code\":0,\"msg\":\"success\",\"data\":{}}", WIRE_ACCEPTED, NULL},
            {"taken, as it was said before", 200, "{\"StatusCode\":0}", WIRE_ACCEPTED, NULL},
            {"too many", 200, "{\"code\":11232,\"msg\":\"frequency limited\"}", WIRE_RETRY,
             "too many messages"},
            {"wrong request", 400, "{\"code\":9499,\"msg\":\"Bad Request\"}", WIRE_REFUSED,
             "Bad Request"},
            {"wrong signature", 200, "{\"code\":19021,\"msg\":\"sign match fail\"}", WIRE_RETRY,
             "clock"}});
}

Test(chats, settings_that_are_wrong_are_refused)
{
    cr_expect(rendered_refuses(arena, "dingtalk", "{secret: s}"));
    cr_expect(rendered_refuses(arena, "wecom", "{key: k, language: fr}"));
    cr_expect(rendered_refuses(arena, "feishu", "{token: t, style: picture}"));
    cr_expect(rendered_refuses(arena, "feishu", "{token: t, timeout: 0s}"));
}

Test(chats, credentials_in_the_file_itself_are_secrets_once_they_are_right)
{
    static const char *const rows[][3] = {
        {"dingtalk", "{token: right-1, secret: right-2}", "right-2"},
        {"wecom", "{key: right-3}", "right-3"},
        {"feishu", "{token: right-4}", "right-4"},
        {"pagerduty", "{routing_key: right-5}", "right-5"},
        {"slack", "{url: 'https://hooks.slack.com/right-6'}",
         "https://hooks.slack.com/right-6"},
        {"webhook", "{url: 'https://a.b/c', secret: right-7}", "right-7"},
        {"email", "{server: 'smtp://m', from: a@b.c, to: d@e.f, user: u, password: right-8}",
         "right-8"},
        {"alertmanager", "{url: 'http://a:1', user: u, password: right-9}", "right-9"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        rendered_params(arena, rows[i][0], rows[i][1]);
        cr_expect(redact_contains(text_of(rows[i][2])), "%s", rows[i][0]);
    }
    cr_expect(rendered_refuses(arena, "slack", "{url: nowhere}"));
    cr_expect_not(redact_contains(text_of("nowhere")), "its error must be readable");
    rendered_params(arena, "wecom", "{key: '$${wecom_key}'}"); /* as lint leaves a secret */
    cr_expect_not(redact_contains(text_of("${wecom_key}")));
}
