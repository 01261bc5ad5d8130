/* SPDX-License-Identifier: Apache-2.0 */
/* The demo app's loans and funds, walked from end to end. */

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

TestSuite(demo_money, .init = start, .fini = stop);

static void draw(struct walk *walk, char path[64])
{
    walk_step(walk, "0000", "POST", "/api/loans", "{\"amount\":\"1000.00\",\"terms\":3}");
    snprintf(path, 64, "/api/loans/%s", reply_text(walk->last, "loanId"));
    walk_step(walk, "E4005", "POST", "%s/repayments", "{\"term\":1}", path);
    cr_expect_geq(walk_poll(walk, path, "state", "ACTIVE", 3), 2);
}

static void repay(struct walk *walk, const char *loan)
{
    char path[128];
    snprintf(path, sizeof path, "%s/repayments/%s", loan,
             reply_text(walk->last, "repaymentId"));
    walk_poll(walk, path, "state", "SUCCESS", 3);
}

Test(demo_money, a_loan_is_drawn_repaid_by_term_and_settled_early)
{
    struct walk walk = walk_begin(demo, "13800138001");
    char loan[64], body[64];
    draw(&walk, loan);
    walk_step(&walk, "0000", "GET", "/api/credit/limit", NULL);
    cr_expect_str_eq(reply_text(walk.last, "available"), "49000.00");
    walk_step(&walk, "E4006", "POST", "%s/repayments", "{\"term\":2}", loan);
    walk_step(&walk, "0000", "POST", "%s/repayments", "{\"term\":1,\"amount\":\"345.33\"}",
              loan);
    repay(&walk, loan);
    cr_expect_str_eq(reply_text(walk.last, "outstanding"), "666.67");
    walk_step(&walk, "0000", "POST", "%s/early-repayment/trial", "{}", loan);
    snprintf(body, sizeof body, "{\"amount\":\"%s\"}", reply_text(walk.last, "total"));
    walk_step(&walk, "E4008", "POST", "%s/early-repayment", "{\"amount\":\"1.00\"}", loan);
    walk_step(&walk, "0000", "POST", "%s/early-repayment", body, loan);
    repay(&walk, loan);
    cr_expect_str_eq(reply_text(walk.last, "loanState"), "SETTLED");
    walk_end(&walk);
}

struct refusal {
    const char *body, *code;
};

static const struct refusal refusals[] = {
    {"{\"amount\":\"400.00\",\"terms\":3}", "E4002"},
    {"{\"amount\":\"1050.00\",\"terms\":3}", "E4002"},
    {"{\"amount\":\"60000.00\",\"terms\":3}", "E4002"},
    {"{\"amount\":\"1000.00\",\"terms\":4}", "E4003"},
    {"{\"amount\":\"1000.000\",\"terms\":3}", "E0002"},
    {"{\"amount\":\"1e3\",\"terms\":3}", "E0002"},
    {"{\"amount\":\"1000.00\",\"terms\":\"3\"}", "E0002"},
};

Test(demo_money, a_loan_is_refused_for_its_amount_or_terms)
{
    struct walk walk = walk_begin(demo, "13800138001");
    for (size_t i = 0; i < sizeof refusals / sizeof refusals[0]; i++)
        walk_step(&walk, refusals[i].code, "POST", "/api/loans", refusals[i].body);
    walk_end(&walk);
}

Test(demo_money, ready_customers_owe_what_the_readme_says)
{
    struct walk two = walk_begin(demo, "13800138002");
    walk_step(&two, "0000", "GET", "/api/loans", NULL);
    cr_expect_str_eq(reply_text(two.last, "outstanding"), "10000.00");
    walk_step(&two, "0000", "GET", "/api/loans/%s/plan", NULL, reply_text(two.last, "loanId"));
    cr_expect(strstr(two.last->body, "\"nextTerm\":3") != NULL, "%s", two.last->body);
    walk_end(&two);
    struct walk nine = walk_begin(demo, "13800138009");
    walk_step(&nine, "0000", "GET", "/api/loans", NULL);
    walk_step(&nine, "0000", "GET", "/api/loans/%s/plan", NULL,
              reply_text(nine.last, "loanId"));
    cr_expect(strstr(nine.last->body, "\"penalty\":\"5.50\"") != NULL, "%s", nine.last->body);
    cr_expect(strstr(nine.last->body, "OVERDUE") != NULL, "%s", nine.last->body);
    walk_end(&nine);
}

static void order(struct walk *walk, const char *code, const char *fund, const char *password,
                  const char *more)
{
    char body[1024], *sealed = demo_encrypt(demo, password);
    snprintf(body, sizeof body,
             "{\"fundCode\":\"%s\",\"amount\":\"100.00\",\"tradePassword\":\"%s\","
             "\"keyId\":\"rsa-1\"%s}",
             fund, sealed, more);
    walk_step(walk, code, "POST", "/api/funds/orders", body);
    free(sealed);
}

Test(demo_money, a_fund_is_bought_after_the_questionnaire)
{
    struct walk walk = walk_begin(demo, "13800138000");
    char path[64];
    order(&walk, "E5002", "000201", "246810", "");
    walk_step(&walk, "E5009", "POST", "/api/funds/risk-questionnaire",
              "{\"questionnaireId\":\"RQ-2026\",\"answers\":{\"q1\":\"A\"}}");
    walk_step(&walk, "0000", "POST", "/api/funds/risk-questionnaire",
              "{\"questionnaireId\":\"RQ-2026\",\"answers\":{\"q1\":\"C\",\"q2\":\"C\","
              "\"q3\":\"C\",\"q4\":\"C\",\"q5\":\"C\"}}");
    cr_expect_str_eq(reply_text(walk.last, "level"), "C3");
    order(&walk, "E5001", "999999", "246810", "");
    order(&walk, "E5003", "000301", "246810", "");
    order(&walk, "E5005", "000201", "111111", "");
    order(&walk, "0000", "000201", "246810", "");
    snprintf(path, sizeof path, "/api/funds/orders/%s", reply_text(walk.last, "orderId"));
    cr_expect_geq(walk_poll(&walk, path, "state", "CONFIRMED", 4), 2);
    cr_expect_str_eq(reply_text(walk.last, "shares"), "47.91");
    walk_step(&walk, "E5008", "DELETE", "%s", NULL, path);
    walk_step(&walk, "0000", "GET", "/api/funds/holdings", NULL);
    cr_expect_str_eq(reply_text(walk.last, "value"), "99.99");
    order(&walk, "0000", "000301", "246810", ",\"riskAcknowledged\":true");
    walk_end(&walk);
}

Test(demo_money, outside_trading_hours_an_order_waits_for_the_next_trading_day)
{
    struct walk walk = walk_begin(demo, "13800138003");
    char path[64];
    demo_trading(demo, false);
    order(&walk, "0000", "000201", "246810", "");
    cr_expect_str_eq(reply_text(walk.last, "tradingDay"), "2026-03-09", "Monday after Friday");
    snprintf(path, sizeof path, "/api/funds/orders/%s", reply_text(walk.last, "orderId"));
    for (int i = 0; i < 8; i++)
        walk_step(&walk, "0000", "GET", "%s", NULL, path);
    cr_expect_str_eq(reply_text(walk.last, "state"), "QUEUED");
    demo_trading(demo, true);
    walk_poll(&walk, path, "state", "CONFIRMED", 5);
    walk_end(&walk);
}

Test(demo_money, a_fund_needs_a_trade_password)
{
    struct walk walk = walk_begin(demo, "13800138008");
    char body[1024], *sealed = demo_encrypt(demo, "135790");
    walk_step(&walk, "0000", "POST", "/api/funds/risk-questionnaire",
              "{\"questionnaireId\":\"RQ-2026\",\"answers\":{\"q1\":\"E\",\"q2\":\"E\","
              "\"q3\":\"E\",\"q4\":\"E\",\"q5\":\"E\"}}");
    order(&walk, "E5006", "000201", "135790", "");
    snprintf(body, sizeof body, "{\"password\":\"%s\",\"keyId\":\"rsa-1\"}", sealed);
    walk_step(&walk, "0000", "PUT", "/api/profile/trade-password", body);
    order(&walk, "0000", "000201", "135790", "");
    walk_end(&walk);
    free(sealed);
}
