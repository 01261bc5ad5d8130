/* SPDX-License-Identifier: Apache-2.0 */
/* The service, as an SRE meets it: break the app, read one alert; repair it, read one resolve; kill the
 * robot, change its configuration, stop it. */

#include "tests/system/serve.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Two journeys of one request, every second; what is told is a line of a file. */
static const char config[] =
    "location: test\n"
    "scenarios: [keys.journey.yaml, agreements.journey.yaml]\n"
    "environments: @SCENARIOS@/environments/demo.yaml\n"
    "store: store.db\n"
    "defaults: { schedule: 1s, latency: { on: false } }\n"
    "channels:\n"
    "  file:\n"
    "    exec:\n"
    "      command: [sh, -c, 'printf \"%s|%s|%s|%s|%s\\n|%s\\n\" \"$XUNJIAN_KIND\" \"$XUNJIAN_JOURNEY\""
    " \"$XUNJIAN_STEP\" \"$XUNJIAN_PHASE\" \"$XUNJIAN_REASON\" \"$XUNJIAN_LINK\" >> \"$0\"', @FOLDER@/told]\n"
    "routes: [{ channels: file }]\n"
    "web: 127.0.0.1:0\n";

static const char *const journeys[] = {
    "keys.journey.yaml",
    "journey: keys\nsteps:\n"
    "  - name: public key\n    http: ${base}/api/auth/public-key\n    assert: [{status: 200}]\n",
    "agreements.journey.yaml",
    "journey: agreements\nsteps:\n"
    "  - name: list\n    http: ${base}/api/agreements?scene=register\n    assert: [{status: 200}]\n",
    NULL};

static const char broken[] =
    "{\"endpoint\":\"GET /api/auth/public-key\",\"kind\":\"status\",\"status\":503}";

static int lines_of(const struct serving *serving, const char *words)
{
    char path[256];
    char bytes[16384] = "";
    snprintf(path, sizeof path, "%s/told", serving->folder);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return 0;
    bytes[fread(bytes, 1, sizeof bytes - 1, file)] = '\0';
    fclose(file);
    return count_of(bytes, words);
}

/* So many runs of that journey more have been kept. */
static void await_runs(const struct serving *serving, const char *journey, int more)
{
    char path[128];
    snprintf(path, sizeof path, "/api/runs?journey=%s&most=500", journey);
    char *page = serve_get(serving, path, NULL);
    int before = count_of(page, "\"verdict\"");
    free(page);
    for (int i = 0; i < 1200; i++) {
        page = serve_get(serving, path, NULL);
        int now = count_of(page, "\"verdict\"");
        free(page);
        if (now >= before + more)
            return;
        usleep(50000);
    }
    cr_assert(false, "%s did not run %d times more", journey, more);
}

Test(serve, a_broken_app_is_told_once_and_its_repair_once)
{
    struct serving serving = serve_start(config, journeys);
    free(serve_await(&serving, "/metrics", "probe_success{journey=\"keys\""));
    demo_fault(serving.demo, broken);
    free(serve_await_file(&serving, "told", "trigger|keys|public key|judge|status\n", 1));
    await_runs(&serving, "keys", 3);
    demo_clear(serving.demo);
    free(serve_await_file(&serving, "told", "resolve|keys|", 1));
    await_runs(&serving, "keys", 3);
    cr_expect_eq(lines_of(&serving, "|"), 10, "%d",
                 lines_of(&serving, "|")); /* twice a line of four and one of one */
    cr_expect_eq(lines_of(&serving, "agreements"), 0);
    struct ran ran = serve_stop(&serving);
    cr_expect_null(strstr(ran.err, "configuration reloaded"), "nobody changed it: %s", ran.err);
    ran_done(&ran);
}

Test(serve, killed_in_the_middle_it_repeats_nothing_and_forgets_nothing)
{
    struct serving serving = serve_start(config, journeys);
    free(serve_await(&serving, "/metrics", "probe_success{journey=\"keys\""));
    demo_fault(serving.demo, broken);
    free(serve_await_file(&serving, "told", "trigger|keys|", 1));
    await_runs(&serving, "keys", 2); /* by then the store knows that it was sent */
    serve_kill(&serving);
    serve_again(&serving);
    await_runs(&serving, "keys", 4);
    cr_expect_eq(lines_of(&serving, "trigger|"), 1, "repeated");
    serve_kill(&serving);
    demo_clear(serving.demo);
    serve_again(&serving);
    free(serve_await_file(&serving, "told", "resolve|keys|", 1));
    cr_expect_eq(lines_of(&serving, "trigger|"), 1);
    cr_expect_eq(lines_of(&serving, "resolve|"), 1);
    struct ran ran = serve_stop(&serving);
    ran_done(&ran);
}

static bool has_ended(pid_t pid)
{
    siginfo_t info = {0};
    cr_assert_eq(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT), 0);
    return info.si_pid == pid;
}

Test(serve, told_again_and_again_to_end_it_ends_well)
{
    struct serving serving = serve_start(config, journeys);
    free(serve_await(&serving, "/metrics", "probe_success{journey=\"keys\""));
    while (!has_ended(serving.robot.pid))
        cr_assert_eq(kill(serving.robot.pid, SIGTERM), 0);
    struct ran ran = xunjian_wait(&serving.robot);
    cr_expect_eq(ran.code, 0, "exit %d: %s", ran.code, ran.err);
    ran_done(&ran);
    demo_stop(serving.demo);
    serve_clear(&serving);
}

Test(serve, an_alerts_link_leads_to_the_page_whichever_port_it_got)
{
    char link[256];
    struct serving serving = serve_start(config, journeys);
    demo_fault(serving.demo, broken);
    free(serve_await_file(&serving, "told", "trigger|keys|", 1));
    snprintf(link, sizeof link, "|%s/incidents/", serving.url);
    cr_expect_eq(lines_of(&serving, link), 1, "%s", link);
    struct ran ran = serve_stop(&serving);
    ran_done(&ran);
}

static void write_config(const struct serving *serving, const char *from, const char *to)
{
    char text[4096] = "";
    FILE *file = fopen(serving->config, "r");
    cr_assert_not_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    char *at = strstr(text, from);
    cr_assert_not_null(at);
    file = fopen(serving->config, "w");
    cr_assert_not_null(file);
    fprintf(file, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    cr_assert_eq(fclose(file), 0);
}

Test(serve, a_wrong_configuration_is_refused_with_its_errors_and_the_old_one_goes_on)
{
    struct serving serving = serve_start(config, journeys);
    long status = 0;
    await_runs(&serving, "agreements", 1);
    write_config(&serving, "location: test", "locaton: test");
    char *errors = serve_post(&serving, "/-/reload", "", &status);
    cr_expect_geq(status, 400, "%ld", status);
    cr_expect_not_null(strstr(errors, "xunjian.yaml:1:1: error: unknown key \"locaton\""), "%s",
                       errors);
    free(errors);
    await_runs(&serving, "agreements", 2);
    write_config(&serving, "locaton: test", "location: elsewhere"); /* noticed by itself */
    free(serve_await(&serving, "/metrics", "location=\"elsewhere\""));
    write_config(&serving, "location: elsewhere", "location: third");
    cr_assert_eq(kill(serving.robot.pid, SIGHUP), 0);
    free(serve_await(&serving, "/metrics", "location=\"third\""));
    struct ran ran = serve_stop(&serving);
    cr_expect_not_null(strstr(ran.err, "configuration refused"), "%s", ran.err);
    ran_done(&ran);
}

Test(serve, alert_state_survives_a_reload)
{
    struct serving serving = serve_start(config, journeys);
    long status = 0;
    demo_fault(serving.demo, broken);
    free(serve_await_file(&serving, "told", "trigger|keys|", 1));
    free(serve_post(&serving, "/-/reload", "", &status));
    cr_expect_eq(status, 200, "%ld", status);
    await_runs(&serving, "keys", 4);
    demo_clear(serving.demo);
    free(serve_await_file(&serving, "told", "resolve|keys|", 1));
    cr_expect_eq(lines_of(&serving, "trigger|"), 1);
    struct ran ran = serve_stop(&serving);
    ran_done(&ran);
}

Test(serve, a_channel_renamed_in_the_middle_is_told_by_its_new_name)
{
    struct serving serving = serve_start(config, journeys);
    demo_fault(serving.demo, broken);
    free(serve_await_file(&serving, "told", "trigger|keys|", 1));
    await_runs(&serving, "keys", 2);
    write_config(&serving, "  file:\n",
                 "  other:\n"); /* refused, as the route names the old one */
    write_config(&serving, "{ channels: file }", "{ channels: other }");
    cr_assert_eq(kill(serving.robot.pid, SIGHUP), 0);
    free(serve_await_file(&serving, "told", "trigger|keys|", 2));
    demo_clear(serving.demo);
    free(serve_await_file(&serving, "told", "resolve|keys|", 1));
    cr_expect_eq(lines_of(&serving, "|keys|"), 3);
    struct ran ran = serve_stop(&serving);
    ran_done(&ran);
}

Test(serve, what_waits_for_a_restart_is_told)
{
    struct serving serving = serve_start(config, journeys);
    long status = 0;
    write_config(&serving, "store: store.db", "store: other.db");
    free(serve_post(&serving, "/-/reload", "", &status));
    cr_expect_eq(status, 200, "%ld", status);
    struct ran ran = serve_stop(&serving);
    cr_expect_not_null(strstr(ran.err, "waits for a restart\" key=store"), "%s", ran.err);
    ran_done(&ran);
}

Test(serve, a_probe_runs_now_and_answers_like_blackbox_exporter)
{
    struct serving serving = serve_start(config, journeys);
    long status = 0;
    char *page = serve_get(&serving, "/probe?journey=keys&env=demo", &status);
    cr_expect_eq(status, 200);
    cr_expect_not_null(strstr(page, "\nprobe_success 1\n"), "%s", page);
    free(page);
    demo_fault(serving.demo, broken);
    page = serve_get(&serving, "/probe?journey=keys&env=demo", &status);
    cr_expect_eq(status, 200);
    cr_expect_not_null(strstr(page, "\nprobe_success 0\n"), "%s", page);
    cr_expect_not_null(strstr(page, "\nprobe_http_status_code 503\n"), "%s", page);
    free(page);
    page = serve_get(&serving, "/probe?journey=kees&env=demo", &status);
    cr_expect_geq(status, 400, "%ld: %s", status, page);
    free(page);
    struct ran ran = serve_stop(&serving);
    ran_done(&ran);
}

Test(serve, the_store_is_one_robots_only)
{
    struct serving serving = serve_start(config, journeys);
    struct ran second = serve_beside(&serving);
    cr_expect_eq(second.code, 4, "exit %d: %s", second.code, second.err);
    cr_expect_not_null(strstr(second.err, "could not open the store"), "%s", second.err);
    ran_done(&second);
    struct ran ran = serve_stop(&serving);
    ran_done(&ran);
}
