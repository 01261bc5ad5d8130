/* SPDX-License-Identifier: Apache-2.0 */
/* The page of a live robot, in a real browser, while the demo app breaks and is repaired. */

#include "tests/system/serve.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

static const char config[] = "location: test\n"
                             "scenarios: [keys.journey.yaml, agreements.journey.yaml]\n"
                             "environments: @SCENARIOS@/environments/demo.yaml\n"
                             "store: store.db\n"
                             "defaults: { schedule: 1s, latency: { on: false } }\n"
                             "web: 127.0.0.1:0\n";

static const char *const journeys[] = {
    "keys.journey.yaml",
    "journey: keys\ntitle: 公钥\nbusiness: 账户\nsteps:\n"
    "  - name: public key\n    http: ${base}/api/auth/public-key\n    assert: [{status: 200}]\n",
    "agreements.journey.yaml",
    "journey: agreements\ntitle: 协议\nbusiness: 账户\nsteps:\n"
    "  - name: list\n    http: ${base}/api/agreements?scene=register\n    assert: [{status: 200}]\n",
    NULL};

Test(page, tells_a_night_on_call_without_being_loaded_again)
{
    struct serving serving = serve_start(config, journeys);
    char command[1024];
    cr_assert_eq(system("tests/npm.sh tests/browser build/npm/browser"), 0);
    snprintf(command, sizeof command,
             "BROWSER_MODULES=$PWD/build/npm/browser BROWSER_OUT=build/artefacts/web "
             "timeout -k 5 240 node tests/browser/live.mjs %s %s %s >&2",
             serving.url, serving.demo->control, serving.demo->token);
    int code = system(command);
    cr_expect(WIFEXITED(code) && WEXITSTATUS(code) == 0, "it ended with %d", code);
    struct ran ran = serve_stop(&serving);
    ran_done(&ran);
}

/* What strangers could reach does not start, and says what is missing. */
Test(page, does_not_serve_strangers_without_token_and_tls)
{
    static const char *const listens[] = {"0.0.0.0:0", "'[::]:0'", "192.0.2.1:8480"};
    for (size_t i = 0; i < sizeof listens / sizeof *listens; i++) {
        char path[] = "/tmp/xunjian-page-XXXXXX", config_file[64], store[64];
        cr_assert_not_null(mkdtemp(path));
        snprintf(config_file, sizeof config_file, "%s/xunjian.yaml", path);
        FILE *file = fopen(config_file, "w");
        cr_assert_not_null(file);
        fprintf(file, "scenarios: /nowhere\nstore: store.db\nweb: { listen: %s }\n",
                listens[i]);
        fclose(file);
        struct ran ran = XUNJIAN("serve", config_file);
        cr_expect_neq(ran.code, 0);
        cr_expect_not_null(strstr(ran.err, "token"), "%s: %s", listens[i], ran.err);
        ran_done(&ran);
        snprintf(store, sizeof store, "%s/store.db", path);
        remove(store);
        remove(config_file);
        remove(path);
    }
}
