/* SPDX-License-Identifier: Apache-2.0 */
/* Faults of the demo app, and where the robot says the journey broke. The real binary against the
 * real app: the line `breakpoint: JOURNEY / STEP / PHASE (REASON)` and the exit code. */

#include "tests/system/demo.h"
#include "tests/system/process.h"

#include <criterion/criterion.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

static const char *const seeded[] = {"--seed", "1", NULL};

struct row {
    const char *says;
    const char *fault;      /* JSON for the control port */
    const char *breakpoint; /* NULL: the journey passes */
};

/* Runs a journey over HTTPS with the app's own authority trusted. */
static struct ran run(const struct demo *demo, const char *journey, const char *name)
{
    char base[100], ca[300];
    snprintf(base, sizeof base, "XUNJIAN_DEMO_BASE=%s", demo->base);
    snprintf(ca, sizeof ca, "XUNJIAN_DEMO_CA=%s", demo->ca);
    const char *const environment[] = {base, ca, "XUNJIAN_DEMO_LOGIN_PASSWORD=Demo@2026",
                                       "XUNJIAN_DEMO_TRADE_PASSWORD=246810", NULL};
    return xunjian((const char *const[]){"run", "--env", "scenarios/environments/demo.yaml",
                                         "--name", name, journey, NULL},
                   environment);
}

static void expect_breakpoint(const struct ran *ran, const struct row *row)
{
    char line[300];
    if (row->breakpoint == NULL) {
        cr_expect_eq(ran->code, 0, "%s: exit %d\n%s%s", row->says, ran->code, ran->out,
                     ran->err);
        return;
    }
    snprintf(line, sizeof line, "breakpoint: %s\n", row->breakpoint);
    cr_expect_eq(ran->code, 1, "%s: exit %d", row->says, ran->code);
    cr_expect_not_null(strstr(ran->out, line), "%s: expected %s%s%s", row->says, line, ran->out,
                       ran->err);
}

static void check(const struct demo *demo, const char *journey, const char *name,
                  const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (rows[i].fault != NULL)
            demo_fault(demo, rows[i].fault);
        struct ran ran = run(demo, journey, name);
        expect_breakpoint(&ran, &rows[i]);
        ran_done(&ran);
        demo_clear(demo);
    }
}

#define COUNT(rows) (sizeof(rows) / sizeof(rows)[0])
#define LIST        "{\"endpoint\":\"GET /api/funds\","
#define DETAIL      "{\"endpoint\":\"GET /api/funds/{}\","

Test(run_faults, an_answer_is_judged)
{
    static const struct row rows[] = {
        {"without a fault it passes", NULL, NULL},
        {"an error status", LIST "\"kind\":\"status\",\"status\":503}",
         "faults / list / judge (status)"},
        {"the same at the second step", DETAIL "\"kind\":\"status\",\"status\":500}",
         "faults / detail / judge (status)"},
        {"a business code under HTTP 200",
         LIST "\"kind\":\"business_code\",\"code\":\"E1003\"}",
         "faults / list / judge (assertion)"},
        {"the field that is captured is missing",
         LIST "\"kind\":\"missing_field\",\"field\":\"data.funds.0.code\"}",
         "faults / list / judge (capture)"},
        {"the field that is asserted has another name",
         DETAIL "\"kind\":\"rename_field\",\"field\":\"data.code\",\"to\":\"fundCode\"}",
         "faults / detail / judge (assertion)"},
        {"a wrong content type", LIST "\"kind\":\"content_type\"}",
         "faults / list / judge (assertion)"},
        {"bytes that are no UTF-8 in the JSON", LIST "\"kind\":\"bad_utf8\"}",
         "faults / list / judge (assertion)"},
        {"a body over the limit", LIST "\"kind\":\"huge_body\",\"bytes\":2000000}",
         "faults / list / receive (limit)"},
    };
    struct demo *demo = demo_start(seeded);
    check(demo, "tests/system/faults.journey.yaml", "faults", rows, COUNT(rows));
    demo_stop(demo);
}

Test(run_faults, a_connection_that_breaks_is_told_by_where_it_was)
{
    static const struct row rows[] = {
        {"no answer in time", LIST "\"kind\":\"delay\",\"delay_us\":3000000}",
         "faults / list / wait (timeout)"},
        {"a delay within the time-out is none of our business",
         LIST "\"kind\":\"delay\",\"delay_us\":200000}", NULL},
        {"headers that dribble past the time-out: the first byte came soon",
         LIST "\"kind\":\"slow_headers\",\"delay_us\":100000}",
         "faults / list / receive (timeout)"},
        {"a body cut short", LIST "\"kind\":\"truncate\",\"after_bytes\":100}",
         "faults / list / receive (closed)"},
        {"a reset in the middle of the body", LIST "\"kind\":\"reset\",\"after_bytes\":100}",
         "faults / list / receive (reset)"},
        {"redirects in a circle", LIST "\"kind\":\"redirect_loop\"}",
         "faults / list / receive (redirect)"},
        {"a certificate that has expired", LIST "\"kind\":\"cert_expired\"}",
         "faults / list / tls (tls_verify)"},
        {"a certificate for another name", LIST "\"kind\":\"cert_wrong_name\"}",
         "faults / list / tls (tls_verify)"},
        {"a certificate nobody signed", LIST "\"kind\":\"cert_self_signed\"}",
         "faults / list / tls (tls_verify)"},
    };
    struct demo *demo = demo_start(seeded);
    check(demo, "tests/system/faults.journey.yaml", "faults", rows, COUNT(rows));
    demo_stop(demo);
}

Test(run_faults, the_shipped_journeys_break_where_the_app_does)
{
    static const struct row credit[] = {
        {"identity check refused",
         "{\"endpoint\":\"POST /api/credit/applications/{}/identity\",\"kind\":\"business_code\"}",
         "credit-application / identity card / judge (assertion)"},
        {"the login fails, inside the include",
         "{\"endpoint\":\"POST /api/auth/login\",\"kind\":\"status\",\"status\":502}",
         "credit-application / login / password / judge (status)"},
        {"the decision never comes",
         "{\"endpoint\":\"GET /api/credit/applications/{}/decision\",\"kind\":\"stuck_decision\"}",
         "credit-application / decision / judge (repeat)"},
        {"the token expires early", "{\"endpoint\":\"*\",\"kind\":\"token_expires\",\"n\":3}",
         "credit-application / identity card / judge (assertion)"},
    };
    struct demo *demo = demo_start(seeded);
    check(demo, "scenarios", "credit-application", credit, COUNT(credit));
    cr_expect_eq(demo_count(demo, "DELETE /api/credit/applications/{}"), 1 + 0 + 1 + 1,
                 "the clean-up step ran wherever an application had been opened");
    demo_stop(demo);
}

Test(run_faults, a_retry_that_passes_is_a_pass_and_every_attempt_is_told)
{
    struct demo *demo = demo_start(seeded);
    demo_fault(demo, "{\"endpoint\":\"GET /test/inbox/{}\",\"kind\":\"status\",\"status\":503,"
                     "\"times\":2}");
    struct ran ran = run(demo, "scenarios", "login");
    cr_expect_eq(ran.code, 0, "%s%s", ran.out, ran.err);
    cr_expect_eq(demo_count(demo, "GET /test/inbox/{}"), 3);
    ran_done(&ran);
    demo_stop(demo);
}

Test(run_faults, nobody_there_is_refused_and_nobody_known_is_unresolved)
{
    struct ran refused =
        XUNJIAN("run", "--set", "base=http://127.0.0.1:1", "tests/system/faults.journey.yaml");
    cr_expect_not_null(strstr(refused.out, "breakpoint: faults / list / connect (refused)\n"),
                       "%s", refused.out);
    ran_done(&refused);
    struct ran unknown = XUNJIAN("run", "--set", "base=http://nobody.invalid",
                                 "tests/system/faults.journey.yaml");
    cr_expect_not_null(strstr(unknown.out, "breakpoint: faults / list / dns (unresolved)\n"),
                       "%s", unknown.out);
    ran_done(&unknown);
}

Test(run_faults, one_failure_in_n_is_outlived_by_a_retry)
{
    struct demo *demo = demo_start(seeded);
    demo_fault(demo, "{\"endpoint\":\"GET /test/inbox/{}\",\"kind\":\"one_in_n\",\"n\":2}");
    for (int i = 0; i < 2; i++) {
        struct ran ran = run(demo, "scenarios", "login");
        cr_expect_eq(ran.code, 0, "run %d: %s%s", i, ran.out, ran.err);
        ran_done(&ran);
    }
    cr_expect_eq(demo_count(demo, "GET /test/inbox/{}"), 3, "one of two was asked again");
    demo_stop(demo);
}

Test(run_faults, an_app_that_stops_in_mid_run_breaks_the_next_step)
{
    struct demo *demo = demo_start(seeded);
    char base[100];
    snprintf(base, sizeof base, "base=%s", demo->plain);
    struct running running = xunjian_start(
        (const char *const[]){"run", "--set", base, "tests/system/stopped.journey.yaml", NULL},
        NULL);
    for (int i = 0; i < 500 && demo_count(demo, "GET /api/funds") == 0; i++)
        poll(NULL, 0, 20);
    demo_stop(demo);
    struct ran ran = xunjian_wait(&running);
    cr_expect_eq(ran.code, 1, "exit %d", ran.code);
    cr_expect_not_null(strstr(ran.out, "breakpoint: stopped / second / connect (refused)\n"),
                       "%s%s", ran.out, ran.err);
    ran_done(&ran);
}
