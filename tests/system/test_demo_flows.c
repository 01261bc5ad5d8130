/* SPDX-License-Identifier: Apache-2.0 */
/* The demo app's flows, walked from end to end, and what it says to those who stray. */

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "demo.h"
#include "walk.h"

static struct demo *demo;

static void start(void)
{
    demo = demo_start(NULL);
}

static void stop(void)
{
    demo_stop(demo);
}

TestSuite(demo_flows, .init = start, .fini = stop);

#define PERSON "\"name\":\"王小明\",\"idNo\":\"110105199003070017\""

static void authorise(struct walk *walk, const char *application)
{
    walk_step(walk, "0000", "POST", "%s/authorisation",
              "{\"contractIds\":[\"CREDIT-2026\",\"BUREAU-2026\"],\"bureauAuthorised\":true}",
              application);
}

static void identify(struct walk *walk, const char *application)
{
    walk_step(walk, "0000", "POST", "%s/identity", "{" PERSON "}", application);
}

static void bind_card(struct walk *walk, const char *application)
{
    char body[256];
    const struct reply *sent = walk_step(
        walk, "0000", "POST", "%s/bank-card/code",
        "{" PERSON ",\"cardNo\":\"6222020200112230\",\"mobile\":\"13912345678\"}", application);
    snprintf(body, sizeof body, "{\"challengeId\":\"%s\",\"code\":\"%s\"}",
             reply_text(sent, "challengeId"), demo_code(demo, "13912345678"));
    walk_step(walk, "0000", "POST", "%s/bank-card", body, application);
}

static void fill_form(struct walk *walk, const char *application)
{
    walk_step(walk, "0000", "POST", "%s/profile",
              "{\"contact\":{\"name\":\"李雷\",\"mobile\":\"13900000000\","
              "\"relation\":\"FRIEND\"},\"income\":{\"monthly\":12000}}",
              application);
}

static void show_face(struct walk *walk, const char *application)
{
    char body[512];
    const struct reply *asked =
        walk_step(walk, "0000", "POST", "%s/liveness/session", "{}", application);
    const char *actions = strstr(asked->body, "\"actions\":");
    snprintf(body, sizeof body, "{\"sessionId\":\"%s\",%.*s", reply_text(asked, "sessionId"),
             (int)(strlen(actions) - 1), actions);
    walk_step(walk, "0000", "POST", "%s/liveness", body, application);
}

typedef void step_fn(struct walk *walk, const char *application);

struct flow {
    const char *name, *mobile;
    step_fn *steps[5];
};

static const struct flow flows[] = {
    {"standard", "13800138000", {authorise, identify, bind_card, fill_form, show_face}},
    {"liveness-first", "13800138010", {show_face, authorise, identify, bind_card, fill_form}},
    {"instant", "13800138020", {authorise, identify, show_face, bind_card, fill_form}},
};

/* Applies in one flow up to the decision; the application's path is written to `path`. */
static void apply(struct walk *walk, const struct flow *flow, char path[128])
{
    char body[64];
    snprintf(body, sizeof body, "{\"flow\":\"%s\"}", flow->name);
    const struct reply *begun =
        walk_step(walk, "0000", "POST", "/api/credit/applications", body);
    snprintf(path, 128, "/api/credit/applications/%s", reply_text(begun, "applicationId"));
    for (int i = 0; i < 5; i++)
        flow->steps[i](walk, path);
    cr_assert_str_eq(reply_text(walk->last, "nextStep"), "decision");
}

Test(demo_flows, credit_is_granted_in_each_of_three_orders)
{
    for (size_t i = 0; i < sizeof flows / sizeof flows[0]; i++) {
        struct walk walk = walk_begin(demo, flows[i].mobile);
        char path[128], decision[160];
        walk_step(&walk, "E4001", "GET", "/api/credit/limit", NULL);
        apply(&walk, &flows[i], path);
        snprintf(decision, sizeof decision, "%s/decision", path);
        cr_expect_geq(walk_poll(&walk, decision, "state", "APPROVED", 4), 2);
        walk_step(&walk, "0000", "GET", "/api/credit/limit", NULL);
        cr_expect_str_eq(reply_text(walk.last, "available"), "50000.00");
        walk_end(&walk);
    }
}

Test(demo_flows, the_instant_flow_promises_a_limit_at_identity)
{
    struct walk walk = walk_begin(demo, "13800138000");
    char path[128];
    walk_step(&walk, "0000", "POST", "/api/credit/applications", "{\"flow\":\"instant\"}");
    snprintf(path, sizeof path, "/api/credit/applications/%s",
             reply_text(walk.last, "applicationId"));
    authorise(&walk, path);
    identify(&walk, path);
    cr_expect_str_eq(reply_text(walk.last, "preLimit"), "20000.00");
    walk_end(&walk);
}

struct stray {
    const char *says, *step, *body, *code;
};

static const struct stray strays[] = {
    {"a step before its turn", "/profile", "{}", "E3002"},
    {"another one, too", "/bank-card", "{}", "E3002"},
    {"an ID number with a wrong check digit", "/identity",
     "{\"name\":\"王小明\",\"idNo\":\"110105199003070011\"}", "E3004"},
    {"an ID number with no such date", "/identity",
     "{\"name\":\"王小明\",\"idNo\":\"11010519900230001X\"}", "E3004"},
    {"an applicant of 10 years", "/identity",
     "{\"name\":\"王小明\",\"idNo\":\"110105201503070013\"}", "E3006"},
    {"a name in Latin letters", "/identity",
     "{\"name\":\"Wang\",\"idNo\":\"110105199003070017\"}", "E3005"},
    {"no name", "/identity", "{\"idNo\":\"110105199003070017\"}", "E0002"},
    {"no JSON", "/identity", "{", "E0001"},
};

Test(demo_flows, who_strays_is_told_by_a_code_at_http_200)
{
    struct walk walk = walk_begin(demo, "13800138000");
    char path[128];
    walk_step(&walk, "0000", "POST", "/api/credit/applications", "{}");
    snprintf(path, sizeof path, "/api/credit/applications/%s",
             reply_text(walk.last, "applicationId"));
    walk_step(&walk, "E3003", "POST", "%s/authorisation", "{\"contractIds\":[]}", path);
    authorise(&walk, path);
    for (size_t i = 0; i < sizeof strays / sizeof strays[0]; i++) {
        const struct reply *reply = walk_step(&walk, strays[i].code, "POST", "%s%s",
                                              strays[i].body, path, strays[i].step);
        cr_expect_eq(reply->status, 200, "%s", strays[i].says);
    }
    walk_step(&walk, "E3001", "GET", "/api/credit/applications/A1", NULL);
    walk_step(&walk, "0000", "DELETE", "%s", NULL, path);
    walk_step(&walk, "E3013", "POST", "%s/identity", "{" PERSON "}", path);
    walk_end(&walk);
}

Test(demo_flows, some_are_rejected_some_wait_longer_some_are_locked)
{
    struct walk poor = walk_begin(demo, "13800138005");
    char path[128], decision[160];
    apply(&poor, &flows[0], path);
    snprintf(decision, sizeof decision, "%s/decision", path);
    walk_poll(&poor, decision, "state", "REJECTED", 4);
    walk_end(&poor);
    struct walk slow = walk_begin(demo, "13800138006");
    apply(&slow, &flows[0], path);
    snprintf(decision, sizeof decision, "%s/decision", path);
    cr_expect_eq(walk_poll(&slow, decision, "state", "APPROVED", 10), 7);
    walk_end(&slow);
    char *sealed = demo_encrypt(demo, "Demo@2026"), body[1024];
    struct walk stranger = {.demo = demo, .token = strdup("none")};
    snprintf(body, sizeof body,
             "{\"mobile\":\"13800138007\",\"password\":\"%s\",\"keyId\":\"rsa-1\"}", sealed);
    walk_step(&stranger, "E1004", "POST", "/api/auth/login", body);
    snprintf(body, sizeof body,
             "{\"mobile\":\"13800138000\",\"password\":\"%s\",\"keyId\":\"rsa-2\"}", sealed);
    walk_step(&stranger, "E1005", "POST", "/api/auth/login", body);
    walk_step(&stranger, "E1003", "GET", "/api/profile", NULL);
    walk_end(&stranger);
    free(sealed);
}

Test(demo_flows, a_decision_stays_stuck_until_the_fault_is_off)
{
    struct walk walk = walk_begin(demo, "13800138000");
    char path[128], decision[160];
    apply(&walk, &flows[0], path);
    snprintf(decision, sizeof decision, "%s/decision", path);
    int id = demo_fault(demo, "{\"kind\":\"stuck_decision\","
                              "\"endpoint\":\"GET /api/credit/applications/{}/decision\"}");
    cr_expect_eq(walk_poll(&walk, decision, "state", "PROCESSING", 1), 1);
    for (int i = 0; i < 9; i++)
        walk_step(&walk, "0000", "GET", "%s", NULL, decision);
    cr_expect_str_eq(reply_text(walk.last, "state"), "PROCESSING");
    cr_expect_eq(demo_fired(demo, id), 10);
    demo_clear(demo);
    walk_poll(&walk, decision, "state", "APPROVED", 1);
    walk_end(&walk);
}
