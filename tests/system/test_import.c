/* SPDX-License-Identifier: Apache-2.0 */
/* `xunjian import har` end to end: a journey recorded on one account runs, imported and unedited, on
 * another. */

#include "tests/system/demo.h"
#include "tests/system/process.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct demo *demo;
static char folder[64], base_setting[100], environment[6][300];

static void start(void)
{
    demo = demo_start((const char *const[]){"--seed", "1", NULL});
    snprintf(folder, sizeof folder, "/tmp/xunjian-import-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    snprintf(base_setting, sizeof base_setting, "base=%s", demo->base);
    snprintf(environment[0], sizeof *environment, "XUNJIAN_DEMO_BASE=%s", demo->base);
    snprintf(environment[1], sizeof *environment, "XUNJIAN_DEMO_CA=%s", demo->ca);
    snprintf(environment[2], sizeof *environment, "XUNJIAN_DEMO_LOGIN_PASSWORD=Demo@2026");
    snprintf(environment[3], sizeof *environment, "XUNJIAN_DEMO_TRADE_PASSWORD=246810");
    snprintf(environment[4], sizeof *environment, "LOGIN_PASSWORD=Demo@2026");
    snprintf(environment[5], sizeof *environment, "TRADE_PASSWORD=246810");
}

static void stop(void)
{
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    cr_expect_eq(system(command), 0);
    demo_stop(demo);
}
TestSuite(import, .init = start, .fini = stop);

static struct ran robot(const char *const *arguments)
{
    const char *given[7] = {NULL};
    for (size_t i = 0; i < 6; i++)
        given[i] = environment[i];
    return xunjian(arguments, given);
}

static char *contents(const char *path)
{
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file, "%s", path);
    char *text = calloc(1, 1 << 20);
    cr_assert_not_null(text);
    text[fread(text, 1, (1 << 20) - 1, file)] = '\0';
    fclose(file);
    return text;
}

struct recorded {
    const char *journey, *fresh; /* another account of the same kind */
    const char *says[8];         /* in the imported journey */
};

static const struct recorded rows[] = {
    {"login",
     "13800138750",
     {"\n  mobile: \"", "    http: ${base}/test/inbox/${mobile}\n",
      "password: ${base64(rsa_encrypt(public_key, login_password, 'oaep-sha256'))}",
      "Authorization: \"Bearer ${token}\"", "token: { jsonpath: $.data.token, redact: true }"}},
    {"fund-purchase",
     "13800138753",
     {"http: ${base}/api/funds/${fund_code}\n", "url: ${base}/api/funds/orders/${order_id}\n",
      "until: { jsonpath: $.data.state, not: CONFIRMING }", "        equals: CONFIRMED\n",
      "tradePassword: ${base64(rsa_encrypt(public_key, trade_password, 'oaep-sha256'))}",
      "questionnaireId: ${questionnaire_id}"}},
    {"credit-application",
     "13800138750",
     {"  applicant: ${person()}\n", "  contact: ${person()}\n",
      "name: \"${contact.name}\", mobile: \"${contact.mobile}\"",
      "actions: { jsonpath: $.data.actions, type: json }", "        actions: ${actions}\n",
      "    always: true\n    only_if: { variable: application_id, exists: true }\n"}},
    {"repayment",
     "13800138751",
     {"url: ${base}/api/loans/${loan_id}\n",
      "until: { jsonpath: $.data.state, not: DISBURSING }"}},
};

static void record(const struct recorded *row)
{
    char scenario[100], report[100];
    snprintf(scenario, sizeof scenario, "scenarios/%s.journey.yaml", row->journey);
    snprintf(report, sizeof report, "har=%s/%s.har", folder, row->journey);
    struct ran ran = robot((const char *const[]){
        "run", "--env", "demo", "--seed", "3", "--quiet", "--report", report, scenario, NULL});
    cr_assert_eq(ran.code, 0, "recording %s: %s%s", row->journey, ran.out, ran.err);
    ran_done(&ran);
}

static void import(const char *har, const char *out)
{
    struct ran ran = robot((const char *const[]){"import", "har", "--out", out, har, NULL});
    cr_assert_eq(ran.code, 0, "importing %s: %s%s", har, ran.out, ran.err);
    ran_done(&ran);
}

/* The file says what it must, and twice the same. */
static void judge(const struct recorded *row, const char *har)
{
    char path[200], again[100];
    snprintf(path, sizeof path, "%s/%s.journey.yaml", folder, row->journey);
    char *first = contents(path);
    for (size_t i = 0; i < 8 && row->says[i] != NULL; i++)
        cr_expect_not_null(strstr(first, row->says[i]), "%s lacks %s:\n%s", row->journey,
                           row->says[i], first);
    snprintf(again, sizeof again, "%s/again", folder);
    import(har, again);
    snprintf(path, sizeof path, "%s/again/%s.journey.yaml", folder, row->journey);
    char *second = contents(path);
    cr_expect_str_eq(first, second);
    free(first);
    free(second);
}

static void run_on(const char *path, const char *mobile)
{
    char setting[64];
    snprintf(setting, sizeof setting, "mobile=%s", mobile);
    struct ran ran = robot((const char *const[]){
        "run", "--env", "scenarios/environments/demo.yaml", "--set", setting, path, NULL});
    char *journey = contents(path);
    cr_expect_eq(ran.code, 0, "%s on %s: %s%s\n%s", path, mobile, ran.out, ran.err, journey);
    free(journey);
    ran_done(&ran);
}

Test(import, journeys_recorded_by_the_robot_run_on_other_accounts)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char har[100], path[200];
        snprintf(har, sizeof har, "%s/%s.har", folder, rows[i].journey);
        snprintf(path, sizeof path, "%s/%s.journey.yaml", folder, rows[i].journey);
        record(&rows[i]);
        import(har, folder);
        judge(&rows[i], har);
        run_on(path, rows[i].fresh);
    }
    char again[100];
    snprintf(again, sizeof again, "%s/again", folder);
    struct ran ran = robot((const char *const[]){"lint", again, NULL});
    cr_expect_eq(ran.code, 0, "%s%s", ran.out, ran.err);
    ran_done(&ran);
}

/* With the environment it writes nothing is left to be told. */
Test(import, the_folder_it_writes_is_whole)
{
    char har[100], path[200];
    record(&rows[0]);
    snprintf(har, sizeof har, "%s/login.har", folder);
    snprintf(path, sizeof path, "%s/login.journey.yaml", folder);
    import(har, folder);
    struct ran ran = robot((const char *const[]){"lint", "--env", "recorded", path, NULL});
    cr_expect_eq(ran.code, 0, "%s%s", ran.out, ran.err);
    ran_done(&ran);
}

/* What a tester's browser recorded on the H5 pages, and another account of that kind. A new customer
 * comes with each run, so there is none to name. */
static const struct {
    const char *flow, *mobile, *fresh;
    const char *says[6];
} flows[] = {
    {"login",
     "13800138600",
     "13800138650",
     {"cookie: demo_session", "regex: '验证码(\\d{6})'"}},
    {"purchase",
     "13800138610",
     "13800138660",
     {"until: { jsonpath: $.data.state, not: CONFIRMING }",
      "questionnaireId: ${questionnaire_id}",
      "rsa_encrypt(public_key, trade_password, 'oaep-sha256')"}},
    {"credit",
     "13800138620",
     "13800138670",
     {"cardNo: ${applicant.bank_card}", "actions: ${actions}", "name: \"${contact.name}\"",
      "http: ${base}/test/inbox/${applicant.mobile}"}},
    {"repayment",
     "13800138631",
     "13800138681",
     {"json: { amount: \"${early_repayment_total}\" }", "json: { term: 1 }"}},
    {"register",
     "13900001234",
     NULL,
     {"mobile: ${customer.mobile}",
      "agreementIds: [\"${agreement_id}\", \"${agreement_id_2}\"]"}},
};

/* What the recording of a browser must not leave in the journey: a password, whoever was typed in. */
static const char *const private[] = {"Demo@2026",   "246810",           "533422197504199972",
                                      "马亮坚",      "6226984231090267", "15157010711",
                                      "13912345678", "13900001234"};

Test(import, journeys_recorded_in_chromium_run_on_other_accounts)
{
    cr_assert_eq(system("tests/npm.sh tests/browser build/npm/browser"), 0);
    for (size_t i = 0; i < sizeof flows / sizeof *flows; i++) {
        char command[512], har[100], path[200];
        snprintf(har, sizeof har, "%s/%s.har", folder, flows[i].flow);
        snprintf(path, sizeof path, "%s/%s.journey.yaml", folder, flows[i].flow);
        snprintf(command, sizeof command,
                 "BROWSER_MODULES=$PWD/build/npm/browser timeout -k 5 100 "
                 "node tests/browser/record.mjs %s %s %s %s >&2",
                 demo->base, flows[i].flow, flows[i].mobile, har);
        cr_assert_eq(system(command), 0, "%s", command);
        import(har, folder);
        char *journey = contents(path);
        for (size_t k = 0; k < 6 && flows[i].says[k] != NULL; k++)
            cr_expect_not_null(strstr(journey, flows[i].says[k]), "%s lacks %s:\n%s",
                               flows[i].flow, flows[i].says[k], journey);
        for (size_t k = 0; k < sizeof private / sizeof *private; k++)
            cr_expect_null(strstr(journey, private[k]), "%s has %s", flows[i].flow, private[k]);
        free(journey);
        run_on(path, flows[i].fresh != NULL ? flows[i].fresh : "-");
    }
}

/* Alone, a journey tells its base URL itself, so that it lints and runs wherever it lies. */
Test(import, a_journey_alone_needs_no_environment)
{
    char har[100], path[100], command[300];
    record(&rows[0]);
    snprintf(har, sizeof har, "%s/login.har", folder);
    snprintf(path, sizeof path, "%s/alone.journey.yaml", folder);
    struct ran ran = XUNJIAN("import", "har", "-o", path, "--journey", "alone", har);
    cr_expect_eq(ran.code, 0, "%s", ran.err);
    ran_done(&ran);
    char *written = contents(path);
    cr_expect_not_null(strstr(written, "journey: alone\n"), "%s", written);
    cr_expect_not_null(strstr(written, demo->base), "%s", written);
    ran = XUNJIAN("lint", path);
    cr_expect_eq(ran.code, 0, "%s", ran.err);
    ran_done(&ran);
    ran = XUNJIAN("import", "har", "--journey", "alone", har);
    cr_expect_str_eq(ran.out, written, "printed is what is written");
    ran_done(&ran);
    snprintf(command, sizeof command, "%s/xunjian import har --journey alone - <%s | cmp - %s",
             build_folder(), har, path);
    cr_expect_eq(system(command), 0, "%s", command);
    free(written);
}

Test(import, wrong_usage_is_told)
{
    static const char *const wrong[][8] = {
        {"import", NULL},
        {"import", "pcap", "x.har", NULL},
        {"import", "har", NULL},
        {"import", "har", "a.har", "b.har", NULL},
        {"import", "har", "--out", "a", "-o", "b", "x.har", NULL},
        {"import", "har", "--bass", "x", "x.har", NULL},
        {"import", "har", "--journey", "../x", "x.har", NULL},
        {"import", "har", "--base", "app.example", "x.har", NULL},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct ran ran = xunjian(wrong[i], NULL);
        cr_expect_eq(ran.code, 2, "row %zu: exit %d", i, ran.code);
        cr_expect_str_neq(ran.err, "", "row %zu", i);
        ran_done(&ran);
    }
}

struct refused {
    const char *says, *bytes, *told;
    int code;
};

Test(import, tells_what_is_wrong_with_a_recording_like_a_compiler)
{
    static const struct refused wrong[] = {
        {"cut short", "{\"log\":{\"entries\":[{\"request\":", "ends in the middle", 3},
        {"empty", "", "the file is empty", 3},
        {"no JSON", "\n  <html>", "x.har:2:3: error: ", 3},
        {"no HAR", "{\"logs\": 1}", "x.har:1:1: error: no HAR", 3},
        {"no entries", "{\"log\": {}}", "no \"entries\" here", 3},
        {"a number for a URL",
         "{\"log\": {\"entries\": [\n {\"request\": {\"method\": \"GET\", \"url\": 7}}]}}",
         "x.har:2:39: error: expected \"url\" to be a string, got number", 3},
        {"nothing of an app",
         "{\"log\":{\"entries\":[{\"request\":{\"method\":\"GET\",\"url\":\"data:,x\"}}]}}",
         "none of the 1 exchanges is a step", 3},
    };
    char path[100];
    snprintf(path, sizeof path, "%s/x.har", folder);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        FILE *file = fopen(path, "w");
        cr_assert_not_null(file);
        fputs(wrong[i].bytes, file);
        fclose(file);
        struct ran ran = XUNJIAN("import", "har", path);
        cr_expect_eq(ran.code, wrong[i].code, "%s: exit %d", wrong[i].says, ran.code);
        cr_expect_not_null(strstr(ran.err, wrong[i].told), "%s: %s", wrong[i].says, ran.err);
        cr_expect_str_eq(ran.out, "", "%s", wrong[i].says);
        ran_done(&ran);
    }
    struct ran ran = XUNJIAN("import", "har", "/nowhere/x.har");
    cr_expect_eq(ran.code, 2);
    ran_done(&ran);
}
