/* SPDX-License-Identifier: Apache-2.0 */
/* A journey over HTTP/2 against somebody else's server: nghttpd, with TLS and without. */

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/system/process.h"
#include "tests/system/service.h"

static char folder[64];

static void begin(void)
{
    strcpy(folder, "/tmp/xunjian-http2-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    char path[128];
    snprintf(path, sizeof path, "%s/ok.json", folder);
    write_file(path, "{\"code\":\"0000\"}");
    snprintf(path, sizeof path, "%s/e.yaml", folder);
    write_file(path, "environment: e\ntls:\n  ca: %s/cert.pem\n", folder);
    cr_assert_eq(shell(NULL, 0,
                       "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes "
                       "-keyout %s/key.pem -out %s/cert.pem -days 2 -subj /CN=127.0.0.1 "
                       "-addext subjectAltName=IP:127.0.0.1 2>/dev/null",
                       folder, folder),
                 0);
}

static void end(void)
{
    cr_expect_eq(shell(NULL, 0, "rm -rf %s", folder), 0);
}

TestSuite(http2, .init = begin, .fini = end);

/* Starts nghttpd and waits until it answers. Its port. */
static int start(struct service *server, bool tls)
{
    char port[16], key[128], cert[128], log[128];
    int number = free_port();
    snprintf(port, sizeof port, "%d", number);
    snprintf(key, sizeof key, "%s/key.pem", folder);
    snprintf(cert, sizeof cert, "%s/cert.pem", folder);
    snprintf(log, sizeof log, "%s/log", folder);
    const char *const with[] = {"nghttpd", "-a", "127.0.0.1", "-d", folder,
                                port,      key,  cert,        NULL};
    const char *const without[] = {"nghttpd", "-a",       "127.0.0.1", "-d",
                                   folder,    "--no-tls", port,        NULL};
    service_start(server, tls ? with : without, log, false);
    long long deadline_ms = now_ms() + 60000;
    while (shell(NULL, 0,
                 "curl -skf --http2-prior-knowledge -o /dev/null %s://127.0.0.1:%d/ok.json",
                 tls ? "https" : "http", number) != 0) {
        cr_assert_lt(now_ms(), deadline_ms, "nghttpd does not answer");
        pause_ms(20);
    }
    return number;
}

/* A journey of two steps, of which the second asks for what is not there. */
static struct ran run(const char *scheme, int port, bool missing)
{
    char path[128], environment[128], report[128];
    snprintf(path, sizeof path, "%s/a.journey.yaml", folder);
    snprintf(environment, sizeof environment, "%s/e.yaml", folder);
    snprintf(report, sizeof report, "json=%s/out.json", folder);
    write_file(path,
               "journey: two\nsteps:\n"
               "  - name: found\n"
               "    http: { url: \"%s://127.0.0.1:%d/ok.json\", version: \"2\" }\n"
               "    assert: [{ status: 200 }, { jsonpath: $.code, equals: \"0000\" }]\n"
               "  - name: next\n"
               "    http: { url: \"%s://127.0.0.1:%d/%s\", version: \"2\" }\n",
               scheme, port, scheme, port, missing ? "none" : "ok.json");
    return XUNJIAN("run", "--env", environment, path, "--report", report);
}

/* The report's values at the path are these. */
static void expect_report(const char *path, const char *values)
{
    char report[128];
    snprintf(report, sizeof report, "%s/out.json", folder);
    struct ran ran = XUNJIAN("query", "jsonpath", path, report);
    ran.out[strcspn(ran.out, "\n")] = '\0';
    cr_expect_str_eq(ran.out, values, "%s: %s%s", path, ran.out, ran.err);
    ran_done(&ran);
}

Test(http2, a_journey_over_tls_passes_and_its_phases_are_told)
{
    struct service server;
    int port = start(&server, true);
    struct ran ran = run("https", port, false);
    cr_expect_eq(ran.code, 0, "%s%s", ran.out, ran.err);
    ran_done(&ran);
    expect_report("$..answer.protocol", "[\"HTTP/2\",\"HTTP/2\"]");
    expect_report("$..answer.status", "[200,200]");
    expect_report("$..remote.reused", "[false,false]");
    expect_report("$..exchanges[?@.timing.connect_ns>0 && @.timing.tls_ns>0 && "
                  "@.timing.wait_ns>0 && @.timing.first_byte_ns>=@.timing.wait_ns && "
                  "@.timing.total_ns>=@.timing.first_byte_ns].answer.status",
                  "[200,200]");
    service_stop(&server);
}

Test(http2, what_is_not_there_is_the_breakpoint)
{
    static const char *const schemes[] = {"https", "http"};
    for (int i = 0; i < 2; i++) {
        struct service server;
        int port = start(&server, i == 0);
        struct ran ran = run(schemes[i], port, true);
        cr_expect_eq(ran.code, 1, "%s%s", ran.out, ran.err);
        cr_expect_not_null(strstr(ran.out, "breakpoint: two / next / judge (status)"), "%s",
                           ran.out);
        ran_done(&ran);
        expect_report("$..answer['protocol','status']", "[\"HTTP/2\",200,\"HTTP/2\",404]");
        expect_report("$.runs[0].steps[*].verdict", "[\"pass\",\"fail\"]");
        service_stop(&server);
    }
}
