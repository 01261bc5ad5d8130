/* SPDX-License-Identifier: Apache-2.0 */
/* Every page of fixtures/pages through the real robot and the real Chromium: what violates is found
 * by its check alone, with evidence, and its innocent twins pass. */

#include "tests/system/demo.h"
#include "tests/system/process.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct row {
    const char *page, *actions; /* after the page was opened */
    const char *check;          /* the only one that complains; NULL: none */
    const char *evidence;       /* told in its finding */
    bool fails;                 /* else it degrades */
};

#define CLICK ", {click: {testid: act}}"

static const struct row rows[] = {
    {"blank/violating", "", "blank", "without text", true},
    {"blank/violating-white", "", "blank", "without text", true},
    {"blank/innocent", "", NULL, NULL, false},
    {"broken-image/violating", "", "broken_image", "banner.png", false},
    {"broken-image/innocent", "", NULL, NULL, false},
    {"cut-off-text/violating", "", "cut_off_text", "button.pay", false},
    {"cut-off-text/innocent", "", NULL, NULL, false},
    {"dead-click/violating", CLICK, "dead_click", "button#claim-coupon", true},
    {"dead-click/violating-countdown", CLICK, "dead_click", "button#claim-coupon", true},
    {"dead-click/innocent", CLICK, NULL, NULL, false},
    {"dead-click/innocent-count", CLICK, NULL, NULL, false},
    {"dead-click/innocent-scroll", CLICK, NULL, NULL, false},
    {"failed-resource/violating", "", "failed_resource", ".css (404)", false},
    {"failed-resource/innocent", "", NULL, NULL, false},
    {"frozen/violating", CLICK, "frozen", "onclick", true},
    {"frozen/innocent", CLICK, NULL, NULL, false},
    {"overlapping-text/violating", "", "overlap", "1,098.62", false},
    {"overlapping-text/innocent", "", NULL, NULL, false},
    {"overlapping-text/violating-field", "", "overlap", "王小芳", false},
    {"overlapping-text/innocent-field", "", NULL, NULL, false},
    {"rage-loop/violating", ", {type: {label: 邮箱, value: 'a@b.test'}}" CLICK, "rage_loop",
     "the same page", false},
    {"rage-loop/innocent", ", {type: {label: 城市, value: 杭州}}" CLICK, NULL, NULL, false},
    {"script-error/violating", "", "script_error", "TypeError", true},
    {"script-error/innocent", "", NULL, NULL, false},
    {"stutter/violating", ", {scroll: 2000}", "stutter", "onscroll", false},
    {"stutter/innocent", ", {scroll: 2000}", NULL, NULL, false},
    {"untranslated-template/violating", "", "template", "customer.name", false},
    {"untranslated-template/innocent", "", NULL, NULL, false},
};

static char folder[] = "/tmp/xunjian-felt-XXXXXX";
static char journey[64], report[64];

/* A journey of one step; what stands beside `browser:` in `modifiers`. */
static void write_journey(const struct demo *demo, const char *page, const char *actions,
                          const char *modifiers)
{
    FILE *file = fopen(journey, "w");
    cr_assert_not_null(file);
    fprintf(file,
            "journey: felt\nsteps:\n  - name: look\n    timeout: 30s\n"
            "    browser: [{open: %s/fixtures/pages/%s.html}%s]\n%s",
            demo->plain, page, actions, modifiers);
    cr_assert_eq(fclose(file), 0);
}

/* The report of running it, to be freed; its exit code in *ret_code. */
static char *run(int *ret_code)
{
    char to[80];
    char *text = calloc(1, 1 << 22);
    snprintf(to, sizeof to, "json=%s", report);
    struct ran ran = XUNJIAN("run", "--report", to, journey);
    FILE *file = fopen(report, "r");
    cr_assert(text != NULL && file != NULL, "%s%s", ran.out, ran.err);
    cr_assert_lt(fread(text, 1, (1 << 22) - 1, file), (size_t)(1 << 22) - 1);
    fclose(file);
    *ret_code = ran.code;
    ran_done(&ran);
    return text;
}

static int count(const char *text, const char *words)
{
    int n = 0;
    for (const char *at = strstr(text, words); at != NULL; at = strstr(at + 1, words))
        n++;
    return n;
}

static void judge(const struct demo *demo, const struct row *row)
{
    int code;
    write_journey(demo, row->page, row->actions, "");
    char *text = run(&code);
    cr_expect_eq(code, row->check != NULL && row->fails, "%s: exit %d", row->page, code);
    cr_expect_eq(count(text, "\"check\":\"felt "), row->check != NULL,
                 "%s: %d complaints: %.400s", row->page, count(text, "\"check\":\"felt "),
                 strstr(text, "\"findings\""));
    if (row->check != NULL) {
        char words[64];
        snprintf(words, sizeof words, "\"felt %s\"", row->check);
        const char *at = strstr(text, words);
        cr_expect_not_null(at, "%s: not found by %s", row->page, row->check);
        cr_expect(at != NULL && strstr(at, row->evidence) != NULL, "%s: %s is not told",
                  row->page, row->evidence);
    }
    free(text);
}

static void prepare(void)
{
    cr_assert_not_null(mkdtemp(folder));
    snprintf(journey, sizeof journey, "%s/felt.journey.yaml", folder);
    snprintf(report, sizeof report, "%s/report.json", folder);
}

static void clean_up(void)
{
    unlink(journey);
    unlink(report);
    rmdir(folder);
}

Test(felt_pages, what_violates_is_found_by_its_check_and_its_twin_passes, .timeout = 240)
{
    struct demo *demo = demo_start(NULL);
    prepare();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        judge(demo, &rows[i]);
    clean_up();
    demo_stop(demo);
}

Test(felt_pages, a_step_says_for_itself_how_bad_it_is_and_what_a_page_may_take, .timeout = 120)
{
    static const struct {
        const char *page, *modifiers, *found;
        int code;
        const char *actions;
    } cases[] = {
        {"script-error/violating", "    felt: off\n", NULL, 0, ""},
        {"script-error/violating", "    felt: { script_error: degraded }\n",
         "\"felt script_error\"", 0, ""},
        {"broken-image/violating", "    felt: { all: off, broken_image: fail }\n",
         "\"felt broken_image\"", 1, ""},
        {"blank/innocent", "    budget: { fcp: 1ms }\n", "\"budget fcp\"", 0, ""},
        {"blank/innocent", "    budget: { lcp: 1ms, load: 1m }\n", "\"budget lcp\"", 0, ""},
        {"blank/innocent", "    budget: { bytes: 10B }\n", "\"budget bytes\"", 0, ""},
        {"blank/innocent",
         "    budget: { fcp: 1m, lcp: 1m, ready: 1m, load: 1m, cls: 0.1, long_task: 1m, bytes: 1MB }\n",
         NULL, 0, ""},
        {"stutter/violating", "    felt: off\n    budget: { frame_rate: 20 }\n",
         "\"budget frame_rate\"", 0, ", {scroll: 1000}"},
        {"stutter/violating", "    felt: off\n    budget: { stall: 250ms }\n",
         "\"budget stall\"", 0, ", {swipe: up}"},
        {"stutter/violating", "    felt: { stutter: fail }\n", "\"felt stutter\"", 1,
         ", {swipe: {to: up, by: 300}}"},
        {"stutter/violating", "    budget: { frame_rate: 60, dropped_frames: 1, stall: 1ms }\n",
         NULL, 0, ""},
        {"stutter/innocent", "    budget: { stall: 1m }\n", NULL, 0, ", {scroll: 1000}"},
    };
    struct demo *demo = demo_start(NULL);
    prepare();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int code;
        write_journey(demo, cases[i].page, cases[i].actions, cases[i].modifiers);
        char *text = run(&code);
        cr_expect_eq(code, cases[i].code, "%s: exit %d", cases[i].modifiers, code);
        if (cases[i].found != NULL)
            cr_expect_not_null(strstr(text, cases[i].found), "%s", cases[i].modifiers);
        cr_expect_eq(count(text, "\"check\":\"felt ") + count(text, "\"check\":\"budget "),
                     cases[i].found != NULL, "%s", cases[i].modifiers);
        free(text);
    }
    clean_up();
    demo_stop(demo);
}
