/* SPDX-License-Identifier: Apache-2.0 */
/* Channels under `xunjian serve` while their services hang, reset, refuse and come back: each gets
 * each page once, none waits for another. */

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/system/serve.h"
#include "tests/system/service.h"

static const char *const journeys[] = {
    "keys.journey.yaml",
    "journey: keys\nsteps:\n"
    "  - name: public key\n    http: ${base}/api/auth/public-key\n    assert: [{status: 200}]\n",
    NULL};

static const char broken[] =
    "{\"endpoint\":\"GET /api/auth/public-key\",\"kind\":\"status\",\"status\":503}";

static char folder[64], config[4096];

static void begin(void)
{
    strcpy(folder, "/tmp/xunjian-channels-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
}

static void end(void)
{
    cr_expect_eq(shell(NULL, 0, "rm -rf %s", folder), 0);
}

TestSuite(channels, .init = begin, .fini = end, .timeout = 600);

static const char common[] = "location: test\n"
                             "scenarios: [keys.journey.yaml]\n"
                             "environments: @SCENARIOS@/environments/demo.yaml\n"
                             "store: store.db\n"
                             "defaults: { schedule: 1s, latency: { on: false } }\n"
                             "web: 127.0.0.1:0\n";

/* Lines of the sink's log that hold both. */
static int lines_with(const char *path, const char *one, const char *other)
{
    char *text = file_text(path), *rest = text;
    int count = 0;
    for (char *line; (line = strsep(&rest, "\n")) != NULL;)
        count += strstr(line, one) != NULL && strstr(line, other) != NULL;
    free(text);
    return count;
}

static void await_with(const char *path, const char *one, const char *other, int times)
{
    long long deadline_ms = now_ms() + 90000;
    while (lines_with(path, one, other) < times) {
        cr_assert_lt(now_ms(), deadline_ms, "%s: no %d of %s and %s: %s", path, times, one,
                     other, file_text(path));
        pause_ms(50);
    }
}

/* The moments of the first two lines with that path. */
static long long between_ms(const char *path, const char *word)
{
    char *text = file_text(path), *rest = text;
    long long at[2] = {0, 0};
    int n = 0;
    for (char *line; n < 2 && (line = strsep(&rest, "\n")) != NULL;)
        if (strstr(line, word) != NULL)
            at[n++] = atoll(strstr(line, "\"at_ms\":") + strlen("\"at_ms\":"));
    free(text);
    cr_assert_eq(n, 2);
    return at[1] - at[0];
}

Test(channels, one_that_fails_holds_nobody_up_and_gets_its_page_when_it_is_back)
{
    static const char *const names[] = {"hang", "reset", "limited", "broken", "chat"};
    enum { NAMES = sizeof names / sizeof names[0] };
    struct sink sink;
    sink_start(&sink, folder);
    size_t length = (size_t)snprintf(config, sizeof config, "%schannels:\n", common);
    for (size_t i = 0; i < NAMES; i++)
        length += (size_t)snprintf(config + length, sizeof config - length,
                                   "  %s: {webhook: {url: '%s/%s/hook', timeout: 3s}}\n",
                                   names[i], sink.url, names[i]);
    length +=
        (size_t)snprintf(config + length, sizeof config - length,
                         "  busy: {dingtalk: {url: '%s/busy', token: t0ken, secret: s3cret}}\n"
                         "routes: [{channels: [hang, reset, limited, broken, busy, chat]}]\n",
                         sink.url);
    cr_assert_lt(length, sizeof config);
    struct serving serving = serve_start(config, journeys);
    free(serve_await(&serving, "/metrics", "probe_success{journey=\"keys\""));
    demo_fault(serving.demo, broken);
    await_with(sink.log, "/chat/hook", "trigger", 1);
    await_with(sink.log, "/hang/hook", "trigger", 1);
    await_with(sink.log, "/busy?", "markdown", 2);
    await_with(sink.log, "/reset/hook", "trigger", 2);
    await_with(sink.log, "/limited/hook", "trigger", 2);
    await_with(sink.log, "/broken/hook", "trigger", 2);
    cr_expect_geq(between_ms(sink.log, "/limited/hook"), 2000, "Retry-After was 2 s");
    cr_expect_eq(lines_with(sink.log, "/chat/hook", "trigger"), 1, "accepted and sent again");
    sink_answers(&sink, "chat");
    for (size_t i = 0; i < NAMES - 1; i++) {
        char path[64];
        snprintf(path, sizeof path, "/%s/hook", names[i]);
        await_with(sink.log, path, "\"answer\":\"chat\"", 1);
    }
    await_with(sink.log, "/busy?", "\"answer\":\"chat\"", 1);
    demo_clear(serving.demo);
    for (size_t i = 0; i < NAMES; i++) {
        char path[64];
        snprintf(path, sizeof path, "/%s/hook", names[i]);
        await_with(sink.log, path, "\\\"kind\\\":\\\"resolve\\\"", 1);
        cr_expect_eq(lines_with(sink.log, path, "\"answer\":\"chat\""), 2,
                     "%s: a trigger and a resolve, each accepted once", path);
    }
    await_with(sink.log, "/busy?", "已恢复", 1);
    struct ran ran = serve_stop(&serving);
    cr_expect(strstr(ran.err, "s3cret") == NULL && strstr(ran.err, "t0ken") == NULL, "%s",
              ran.err);
    cr_expect(strstr(ran.err, "errcode 130101: too many messages") != NULL, "%s", ran.err);
    ran_done(&ran);
    sink_stop(&sink);
}

static void start_manager(struct service *manager, int port)
{
    char settings[128], listen[64], storage[128], file[160], log[128];
    snprintf(settings, sizeof settings, "%s/alertmanager.yml", folder);
    write_file(settings, "route: {receiver: none}\nreceivers: [{name: none}]\n");
    snprintf(listen, sizeof listen, "--web.listen-address=127.0.0.1:%d", port);
    snprintf(storage, sizeof storage, "--storage.path=%s/alertmanager", folder);
    snprintf(file, sizeof file, "--config.file=%s", settings);
    snprintf(log, sizeof log, "%s/alertmanager.log", folder);
    const char *const argv[] = {"prometheus-alertmanager",   file, storage, listen,
                                "--cluster.listen-address=", NULL};
    service_start(manager, argv, log, false);
}

static void await_alerts(int port, const char *filter, int count)
{
    long long deadline_ms = now_ms() + 90000;
    char out[64 * 1024];
    for (;;) {
        int code = shell(out, sizeof out,
                         "amtool --alertmanager.url=http://127.0.0.1:%d alert query "
                         "--output=json %s 2>&1",
                         port, filter);
        if (code == 0 && count_of(out, "\"fingerprint\"") == count)
            return;
        cr_assert_lt(now_ms(), deadline_ms, "amtool: %d: %s", code, out);
        pause_ms(100);
    }
}

static void await_retry(const struct serving *serving)
{
    static const char sample[] = "xunjian_messages_total{channel=\"am\",result=\"retried\"} ";
    long long deadline_ms = now_ms() + 90000;
    for (bool retried = false; !retried;) {
        char *page = serve_get(serving, "/metrics", NULL), *at = strstr(page, sample);
        retried = at != NULL && at[strlen(sample)] != '0';
        free(page);
        cr_assert_lt(now_ms(), deadline_ms, "nothing was tried again");
        pause_ms(50);
    }
}

Test(channels, alertmanager_away_when_it_broke_has_the_alert_when_it_is_back)
{
    struct service manager;
    int port = free_port();
    snprintf(
        config, sizeof config,
        "%schannels: {am: {alertmanager: 'http://127.0.0.1:%d'}}\nroutes: [{channels: am}]\n",
        common, port);
    struct serving serving = serve_start(config, journeys);
    free(serve_await(&serving, "/metrics", "probe_success{journey=\"keys\""));
    demo_fault(serving.demo, broken);
    await_retry(&serving);
    start_manager(&manager, port);
    await_alerts(port, "journey=keys rule=journey", 1);
    demo_clear(serving.demo);
    await_alerts(port, "", 0);
    struct ran ran = serve_stop(&serving);
    ran_done(&ran);
    service_stop(&manager);
}
