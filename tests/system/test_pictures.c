/* SPDX-License-Identifier: Apache-2.0 */
/* What broke in a browser is seen on the robot's page: the screenshot its evidence names. */

#include "tests/system/serve.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char config[] = "location: test\n"
                             "scenarios: [look.journey.yaml]\n"
                             "environments: @SCENARIOS@/environments/demo.yaml\n"
                             "store: store.db\n"
                             "defaults: { schedule: 2s }\n"
                             "web: 127.0.0.1:0\n";

static const char *const journeys[] = {
    "look.journey.yaml",
    "journey: look\nsteps:\n  - name: look\n    timeout: 60s\n    browser:\n"
    "      action_timeout: 1s\n      actions:\n        - open: ${base}/h5/login\n"
    "        - click: { text: 没有这个按钮 }\n",
    NULL};

/* The first SHA-256 behind `words` in `page`. */
static const char *sha_behind(const char *page, const char *words, char ret[static 65])
{
    const char *at = strstr(page, words);
    cr_assert_not_null(at, "%s in %.2000s", words, page);
    snprintf(ret, 65, "%s", at + strlen(words));
    return ret;
}

Test(pictures, what_broke_in_a_browser_is_seen_on_the_run_s_page, .timeout = 240)
{
    char path[256], id[64], told[65], kept[65];
    long status = 0;
    struct serving serving = serve_start(config, journeys);
    char *runs = serve_await(&serving, "/api/runs?journey=look", "\"verdict\":\"fail\"");
    const char *at = strstr(runs, "\"run_id\":\"");
    cr_assert_not_null(at);
    snprintf(id, sizeof id, "%.*s", (int)strcspn(at + 10, "\""), at + 10);
    snprintf(path, sizeof path, "/api/runs/%s", id);
    char *run = serve_get(&serving, path, &status);
    cr_assert_eq(status, 200);
    sha_behind(run, "\"pictures\":[\"", kept);
    cr_expect_str_eq(kept, sha_behind(run, "\"after\":{\"sha256\":\"", told));
    snprintf(path, sizeof path, "/api/runs/%s/pictures/%s", id, kept);
    char *png = serve_get(&serving, path, &status);
    cr_expect_eq(status, 200);
    cr_expect_eq(memcmp(png, "\x89PNG\r\n\x1A\n", 8), 0);
    free(png);
    free(run);
    free(runs);
    struct ran ran = serve_stop(&serving);
    ran_done(&ran);
}
