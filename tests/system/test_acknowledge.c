/* SPDX-License-Identifier: Apache-2.0 */
/* Somebody takes an incident on the page, and the pager stops calling others. */

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

static void await_actions(const struct sink *sink, const char *action, const char *key)
{
    long long deadline_ms = now_ms() + 90000;
    for (bool heard = false; !heard;) {
        char *text = file_text(sink->log), *rest = text;
        for (char *line; (line = strsep(&rest, "\n")) != NULL;)
            heard = heard || (strstr(line, action) != NULL && strstr(line, key) != NULL);
        cr_assert(heard || now_ms() < deadline_ms, "no %s of %s", action, key);
        free(text);
        pause_ms(50);
    }
}

/* The text between `before` and the next quote, in `into`. */
static void copy_after(const char *text, const char *before, char *into, size_t size)
{
    const char *at = strstr(text, before);
    cr_assert_not_null(at, "no %s in %s", before, text);
    at += strlen(before);
    size_t length = strcspn(at, "\"\\");
    cr_assert_lt(length, size);
    memcpy(into, at, length);
    into[length] = '\0';
}

/* As the page does it: the session's CSRF token in a header. */
static void acknowledge(const struct serving *serving, const char *id)
{
    char csrf[128], out[512];
    char *session = serve_get(serving, "/api/session", NULL);
    copy_after(session, "\"csrf\":\"", csrf, sizeof csrf);
    free(session);
    cr_assert_eq(shell(out, sizeof out,
                       "curl -sf -H 'Content-Type: application/json' -H 'X-CSRF-Token: %s' "
                       "-d '{\"who\": \"Li\", \"text\": \"mine\"}' "
                       "'%s/api/incidents/%s/acknowledge'",
                       csrf, serving->url, id),
                 0, "%s", out);
}

Test(acknowledge, on_the_page_is_an_acknowledgement_at_pagerduty)
{
    char folder[] = "/tmp/xunjian-acknowledge-XXXXXX", config[1024], id[128], key[64];
    struct sink sink;
    cr_assert_not_null(mkdtemp(folder));
    sink_start(&sink, folder);
    sink_answers(&sink, "event");
    snprintf(config, sizeof config,
             "location: test\n"
             "scenarios: [keys.journey.yaml]\n"
             "environments: @SCENARIOS@/environments/demo.yaml\n"
             "store: store.db\n"
             "defaults: { schedule: 1s, latency: { on: false } }\n"
             "channels: { pager: {pagerduty: {url: '%s', routing_key: t0ken}} }\n"
             "routes: [{channels: pager}]\n"
             "web: 127.0.0.1:0\n",
             sink.url);
    struct serving serving = serve_start(config, journeys);
    free(serve_await(&serving, "/metrics", "probe_success{journey=\"keys\""));
    demo_fault(serving.demo, broken);
    char *open = serve_await(&serving, "/api/incidents?open=1", "\"id\":\"");
    copy_after(open, "\"id\":\"", id, sizeof id);
    copy_after(open, "\"key\":\"", key, sizeof key);
    free(open);
    await_actions(&sink, "\\\"event_action\\\":\\\"trigger\\\"", key);
    acknowledge(&serving, id);
    await_actions(&sink, "\\\"event_action\\\":\\\"acknowledge\\\"", key);
    demo_clear(serving.demo);
    await_actions(&sink, "\\\"event_action\\\":\\\"resolve\\\"", key);
    struct ran ran = serve_stop(&serving);
    ran_done(&ran);
    sink_stop(&sink);
    cr_expect_eq(shell(NULL, 0, "rm -rf %s", folder), 0);
}
