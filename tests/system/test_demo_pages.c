/* SPDX-License-Identifier: Apache-2.0 */
/* The demo app's pages and bench endpoints, as a robot without a browser sees them. */

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "demo.h"

static struct demo *demo;

static void start(void)
{
    demo = demo_start(NULL);
}

static void stop(void)
{
    demo_stop(demo);
}

TestSuite(demo_pages, .init = start, .fini = stop);

static struct reply *get(const char *path)
{
    char url[256];
    snprintf(url, sizeof url, "%s%s", demo->base, path);
    return demo_ask(demo, "GET", url, NULL, NULL);
}

static int times(const char *text, const char *word)
{
    int count = 0;
    while ((text = strstr(text, word)) != NULL) {
        text += strlen(word);
        count++;
    }
    return count;
}

struct page {
    const char *path, *title, *has;
    long status;
};

static const struct page pages[] = {
    {"/h5/login", "登录", "data-testid=\"login-submit\"", 200},
    {"/h5/register", "注册", "data-testid=\"register-submit\"", 200},
    {"/h5/home", "首页", "data-testid=\"available\"", 200},
    {"/h5/credit", "申请额度", "data-testid=\"step-liveness\"", 200},
    {"/h5/funds", "基金", "data-testid=\"fund-000201\">均衡优选混合</a>", 200},
    {"/h5/funds/000201", "基金详情", "data-testid=\"fund-nav\">2.0871<", 200},
    {"/h5/funds/000201/purchase", "购买基金", "data-code=\"000201\">均衡优选混合", 200},
    {"/h5/repayment", "借款与还款", "data-testid=\"repay-early\"", 200},
    {"/h5/profile", "我的", "data-testid=\"logout\"", 200},
    {"/app", "发现", "data-testid=\"tab-funds\"", 200},
    {"/app/fund/2", "发现", "src=\"/h5/discover.js\"", 200},
    {"/h5/agreement/AG1-0123456789", "协议", "用户服务协议", 200},
};

Test(demo_pages, each_is_chinese_html_with_its_title)
{
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        char title[128];
        struct reply *reply = get(pages[i].path);
        snprintf(title, sizeof title, "<title>%s - 巡检金融</title>", pages[i].title);
        cr_expect_eq(reply->status, pages[i].status, "%s", pages[i].path);
        cr_expect_str_eq(reply_header(reply, "Content-Type"), "text/html; charset=utf-8");
        cr_expect(strstr(reply->body, title) != NULL, "%s: %s", pages[i].path, reply->body);
        cr_expect(strstr(reply->body, pages[i].has) != NULL, "%s", pages[i].path);
        cr_expect(strstr(reply->body, "{{") == NULL, "%s has a hole left", pages[i].path);
        reply_end(reply);
    }
}

static const char *const nowhere[] = {"/h5/nothing", "/h5/funds/999999",
                                      "/h5/agreement/AG1-<b>", "/h5/funds/999999/purchase",
                                      "/fixtures/pages/blank/nothing.html"};

Test(demo_pages, what_is_not_there_is_404)
{
    for (size_t i = 0; i < sizeof nowhere / sizeof nowhere[0]; i++) {
        struct reply *reply = get(nowhere[i]);
        cr_expect_eq(reply->status, 404, "%s", nowhere[i]);
        reply_end(reply);
    }
}

Test(demo_pages, the_fund_table_has_every_fund)
{
    struct reply *reply = get("/h5/funds");
    cr_expect_eq(times(reply->body, "<tr data-code="), 24);
    cr_expect(strstr(reply->body, "data-testid=\"total\">24<") != NULL);
    reply_end(reply);
}

Test(demo_pages, the_root_leads_to_login)
{
    struct reply *reply = get("/");
    cr_expect_eq(reply->status, 302);
    cr_expect_str_eq(reply_header(reply, "Location"), "/h5/login");
    reply_end(reply);
}

Test(demo_pages, bench_answers_have_the_size_that_benches_expect)
{
    struct reply *json = get("/bench/json/4");
    cr_expect(json->body_bytes > 800 && json->body_bytes < 1000, "%zu", json->body_bytes);
    cr_expect(strstr(json->body, "\"step\":4,\"next\":5,") != NULL, "%s", json->body);
    struct reply *page = get("/bench/page.html");
    cr_expect(page->body_bytes > 28000 && page->body_bytes < 34000, "%zu", page->body_bytes);
    cr_expect_eq(times(page->body, "<tr data-code="), 150);
    reply_end(json);
    reply_end(page);
}
