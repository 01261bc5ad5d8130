/* SPDX-License-Identifier: Apache-2.0 */
/* PagerDuty, Slack, Alertmanager, webhooks and programs: what is sent, and what answers mean. */

#include <criterion/criterion.h>
#include <string.h>

#include "base/arena.h"
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

TestSuite(pagers, .init = begin, .fini = end);

#define EXPECT_JSON(root, ...)                                           \
    reading_expect(arena, root, (const struct reading_row[])__VA_ARGS__, \
                   sizeof((const struct reading_row[])__VA_ARGS__) /     \
                       sizeof(struct reading_row))

static const struct json *sent(const char *wire, const char *yaml,
                               const struct message *message)
{
    struct wire_request request = rendered(arena, wire, yaml, message);
    return rendered_json(arena, &request);
}

/* Every text as long as a hostile app can make it. */
static struct message large(struct message message, const char *part)
{
    message.title = message.journey_title = message.step = message.text = message.host =
        message.endpoint = message.changed = message.owner = message.environment =
            message.reason = rendered_long(arena, part, 60000);
    return message;
}

static size_t bytes_at(const struct json *root, const char *path)
{
    struct json_error error;
    const struct json *value =
        json_parse(arena, text_of(reading_at(arena, root, path)), &json_default_limits, &error);
    return value->text.length;
}

Test(pagers, pagerduty_makes_one_incident_of_a_trigger_and_its_resolve)
{
    struct message message = rendered_trigger();
    struct wire_request request = rendered(arena, "pagerduty", "{routing_key: R0UT}", &message);
    cr_expect_str_eq(request.url, "https://events.pagerduty.com/v2/enqueue");
    cr_expect_str_eq(rendered_header(&request, "Content-Type"),
                     "application/json; charset=utf-8");
    EXPECT_JSON(rendered_json(arena, &request),
                {{"routing_key", "\"R0UT\""},
                 {"event_action", "\"trigger\""},
                 {"dedup_key", "\"0123456789abcdef0123456789abcdef\""},
                 {"payload/severity", "\"critical\""},
                 {"payload/source", "\"api.example.com\""},
                 {"payload/component", "\"identity\""},
                 {"payload/class", "\"timeout\""},
                 {"payload/timestamp", "\"2023-11-14T22:11:15.000Z\""},
                 {"payload/custom_details/first_run", "\"run-1\""},
                 {"payload/custom_details/journeys", "[\"credit-application\"]"},
                 {"client_url", "\"https://robot.example.com/incidents/41\""},
                 {"links/1/href", "\"https://wiki.example.com/credit\""}});
    message = rendered_resolve();
    EXPECT_JSON(sent("pagerduty", "{routing_key: R0UT}", &message),
                {{"routing_key", "\"R0UT\""},
                 {"event_action", "\"resolve\""},
                 {"dedup_key", "\"0123456789abcdef0123456789abcdef\""}});
    message = rendered_trigger();
    message.kind = MESSAGE_REMIND;
    message.severity = "apocalyptic";
    EXPECT_JSON(sent("pagerduty", "{routing_key: R0UT}", &message),
                {{"event_action", "\"trigger\""}, {"payload/severity", "\"critical\""}});
}

Test(pagers, pagerduty_hears_that_somebody_has_taken_it)
{
    struct message message = rendered_trigger();
    message.kind = MESSAGE_ACKNOWLEDGE;
    EXPECT_JSON(sent("pagerduty", "{routing_key: R0UT}", &message),
                {{"event_action", "\"acknowledge\""},
                 {"routing_key", "\"R0UT\""},
                 {"dedup_key", "\"0123456789abcdef0123456789abcdef\""}});
}

Test(pagers, limits_of_pagerduty_and_slack_are_kept)
{
    static const char *const parts[] = {"x", "汉", "😀", "<", "\"", "&"};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        for (int over = 0; over < 2; over++) {
            struct message message =
                large(over ? rendered_resolve() : rendered_trigger(), parts[i]);
            struct wire_request request =
                rendered(arena, "pagerduty", "{routing_key: R}", &message);
            cr_expect_leq(bytes_at(rendered_json(arena, &request), "payload/summary"), 1024);
            cr_expect_leq(request.body.length, 512 * 1024);
            const struct json *root = sent(
                "slack", "{url: 'https://hooks.slack.com/x', mention: '<!channel>'}", &message);
            cr_expect_leq(bytes_at(root, "blocks/0/text/text"), 150);
            cr_expect_leq(bytes_at(root, "blocks/1/text/text"), 3000);
            cr_expect(strstr(reading_at(arena, root, "blocks/1/text/text"),
                             "<https://robot.example.com/incidents/41|") != NULL);
        }
}

Test(pagers, slack_shows_blocks_and_escapes_its_three_characters)
{
    static const char settings[] =
        "{url: 'https://hooks.slack.com/services/T/B/x', language: en, "
        "mention: '<!channel>'}";
    struct message message = rendered_trigger();
    message.text = "<!everyone> & <https://evil.example|here>";
    const struct json *root = sent("slack", settings, &message);
    EXPECT_JSON(
        root, {{"text", "\"<!channel> [FIRING] critical: credit-application fails at identity "
                        "(wait: timeout)\""},
               {"blocks/0/type", "\"header\""},
               {"blocks/0/text/type", "\"plain_text\""},
               {"blocks/1/text/type", "\"mrkdwn\""}});
    const char *section = reading_at(arena, root, "blocks/1/text/text");
    cr_expect(
        strstr(section, "*Details* &lt;!everyone&gt; &amp; &lt;https://evil.example|here&gt;"),
        "%s", section);
    cr_expect(strstr(section, "<https://wiki.example.com/credit|Runbook>"), "%s", section);
    message = rendered_resolve();
    root = sent("slack", settings, &message);
    EXPECT_JSON(root, {{"text", "\"[RESOLVED] credit-application fails at identity (wait: "
                                "timeout)\""}});
    root = sent("slack", "{url: 'https://h.example/x', text_only: true}", &message);
    EXPECT_JSON(root, {{"blocks", "(absent)"}});
}

Test(pagers, only_their_own_yes_counts)
{
    static const struct rendered_row slack[] = {
        {"taken", 200, "ok", WIRE_ACCEPTED, NULL},
        {"somebody in between", 200, "<html>log in</html>", WIRE_RETRY, "log in"},
        {"nothing said", 200, "", WIRE_RETRY, NULL},
        {"a wrong body", 400, "invalid_payload", WIRE_REFUSED, "invalid_payload"},
        {"slow down", 429, "rate_limited", WIRE_RETRY, "429"},
        {"gone, until somebody makes it anew", 404, "no_service", WIRE_RETRY, "no_service"},
        {"broken", 500, "rollup_error", WIRE_RETRY, "rollup_error"},
    };
    static const struct rendered_row pagerduty[] = {
        {"taken", 202, "{\"status\":\"success\"}", WIRE_ACCEPTED, NULL},
        {"somebody in between", 200, "hello", WIRE_RETRY, "hello"},
        {"a wrong event", 400, "{\"status\":\"invalid event\"}", WIRE_REFUSED, "invalid event"},
        {"slow down", 429, "", WIRE_RETRY, "429"},
        {"broken", 503, "", WIRE_RETRY, "503"},
    };
    rendered_judges(arena, "slack", "{url: 'https://hooks.slack.com/x'}", slack,
                    sizeof slack / sizeof slack[0]);
    rendered_judges(arena, "pagerduty", "{routing_key: R}", pagerduty,
                    sizeof pagerduty / sizeof pagerduty[0]);
}

Test(pagers, alertmanager_knows_an_alert_by_the_same_labels_from_trigger_to_resolve)
{
    struct message message = rendered_trigger();
    message.renew_ns = INT64_C(60) * 1000000000;
    const struct json *fired = sent("alertmanager", "{url: 'http://am:9093/'}", &message);
    const char *labels = arena_strdup(arena, reading_at(arena, fired, "0/labels"));
    EXPECT_JSON(fired, {{"0/startsAt", "\"2023-11-14T22:11:15.000Z\""},
                        {"0/endsAt", "\"2023-11-14T22:17:20.000Z\""},
                        {"0/annotations/reason", "\"timeout\""}});
    message.kind = MESSAGE_RENEW;
    message.opener = message.journey; /* which is well again, while others are not */
    message.journey = "repayment";
    message.step = "submit";
    message.title = "credit-application fails at submit";
    fired = sent("alertmanager", "{url: 'http://am:9093'}", &message);
    cr_expect_str_eq(reading_at(arena, fired, "0/labels"), labels);
    message = rendered_resolve();
    message.ended_utc_ns = rendered_now_utc_ns - 1000000;
    fired = sent("alertmanager", "{url: 'http://am:9093'}", &message);
    cr_expect_str_eq(reading_at(arena, fired, "0/labels"), labels);
    EXPECT_JSON(fired, {{"0/endsAt", "\"2023-11-14T22:13:19.999Z\""}});
    message.ended_utc_ns =
        rendered_now_utc_ns + INT64_C(3600) * 1000000000; /* a clock that jumped */
    EXPECT_JSON(sent("alertmanager", "{url: 'http://am:9093'}", &message),
                {{"0/endsAt", "\"2023-11-14T22:13:19.000Z\""}});
}

Test(pagers, alertmanager_is_told_of_a_rise_and_of_the_end_of_what_it_was_in_one_request)
{
    struct message message = rendered_trigger();
    message.kind = MESSAGE_UPDATE;
    message.severity_before = "warning";
    EXPECT_JSON(sent("alertmanager", "{url: 'http://am:9093'}", &message),
                {{"0/labels/severity", "\"warning\""},
                 {"0/endsAt", "\"2023-11-14T22:13:19.000Z\""},
                 {"1/labels/severity", "\"critical\""},
                 {"1/endsAt", "\"2023-11-14T22:17:20.000Z\""},
                 {"2", "(absent)"}});
    message.severity_before = message.severity;
    EXPECT_JSON(sent("alertmanager", "{url: 'http://am:9093'}", &message),
                {{"0/labels/severity", "\"critical\""}, {"1", "(absent)"}});
}

Test(pagers, a_webhook_body_of_ones_own_stays_json_whatever_is_put_into_it)
{
    struct message message = rendered_trigger();
    message.text = "\",\"admin\":true,\"x\":\"\\\n{{key}}";
    struct wire_request request = rendered(
        arena, "webhook",
        "{url: 'https://h.example/x', method: PUT, secret: whsec, headers: {X-Team: sre}, "
        "body: '{\"t\": \"{{ text }}\", \"n\": {{failures}}, \"none\": \"{{nothing}}\"}'}",
        &message);
    cr_expect_str_eq(request.method, "PUT");
    cr_expect_str_eq(rendered_header(&request, "X-Team"), "sre");
    EXPECT_JSON(rendered_json(arena, &request),
                {{"t", "\"\\\",\\\"admin\\\":true,\\\"x\\\":\\\"\\\\\\n{{key}}\""},
                 {"n", "2"},
                 {"none", "\"\""}});
}

/* The vector is openssl's:
 * printf '1700000000.{"a":1}' | openssl dgst -sha256 -hmac whsec */
Test(pagers, a_webhook_is_signed_over_time_and_body)
{
    struct message message = rendered_trigger();
    struct wire_request request =
        rendered(arena, "webhook",
                 "{url: 'https://h.example/x', secret: whsec, body: '{\"a\":1}'}", &message);
    cr_expect_str_eq(rendered_header(&request, "X-Xunjian-Signature"),
                     "t=1700000000,v1="
                     "8ad37ba156048ae0e0a5533c75cdf26fee88b07f93cb57ee4c80adb053012032");
    request = rendered(arena, "webhook", "{url: 'https://h.example/x'}", &message);
    cr_expect_null(rendered_header(&request, "X-Xunjian-Signature"));
    EXPECT_JSON(rendered_json(arena, &request),
                {{"kind", "\"trigger\""}, {"step", "\"identity\""}, {"failures", "2"}});
}

static const char *variable(const struct wire_request *request, const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 0; request->environment[i] != NULL; i++)
        if (strncmp(request->environment[i], name, length) == 0 &&
            request->environment[i][length] == '=')
            return request->environment[i] + length + 1;
    return NULL;
}

Test(pagers, a_program_gets_words_as_arguments_and_the_message_as_json)
{
    struct message message = rendered_trigger();
    message.text = "$(reboot); `reboot`\n";
    struct wire_request request =
        rendered(arena, "exec", "{command: [/opt/page, '--to', sre], timeout: 3s}", &message);
    cr_expect_eq(request.medium, WIRE_PROGRAM);
    cr_expect_str_eq(request.argv[0], "/opt/page");
    cr_expect_str_eq(request.argv[2], "sre");
    cr_expect_null(request.argv[3]);
    cr_expect_eq(request.timeout_ns, INT64_C(3000000000));
    cr_expect_str_eq(variable(&request, "XUNJIAN_KIND"), "trigger");
    cr_expect_str_eq(variable(&request, "XUNJIAN_TEXT"), "$(reboot); `reboot`\n");
    cr_expect_str_eq(variable(&request, "XUNJIAN_LASTED"), "2m 5s");
    EXPECT_JSON(rendered_json(arena, &request),
                {{"key", "\"0123456789abcdef0123456789abcdef\""}});
    cr_expect(rendered_refuses(arena, "exec", "{timeout: 3s}"));
}
