/* SPDX-License-Identifier: Apache-2.0 */
/* What a configuration says when it says little, and what is told when it is wrong. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/redact.h"
#include "command/vocabulary.h"
#include "model/message.h"
#include "model/wire.h"
#include "plan/config.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct config_reading *read_linted(const char *yaml, bool lint)
{
    char path[] = "/tmp/xunjian-config-XXXXXX";
    const struct config_options how = {.vocabulary = vocabulary_all(), .lint = lint};
    int fd = mkstemp(path);
    cr_assert_geq(fd, 0);
    cr_assert_eq(write(fd, yaml, strlen(yaml)), (ssize_t)strlen(yaml));
    close(fd);
    struct config_reading *reading = config_load(&how, path);
    unlink(path);
    return reading;
}

static struct config_reading *read_text(const char *yaml)
{
    return read_linted(yaml, false);
}

/* Exactly these words of one mistake. */
static void expect_error(const char *yaml, const char *words)
{
    struct config_reading *reading = read_text(yaml);
    cr_expect_eq(reading->diags.count, 1, "%d errors of: %s", reading->diags.count, yaml);
    if (reading->diags.count > 0)
        cr_expect_str_eq(reading->diags.first->message, words, "of: %s", yaml);
    cr_expect_null(reading->config);
    arena_end(reading->arena);
}

Test(config, two_lines_are_enough)
{
    struct config_reading *reading = read_text("scenarios: .\nenvironments: demo\n");
    const struct config *config = reading->config;
    cr_assert_not_null(config);
    cr_expect_str_eq(config->scenarios[0], "/tmp/.");
    cr_expect_str_eq(config->environments[0], "demo");
    cr_expect_str_eq(config->store_path, "/tmp/xunjian.db");
    cr_expect_eq(config->limits.parallel, 50);
    cr_expect_eq(config->retention.runs_ns, 720 * 3600 * NS_PER_S);
    cr_expect_null(config->web.listen);
    const struct journey silent = {.name = "login"};
    cr_expect_eq(config_schedule(config, &silent).every_ns, 60 * NS_PER_S);
    cr_expect_eq(config_alert(config, &silent).fail.count, 2);
    cr_expect_eq(config_alert(config, &silent).fail.of, 3);
    cr_expect_str_eq(config_alert(config, &silent).severity, "critical");
    arena_end(reading->arena);
}

Test(config, a_journeys_word_goes_before_the_defaults)
{
    struct config_reading *reading = read_text(
        "scenarios: .\ndefaults:\n  schedule: 5m\n  alert: {recover: 4, severity: info}\n");
    const struct config *config = reading->config;
    cr_assert_not_null(config);
    const struct journey journey = {.schedule = {.cron = "0 8 * * *"}, .alert = {.recover = 3}};
    cr_expect_eq(config_schedule(config, &journey).every_ns, 0);
    cr_expect_eq(config_alert(config, &journey).recover, 3);
    cr_expect_str_eq(config_alert(config, &journey).severity, "info");
    arena_end(reading->arena);
}

Test(config, a_secret_is_put_in_as_text_and_cannot_change_the_structure)
{
    setenv("XUNJIAN_TEST_PLACE", "a: {b: ${c}}", 1);
    struct config_reading *reading = read_text("scenarios: .\nlocation: \"in ${place}\"\n"
                                               "secrets: {place: {env: XUNJIAN_TEST_PLACE}}\n");
    cr_assert_not_null(reading->config);
    cr_expect_str_eq(reading->config->location, "in a: {b: ${c}}");
    arena_end(reading->arena);
}

Test(config, names_that_lead_nowhere_are_told)
{
    static const struct {
        const char *yaml, *said;
    } rows[] = {
        {"scenarios: .\nroutes: [{channels: [oncall]}]\n", "no channel \"oncall\""},
        {"scenarios: .\nstore: {alarm: oncall}\n", "no channel \"oncall\""},
        {"scenarios: .\ndefaults: {alert: {channels: [oncall]}}\n", "no channel \"oncall\""},
        {"scenarios: .\nlocation: ${plce}\nsecrets: {place: {env: HOME}}\n",
         "no secret \"plce\" under `secrets:`"},
        {"scenarios: .\nlocation: ${random(1, 6)}\n",
         "only secrets, env() and file() can be used here"},
        {"scenarios: .\nlocations: x\n", "unknown key \"locations\""},
        {"environments: demo\n", "missing key \"scenarios\""},
        {"scenarios: nowhere\n", "no file or folder /tmp/nowhere"},
        {"scenarios: [., .]\n", "\".\" is given twice"},
        {"scenarios: .\ncalendars: nowhere.calendar.yaml\n",
         "could not read /tmp/nowhere.calendar.yaml: no such file or directory"},
        {"scenarios: .\ndefaults: {schedule: {every: 5m, calendar: weekday}}\n",
         "no calendar \"weekday\""},
        {"scenarios: .\nenvironments: [staging]\n"
         "maintenance: [{name: x, environments: stagin, cron: 0 3 * * 1, for: 1h}]\n",
         "no environment \"stagin\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        expect_error(rows[i].yaml, rows[i].said);
}

Test(config, what_can_never_be_is_told)
{
    static const struct {
        const char *yaml, *said;
    } rows[] = {
        {"scenarios: .\ndefaults: {alert: {fail: {count: 4, of: 3}}}\n",
         "4 failures of 3 runs can never be"},
        {"scenarios: .\ndefaults: {alert: {severity: loud}}\n",
         "expected critical, error, warning or info, got \"loud\""},
        {"scenarios: .\ndefaults: {schedule: {every: 1m, cron: 0 8 * * *}}\n",
         "expected one of every and cron, got two: every and cron"},
        {"scenarios: .\nmaintenance: [{name: x, from: \"2026-12-01T02:00:00+08:00\"}]\n",
         "missing key \"to\" beside from"},
        {"scenarios: .\nmaintenance: [{name: x, from: 2026-12-01T02:00:00Z, "
         "to: 2026-12-01T09:00:00+08:00}]\n",
         "the window ends before it begins"},
        {"scenarios: .\nmaintenance: [{name: x, from: 2026-12-01, to: 2026-12-02}]\n",
         "expected a moment such as 2026-12-01T02:00:00+08:00, got \"2026-12-01\""},
        {"scenarios: .\nmaintenance: [{name: x}]\n", "missing from and to, or cron and for"},
        {"scenarios: .\nmaintenance: [{name: x, cron: 0 3 * * 1}]\n",
         "missing key \"for\" beside cron"},
        {"scenarios: .\nmaintenance: [{name: x, cron: 0 3 * * 1, for: 1h}, "
         "{name: x, cron: 0 4 * * 1, for: 1h}]\n",
         "maintenance \"x\" is given twice"},
        {"scenarios: .\nchannels: {a: {per_minute: 5}}\n", "missing kind of channel"},
        {"scenarios: .\nheartbeat: example.com\n",
         "expected a URL such as https://example.com/, got \"example.com\""},
        {"scenarios: .\nconnectivity: {targets: [\"tcp://10.0.0.1\"]}\n",
         "expected tcp://HOST:PORT or a URL, got \"tcp://10.0.0.1\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        expect_error(rows[i].yaml, rows[i].said);
}

#define HASH                                   \
    "sha256:00112233445566778899aabbccddeeff:" \
    "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

Test(config, a_page_that_others_can_reach_needs_a_token_and_tls)
{
    static const struct {
        const char *web, *said; /* NULL: it is right */
    } rows[] = {
        {"127.0.0.1:8480", NULL},
        {"\"[::1]:8480\"", NULL},
        {"localhost:0", NULL},
        {"{listen: 127.1.2.3:8480, token_hash: \"" HASH "\"}", NULL},
        {"{listen: 0.0.0.0:8480, token_hash: \"" HASH "\", certificate: c.pem, key: k.pem}",
         NULL},
        {"0.0.0.0:8480",
         "0.0.0.0:8480 can be reached by others, and neither a token nor TLS protects it"},
        {"\"[::]:8480\"",
         "[::]:8480 can be reached by others, and neither a token nor TLS protects it"},
        {"{listen: 192.0.2.1:8480, token_hash: \"" HASH "\"}",
         "192.0.2.1:8480 can be reached by others, and without TLS the token is for all to read"},
        {"{listen: 192.0.2.1:8480, certificate: c.pem, key: k.pem}",
         "192.0.2.1:8480 can be reached by others, and no token protects it"},
        {"{listen: 127.0.0.1:8480, certificate: c.pem}", "a certificate needs its key"},
        {"{listen: 127.0.0.1:8480, token_hash: hunter22}",
         "expected what `xunjian token` prints, sha256:SALT:HASH"},
        {"example.com:8480",
         "expected an address and a port such as 127.0.0.1:8480, got \"example.com:8480\""},
        {"\"8480\"", "expected an address and a port such as 127.0.0.1:8480, got \"8480\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char yaml[400];
        snprintf(yaml, sizeof yaml, "scenarios: .\nweb: %s\n", rows[i].web);
        if (rows[i].said != NULL) {
            expect_error(yaml, rows[i].said);
            continue;
        }
        struct config_reading *reading = read_text(yaml);
        cr_expect_not_null(reading->config, "%s", yaml);
        arena_end(reading->arena);
    }
}

Test(config, a_channel_is_one_kind_and_routes_lead_to_it)
{
    setenv("XUNJIAN_TEST_HOOK", "https://example.com/hook?key=1234567", 1);
    struct config_reading *reading =
        read_text("scenarios: .\nsecrets: {hook: {env: XUNJIAN_TEST_HOOK}}\n"
                  "channels:\n"
                  "  team: {webhook: {url: \"${hook}\", ca: own.pem}, per_minute: 20}\n"
                  "  pager: {alertmanager: \"http://localhost:9093\"}\n"
                  "routes: [{severities: critical, channels: [pager, team], continue: true}, "
                  "{channels: []}]\nstore: {alarm: team}\n");
    const struct config *config = reading->config;
    cr_assert_not_null(config);
    cr_assert_eq(config->channel_count, 2);
    cr_expect_str_eq(config->channels[0].name, "team");
    cr_expect_str_eq(config->channels[0].wire->name, "webhook");
    cr_expect_eq(config->channels[0].per_minute, 20);
    cr_expect_eq(config->channels[1].per_minute, 0);
    cr_expect_eq(config->store_alarm, &config->channels[0]);
    cr_assert_eq(config->route_count, 2);
    cr_expect_str_eq(config->routes[0].match.severities[0], "critical");
    cr_expect_eq(config->routes[0].channels[0], &config->channels[1]);
    cr_expect_eq(config->routes[0].channels[1], &config->channels[0]);
    cr_expect_null(config->routes[0].channels[2]);
    cr_expect(config->routes[0].go_on);
    cr_expect_null(config->routes[1].channels[0]);
    struct message *message =
        message_read(reading->arena, text_of("{\"kind\":\"test\",\"key\":\"k\"}"));
    struct wire_request request = {0};
    cr_assert_not_null(message);
    config->channels[0].wire->render(config->channels[0].params, message, 0, reading->arena,
                                     &request);
    cr_expect_str_eq(request.url, "https://example.com/hook?key=1234567");
    cr_expect_str_eq(request.ca_file, "/tmp/own.pem", "beside the file");
    struct buffer out;
    buffer_init(&out, 1000);
    redact_text(text_of(request.url), &out);
    cr_expect(text_is(buffer_text(&out), "[redacted:hook]"));
    buffer_done(&out);
    arena_end(reading->arena);
}

Test(config, lint_says_nothing_of_values_it_does_not_know)
{
    const char *yaml = "scenarios: .\nheartbeat: ${url}\nlocation: in ${url}\n"
                       "secrets: {url: {command: \"touch /tmp/xunjian-must-not-run\"}}\n";
    struct config_reading *reading = read_linted(yaml, true);
    cr_expect_eq(reading->diags.count, 0);
    cr_expect_neq(access("/tmp/xunjian-must-not-run", F_OK), 0);
    arena_end(reading->arena);
    reading = read_linted("scenarios: .\nlocation: ${url}\nheartbeat: ftp://x\n"
                          "secrets: {url: {env: XUNJIAN_TEST_NEVER_SET}}\n",
                          false);
    cr_assert_eq(reading->diags.count, 2, "the missing value and the wrong one, no more");
    arena_end(reading->arena);
}
