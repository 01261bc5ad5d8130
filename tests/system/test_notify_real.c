/* SPDX-License-Identifier: Apache-2.0 */
/* Messages to the real Alertmanager, asked by amtool, and to a real mail server with STARTTLS and a
 * login. */

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/system/process.h"
#include "tests/system/service.h"

static char folder[64], config[128], log_path[128];

static void begin(void)
{
    char journey[128];
    strcpy(folder, "/tmp/xunjian-notify-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    snprintf(config, sizeof config, "%s/xunjian.yaml", folder);
    snprintf(log_path, sizeof log_path, "%s/log", folder);
    snprintf(journey, sizeof journey, "%s/a.journey.yaml", folder);
    write_file(journey, "journey: a\nsteps:\n  - name: b\n    http: http://127.0.0.1:9/\n");
}

static void end(void)
{
    cr_expect_eq(shell(NULL, 0, "rm -rf %s", folder), 0);
}

TestSuite(notify_real, .init = begin, .fini = end, .timeout = 600);

static void expect_notify(const char *channel, const char *option, int code, const char *said)
{
    struct ran ran = XUNJIAN("notify", "test", channel, "--config", config, option);
    cr_expect_eq(ran.code, code, "%d: %s%s", ran.code, ran.out, ran.err);
    cr_expect(strstr(ran.out, said) != NULL, "no \"%s\" in: %s", said, ran.out);
    cr_expect(strstr(ran.out, "s3cret") == NULL, "%s", ran.out);
    ran_done(&ran);
}

/* --- Alertmanager ----------------------------------------------------------------------------- */

/* Waits until amtool's list of alerts holds the words, or, with `gone`, no longer does. */
static void await_alert(int port, const char *words, bool gone)
{
    long long deadline_ms = now_ms() + 60000;
    char out[8192];
    for (;;) {
        int code = shell(out, sizeof out,
                         "amtool --alertmanager.url=http://127.0.0.1:%d alert query "
                         "--output=json 2>&1",
                         port);
        if (code == 0 && (strstr(out, words) == NULL) == gone)
            return;
        cr_assert_lt(now_ms(), deadline_ms, "amtool: %d: %s", code, out);
        pause_ms(50);
    }
}

Test(notify_real, alertmanager_sees_an_alert_fire_and_end)
{
    struct service manager;
    struct sink sink;
    char settings[128], listen[64], storage[128];
    int port = free_port();
    sink_start(&sink, folder);
    snprintf(settings, sizeof settings, "%s/alertmanager.yml", folder);
    write_file(settings,
               "route: {receiver: sink, group_wait: 0s, group_interval: 1s, group_by: [key]}\n"
               "receivers:\n  - name: sink\n    webhook_configs:\n"
               "      - {url: '%s/ok', send_resolved: true}\n",
               sink.url);
    snprintf(listen, sizeof listen, "--web.listen-address=127.0.0.1:%d", port);
    snprintf(storage, sizeof storage, "--storage.path=%s/alertmanager", folder);
    char file[160];
    snprintf(file, sizeof file, "--config.file=%s", settings);
    const char *const argv[] = {"prometheus-alertmanager",   file, storage, listen,
                                "--cluster.listen-address=", NULL};
    service_start(&manager, argv, log_path, false);
    await_alert(port, "summary", true); /* it answers, and there is nothing yet */
    write_file(config,
               "scenarios: a.journey.yaml\nlocation: shanghai\n"
               "channels: {am: {alertmanager: {url: 'http://127.0.0.1:%d', timeout: 30s}}}\n",
               port);
    expect_notify("am", NULL, 0, "accepted by am (alertmanager)");
    await_alert(port, "\"location\":\"shanghai\"", false);
    expect_notify("am", NULL, 0,
                  "accepted by am (alertmanager)"); /* the same alert, not another */
    char *told = await_lines(sink.log, 1);
    cr_expect(strstr(told, "\\\"status\\\":\\\"firing\\\"") != NULL, "%s", told);
    free(told);
    expect_notify("am", "--resolve", 0, "accepted by am (alertmanager)");
    await_alert(port, "\"location\":\"shanghai\"", true);
    told = await_lines(sink.log, 2);
    cr_expect(strstr(told, "\\\"status\\\":\\\"resolved\\\"") != NULL, "%s", told);
    cr_expect(strstr(told, "\\\"alertname\\\":\\\"xunjian\\\"") != NULL, "%s", told);
    free(told);
    service_stop(&manager);
    sink_stop(&sink);
}

/* --- mail -------------------------------------------------------------------------------------- */

static int port_of(const struct service *mail)
{
    const char *at = strstr(mail->said, "\"port\": ");
    cr_assert_not_null(at, "%s", mail->said);
    return atoi(at + strlen("\"port\": "));
}

/* A server that behaves as `option` says; mails go to FOLDER/mails. */
static int start_mail(struct service *mail, const char *option, const char *value)
{
    char log[128], certificate[128], key[128];
    snprintf(log, sizeof log, "%s/mails", folder);
    snprintf(certificate, sizeof certificate, "%s/server.pem", folder);
    snprintf(key, sizeof key, "%s/server.key", folder);
    cr_assert_eq(
        shell(NULL, 0,
              "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes "
              "-keyout %s -out %s -subj /CN=127.0.0.1 -addext "
              "subjectAltName=IP:127.0.0.1 -days 2 2>%s",
              key, certificate, log_path),
        0);
    const char *const argv[] = {"/usr/bin/python3",
                                "fixtures/mail-sink/mail_sink.py",
                                "--log",
                                log,
                                "--certificate",
                                certificate,
                                "--key",
                                key,
                                "--user",
                                "robot",
                                "--password",
                                "s3cret",
                                option,
                                value,
                                NULL};
    service_start(mail, argv, log_path, true);
    return port_of(mail);
}

static void write_mail_channels(int port)
{
    static const char common[] = "from: 巡检 <robot@example.com>, to: [sre@example.com, "
                                 "ops@example.com], user: robot";
    write_file(
        config,
        "scenarios: a.journey.yaml\nchannels:\n"
        "  mail: {email: {server: 'smtp://127.0.0.1:%d', %s, password: s3cret, ca: server.pem}}\n"
        "  stranger: {email: {server: 'smtp://127.0.0.1:%d', %s, password: s3cret}}\n"
        "  wrong: {email: {server: 'smtp://127.0.0.1:%d', %s, password: other-s3cret, ca: server.pem}}\n"
        "  hasty: {email: {server: 'smtp://127.0.0.1:%d', %s, password: s3cret, ca: server.pem, timeout: 2s}}\n"
        "  naked: {email: {server: 'smtp://127.0.0.1:%d', from: a@example.com, to: b@example.com, starttls: false}}\n",
        port, common, port, common, port, common, port, common, port);
}

Test(notify_real, a_mail_goes_by_starttls_and_a_login_to_everybody)
{
    struct service mail;
    char mails[128];
    snprintf(mails, sizeof mails, "%s/mails", folder);
    write_mail_channels(start_mail(&mail, NULL, NULL));
    expect_notify("mail", NULL, 0, "accepted by mail (email)");
    char *got = await_lines(mails, 1);
    static const char *const parts[] = {
        "\"from\": \"robot@example.com\"",
        "\"to\": [\"sre@example.com\", \"ops@example.com\"]",
        "\"tls\": true, \"user\": \"robot\"",
        "\"subject\": \"【测试】通道测试，没有故障\"",
        "\"auto-submitted\": \"auto-generated\"",
    };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        cr_expect(strstr(got, parts[i]) != NULL, "no %s in %s", parts[i], got);
    free(got);
    expect_notify("wrong", NULL, 1, "the mail server refused the login: 535");
    expect_notify("stranger", NULL, 1, "serve would try again: SSL peer certificate");
    expect_notify("naked", NULL, 1, "the mail server refused the login: 530");
    got = file_text(mails);
    cr_expect_eq(strchr(got, '\n')[1], '\0', "one mail only: %s", got);
    free(got);
    service_stop(&mail);
}

Test(notify_real, a_mail_server_that_says_no_or_nothing_is_told_apart)
{
    struct service mail;
    write_mail_channels(start_mail(&mail, "--answer", "550 no such mailbox"));
    expect_notify("mail", NULL, 1, "trying again is of no use: the mail server answered 550");
    service_stop(&mail);
    write_mail_channels(start_mail(&mail, "--answer", "451 later"));
    expect_notify("mail", NULL, 1, "serve would try again: the mail server answered 451");
    service_stop(&mail);
    write_mail_channels(start_mail(&mail, "--hang", NULL));
    expect_notify("hasty", NULL, 1, "serve would try again: Timeout was reached");
    service_stop(&mail);
}
