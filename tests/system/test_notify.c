/* SPDX-License-Identifier: Apache-2.0 */
/* `xunjian notify test` through every kind of channel, to servers that are real or write down what
 * they get. */

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/system/process.h"
#include "tests/system/service.h"

static char folder[64], config[128];

static void begin(void)
{
    strcpy(folder, "/tmp/xunjian-notify-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    snprintf(config, sizeof config, "%s/xunjian.yaml", folder);
    char journey[128];
    snprintf(journey, sizeof journey, "%s/a.journey.yaml", folder);
    write_file(journey, "journey: a\nsteps:\n  - name: b\n    http: http://127.0.0.1:9/\n");
}

static void end(void)
{
    cr_expect_eq(shell(NULL, 0, "rm -rf %s", folder), 0);
}

TestSuite(notify, .init = begin, .fini = end, .timeout = 600);

static void expect_part(const char *whole, const char *part)
{
    cr_expect(strstr(whole, part) != NULL, "no \"%s\" in: %s", part, whole);
}

/* One channel's way with one behaviour of the sink. */
struct row {
    const char *channel, *answer;
    int code;
    const char *said;
};

static void try_row(const struct sink *sink, const struct row *row)
{
    sink_answers(sink, row->answer);
    struct ran ran = XUNJIAN("notify", "test", row->channel, "--config", config);
    cr_expect_eq(ran.code, row->code, "%s, %s: %d: %s%s", row->channel, row->answer, ran.code,
                 ran.out, ran.err);
    expect_part(ran.out, row->said);
    cr_expect_str_eq(ran.err, "");
    cr_expect(strstr(ran.out, "t0ken") == NULL && strstr(ran.out, "s3cret") == NULL, "%s",
              ran.out);
    ran_done(&ran);
}

static void write_channels(const struct sink *sink)
{
    write_file(
        config,
        "scenarios: a.journey.yaml\n"
        "channels:\n"
        "  ding: {dingtalk: {url: '%s', token: t0ken-ding, secret: s3cret, timeout: 1s}}\n"
        "  wecom: {wecom: {url: '%s', key: t0ken-wecom, timeout: 1s}}\n"
        "  fei: {feishu: {url: '%s', token: t0ken-fei, secret: s3cret, timeout: 1s}}\n"
        "  slack: {slack: {url: '%s/t0ken-slack', timeout: 1s}}\n"
        "  pd: {pagerduty: {url: '%s', routing_key: t0ken-pd, timeout: 1s}}\n"
        "  hook: {webhook: {url: '%s/hook', secret: s3cret, timeout: 1s}}\n"
        "  am: {alertmanager: {url: '%s', timeout: 1s}}\n",
        sink->url, sink->url, sink->url, sink->url, sink->url, sink->url, sink->url);
}

Test(notify, each_kind_knows_its_services_yes_and_no)
{
    static const struct row rows[] = {
        {"ding", "chat", 0, "accepted by ding (dingtalk)"},
        {"wecom", "chat", 0, "accepted by wecom (wecom)"},
        {"fei", "chat", 0, "accepted by fei (feishu)"},
        {"slack", "ok", 0, "accepted by slack (slack)"},
        {"pd", "event", 0, "accepted by pd (pagerduty)"},
        {"hook", "ok", 0, "accepted by hook (webhook)"},
        {"am", "ok", 0, "accepted by am (alertmanager)"},
        {"ding", "busy", 1, "serve would try again: errcode 130101: too many messages"},
        {"fei", "busy", 1, "serve would try again: code 11232: too many messages"},
        {"ding", "unsuitable", 1, "trying again is of no use: errcode 430102"},
        {"fei", "unsigned", 1,
         "the signature or this machine's clock is wrong: sign match fail"},
        {"wecom", "page", 1, "answered 200 without errcode: <html>please log in</html>"},
        {"slack", "page", 1, "serve would try again: answered 200: <html>please log in</html>"},
        {"pd", "ok", 1, "serve would try again: answered 200: ok"},
        {"hook", "limited", 1, "answered 429 (come back in 2 s)"},
        {"slack", "limited", 1, "answered 429: rate_limited (come back in 2 s)"},
        {"am", "broken", 1, "serve would try again: answered 500"},
        {"pd", "wrong", 1, "trying again is of no use: answered 400"},
        {"hook", "hang", 1, "serve would try again: Timeout was reached"},
        {"ding", "reset", 1, "serve would try again: "},
        {"fei", "close", 1, "serve would try again: Server returned nothing"},
    };
    struct sink sink;
    sink_start(&sink, folder);
    write_channels(&sink);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        try_row(&sink, &rows[i]);
    char *log = await_lines(sink.log, sizeof rows / sizeof rows[0]);
    expect_part(log, "\"path\":\"/?access_token=t0ken-ding&timestamp=");
    expect_part(log, "\"path\":\"/?key=t0ken-wecom\"");
    expect_part(log, "\"path\":\"/t0ken-fei\"");
    expect_part(log, "\"path\":\"/v2/enqueue\"");
    expect_part(log, "\\\"routing_key\\\":\\\"t0ken-pd\\\"");
    expect_part(log, "\"path\":\"/api/v2/alerts\"");
    expect_part(log, "\"x-xunjian-signature\":\"t=");
    free(log);
    sink_stop(&sink);
}

/* What a receiver would do, by a hand of its own, with what really came. */
Test(notify, signatures_are_what_their_receivers_find)
{
    struct sink sink;
    char out[256];
    sink_start(&sink, folder);
    write_channels(&sink);
    sink_answers(&sink, "chat");
    for (const char *const *name = (const char *const[]){"ding", "fei", "hook", NULL};
         *name != NULL; name++) {
        struct ran ran = XUNJIAN("notify", "test", *name, "--config", config);
        cr_expect_eq(ran.code, 0, "%s%s", ran.out, ran.err);
        ran_done(&ran);
    }
    cr_expect_eq(shell(out, sizeof out,
                       "/usr/bin/python3 fixtures/sink/signatures.py %s s3cret", sink.log),
                 0, "%s", out);
    cr_expect_str_eq(out, "dingtalk\nfeishu\nwebhook\n");
    sink_stop(&sink);
}

Test(notify, a_dry_run_sends_nothing_and_wrong_usage_says_so)
{
    struct sink sink;
    sink_start(&sink, folder);
    write_channels(&sink);
    struct ran ran = XUNJIAN("notify", "test", "slack", "--config", config, "--dry-run");
    cr_expect_eq(ran.code, 0);
    expect_part(ran.out, "nothing was sent");
    expect_part(ran.out, "【测试】");
    ran_done(&ran);
    char *log = file_text(sink.log);
    cr_expect_str_eq(log, "");
    free(log);
    ran = XUNJIAN("notify", "test", "slak", "--config", config);
    cr_expect_eq(ran.code, 2);
    expect_part(ran.err, "has no channel \"slak\" (did you mean \"slack\"?)");
    ran_done(&ran);
    ran = XUNJIAN("notify", "slack", "--config", config);
    cr_expect_eq(ran.code, 2);
    ran_done(&ran);
    write_file(config, "scenarios: a.journey.yaml\nchannels: {a: {slack: nowhere}}\n");
    ran = XUNJIAN("notify", "test", "a", "--config", config);
    cr_expect_eq(ran.code, 3, "%s", ran.err);
    ran_done(&ran);
    sink_stop(&sink);
}
