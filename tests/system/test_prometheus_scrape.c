/* SPDX-License-Identifier: Apache-2.0 */
/* A real Prometheus scrapes a real robot, and a dashboard made for blackbox_exporter asks it. */

#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/encode.h"
#include "document/json.h"
#include "tests/shared/fed.h"
#include "tests/system/serve.h"

enum { POLLS = 600, POLL_MS = 100 };

static const char robot_yaml[] =
    "location: here\n"
    "scenarios: [@SCENARIOS@/login.journey.yaml, @SCENARIOS@/repayment.journey.yaml]\n"
    "environments: @SCENARIOS@/environments/demo.yaml\n"
    "store: @FOLDER@/x.db\n"
    "defaults: { schedule: { every: 2s } }\n"
    "web: { listen: 127.0.0.1:0 }\n";

/* As one moves over from blackbox_exporter: its job, with another address. */
static const char prometheus_yaml[] =
    "global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }\n"
    "rule_files: [%s/scenarios/prometheus/rules.yml]\n"
    "scrape_configs:\n"
    "  - job_name: xunjian\n"
    "    static_configs: [{ targets: [\"%s\"] }]\n"
    "  - job_name: probe\n"
    "    metrics_path: /probe\n"
    "    scrape_interval: 10s\n"
    "    scrape_timeout: 10s\n"
    "    params: { module: [http_2xx], env: [demo] }\n"
    "    static_configs: [{ targets: [login, repayment] }]\n"
    "    relabel_configs:\n"
    "      - { source_labels: [__address__], target_label: __param_target }\n"
    "      - { source_labels: [__param_target], target_label: instance }\n"
    "      - { target_label: __address__, replacement: \"%s\" }\n";

struct prometheus {
    pid_t pid;
    struct serving page; /* only its url: to ask it as serve_get asks the robot */
};

static void pause_once(void)
{
    const struct timespec pause = {.tv_nsec = POLL_MS * 1000000L};
    nanosleep(&pause, NULL);
}

static void write_config(const struct serving *robot, const char *path)
{
    char here[256];
    const char *address = strstr(robot->url, "//") + 2;
    FILE *file = fopen(path, "w");
    cr_assert(file != NULL && getcwd(here, sizeof here) != NULL);
    fprintf(file, prometheus_yaml, here, address, address);
    cr_assert_eq(fclose(file), 0);
}

static pid_t spawn(const char *config, const char *data, const char *log)
{
    char file[256], folder[256];
    snprintf(file, sizeof file, "--config.file=%s", config);
    snprintf(folder, sizeof folder, "--storage.tsdb.path=%s", data);
    pid_t pid = fork();
    if (pid == 0) {
        int fd = open(log, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        dup2(fd, STDOUT_FILENO);
        dup2(fd, STDERR_FILENO);
        execlp("prometheus", "prometheus", file, folder, "--web.listen-address=127.0.0.1:0",
               NULL);
        _exit(127);
    }
    cr_assert_gt(pid, 0);
    return pid;
}

/* Its log says which port it was given. */
static struct prometheus prometheus_start(const struct serving *robot)
{
    char config[192], data[192], log[192];
    snprintf(config, sizeof config, "%s/prometheus.yml", robot->folder);
    snprintf(data, sizeof data, "%s/prometheus", robot->folder);
    snprintf(log, sizeof log, "%s/prometheus.log", robot->folder);
    write_config(robot, config);
    struct prometheus p = {.pid = spawn(config, data, log)};
    char *said = serve_await_file(robot, "prometheus.log", "\"Listening on\" address=", 1);
    const char *at = strstr(strstr(said, "\"Listening on\""), "address=") + strlen("address=");
    snprintf(p.page.url, sizeof p.page.url, "http://%.*s", (int)strcspn(at, "\n"), at);
    free(said);
    return p;
}

static void prometheus_stop(struct prometheus *p)
{
    int status;
    kill(p->pid, SIGKILL);
    cr_expect_eq(waitpid(p->pid, &status, 0), p->pid);
}

static const struct json *member(const struct json *object, const char *name)
{
    return object != NULL && object->kind == JSON_OBJECT ? json_member(object, text_of(name))
                                                         : NULL;
}

/* What the API answers, "data" of it. */
static const struct json *ask(struct arena *arena, const struct prometheus *p, const char *path)
{
    struct json_error error;
    char *page = serve_get(&p->page, path, NULL);
    const struct json *all =
        json_parse(arena, text_copy(arena, text_of(page)), &json_default_limits, &error);
    free(page);
    return member(all, "data");
}

/* How many series the query finds. */
static size_t query(struct arena *arena, const struct prometheus *p, const char *promql)
{
    struct text escaped = encode_url(arena, text_of(promql));
    const struct json *result = member(
        ask(arena, p, arena_printf(arena, "/api/v1/query?query=%.*s", TEXT_ARGS(escaped))),
        "result");
    return result != NULL ? result->count : 0;
}

static void await_query(const struct prometheus *p, const char *promql, size_t count)
{
    size_t found = 0;
    for (int i = 0; i < POLLS; i++) {
        struct arena *arena = arena_new();
        found = query(arena, p, promql);
        arena_end(arena);
        if (found == count)
            return;
        pause_once();
    }
    cr_expect(false, "%s: %zu series, not %zu", promql, found, count);
}

/* What Grafana's dashboards for blackbox_exporter (7587, 13659) and its mixin's rules ask, and what must
 * hold of the answers. */
static const struct {
    const char *promql;
    size_t count;
} rows[] = {
    {"up{job=\"xunjian\"} == 1", 1},
    {"up{job=\"probe\"} == 1", 2},
    {"probe_success{job=\"probe\"} == 1", 2},
    {"probe_success{instance=~\"login\", job=\"probe\"}", 1},
    {"probe_duration_seconds{job=\"probe\"} > 0", 2},
    {"sum by (instance, phase) (probe_http_duration_seconds{job=\"probe\"})", 10},
    {"avg(probe_http_duration_seconds{job=\"probe\"}) by (phase)", 5},
    {"probe_http_status_code{job=\"probe\"} >= 200 < 300", 2},
    {"probe_http_version{job=\"probe\"} >= 1.1", 2},
    {"probe_http_ssl{job=\"probe\"} == 1", 2},
    {"probe_tls_version_info{job=\"probe\", version=~\"TLS 1.[23]\"}", 2},
    {"probe_ssl_earliest_cert_expiry{job=\"probe\"} - time() > 0", 2},
    {"probe_dns_lookup_time_seconds{job=\"probe\"} >= 0", 2},
    {"avg(probe_dns_lookup_time_seconds{job=\"probe\"})", 1},
    {"probe_http_redirects{job=\"probe\"} >= 0", 2},
    {"probe_failed_due_to_regex{job=\"probe\"} == 0", 2},
    {"probe_http_content_length{job=\"probe\"} > 0", 2},
    {"avg_over_time(probe_success{job=\"probe\"}[1h]) == 1", 2},
    /* No step is counted twice: the phases never last longer than the run. */
    {"sum by (instance) (probe_http_duration_seconds{job=\"probe\"}) "
     "<= sum by (instance) (probe_duration_seconds{job=\"probe\"})",
     2},
    /* On /metrics a journey's phases are the sum of its steps'. */
    {"probe_success{job=\"xunjian\", step=\"\"} == 1", 2},
    {"count by (journey) (probe_success{job=\"xunjian\", step!=\"\"} == 1) > 2", 2},
    {"abs(sum by (journey, phase) (probe_http_duration_seconds{job=\"xunjian\", step!=\"\"}) - "
     "sum by (journey, phase) (probe_http_duration_seconds{job=\"xunjian\", step=\"\"})) < 1e-6",
     10},
    {"xunjian_journey_verdict{verdict=\"pass\"} == 1", 4},
    {"time() - xunjian_run_timestamp_seconds{job=\"xunjian\"} < 600", 2},
    {"xunjian_start_lateness_seconds_count > 1", 1},
    {"histogram_quantile(0.99, rate(xunjian_start_lateness_seconds_bucket[1h])) >= 0", 1},
    {"rate(xunjian_runs_total{verdict=\"pass\"}[1h]) > 0", 1},
    {"xunjian_monitor_states{state=\"ok\"} == 2", 1},
    {"process_resident_memory_bytes > 1e6", 1},
    {"xunjian_build_info", 1},
    {"journey:availability:ratio_1d == 1", 2},
    {"ALERTS{alertname!=\"CertificateExpires\"}", 0},
};

static void expect_rules_work(const struct prometheus *p)
{
    struct arena *arena = arena_new();
    const struct json *groups = member(ask(arena, p, "/api/v1/rules"), "groups");
    cr_assert(groups != NULL && groups->count == 1);
    const struct json *rules = member(groups->items[0], "rules");
    for (size_t i = 0; i < rules->count; i++) {
        const struct json *name = member(rules->items[i], "name");
        const struct json *health = member(rules->items[i], "health");
        cr_expect(text_is(health->text, "ok"), "%.*s: %.*s", TEXT_ARGS(name->text),
                  TEXT_ARGS(health->text));
    }
    arena_end(arena);
}

Test(prometheus_scrape, takes_over_from_blackbox_exporter_by_another_port, .timeout = 300)
{
    struct serving robot = serve_start(robot_yaml, NULL);
    struct prometheus p = prometheus_start(&robot);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        await_query(&p, rows[i].promql, rows[i].count);
    expect_rules_work(&p);
    prometheus_stop(&p);
    struct ran ran = serve_stop(&robot);
    ran_done(&ran);
}

static void expect_read(struct arena *arena, const char *command, const char *page)
{
    struct fed fed = fed_to(arena, command, text_of(page));
    cr_expect_eq(fed.code, 0, "%s: %s in %s", command, fed.words, page);
}

Test(prometheus_scrape, what_the_robot_serves_is_valid_by_promtool_and_the_strict_parser)
{
    struct serving robot = serve_start(robot_yaml, NULL);
    struct arena *arena = arena_new();
    long status = 0;
    char *page = serve_await(&robot, "/metrics", "probe_success{journey=\"repayment\"");
    expect_read(arena, "promtool check metrics", page);
    free(page);
    page = serve_get(&robot, "/probe?journey=login&env=demo", &status);
    cr_expect_eq(status, 200);
    cr_expect_not_null(strstr(page, "\nprobe_success 1\n"), "%s", page);
    expect_read(arena, "promtool check metrics", page);
    free(page);
    struct fed open =
        fed_to(arena,
               arena_printf(
                   arena,
                   "sh -c 'curl -sSf -H \"Accept: application/openmetrics-text\" %s/metrics | "
                   "/usr/bin/python3 tests/prometheus/read_metrics.py open'",
                   robot.url),
               text_of(""));
    cr_expect_eq(open.code, 0, "%s", open.words);
    cr_expect_not_null(strstr(open.words, "xunjian_build_info{"), "%s", open.words);
    arena_end(arena);
    struct ran ran = serve_stop(&robot);
    ran_done(&ran);
}

/* The redaction table takes numbers of four digits and more out of whatever is written. */
Test(prometheus_scrape, a_figure_that_happens_to_be_somebodys_pin_stays_a_figure)
{
    static const char *const files[] = {
        "pin",
        "2048\n",
        "pin.yaml",
        "environment: demo\n"
        "variables: { base: \"${env('XUNJIAN_DEMO_BASE')}\" }\n"
        "secrets: { pin: { file: @FOLDER@/pin } }\n"
        "tls: { ca: \"${env('XUNJIAN_DEMO_CA')}\" }\n",
        "door.journey.yaml",
        "journey: door\n"
        "schedule: { every: 1s }\n"
        "secrets: [pin]\n"
        "steps:\n"
        "  - name: open\n"
        "    http: { url: \"${base}/\", headers: { X-Pin: \"${pin}\" } }\n",
        NULL};
    struct rlimit most;
    cr_assert_eq(getrlimit(RLIMIT_NOFILE, &most), 0);
    most.rlim_cur = 2048;
    cr_assert_eq(setrlimit(RLIMIT_NOFILE, &most), 0);
    struct serving robot = serve_start("location: room-2048\n"
                                       "scenarios: @FOLDER@/door.journey.yaml\n"
                                       "environments: @FOLDER@/pin.yaml\n"
                                       "store: @FOLDER@/x.db\n"
                                       "web: { listen: 127.0.0.1:0 }\n",
                                       files);
    char *page = serve_await(&robot, "/metrics", "probe_success{journey=\"door\"");
    cr_expect_not_null(strstr(page, "\nprocess_max_fds 2048\n"), "%s", page);
    cr_expect_not_null(strstr(page, "location=\"room-[redacted:pin]\""), "%s", page);
    free(page);
    struct ran ran = serve_stop(&robot);
    ran_done(&ran);
}
