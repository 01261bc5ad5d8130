/* SPDX-License-Identifier: Apache-2.0 */
/* What each check of how a page feels complains of, what it leaves alone, and who decides how bad
 * that is. The pages themselves are in fixtures/pages, seen through Chromium by tests/system. */

#include "base/arena.h"
#include "base/clock.h"
#include "checks/felt/felt.h"
#include "checks/felt/party.h"
#include "model/observation.h"
#include "model/page_sight.h"

#include <criterion/criterion.h>
#include <string.h>

/* "check verdict: actual; ..." of all complaints. */
static const char *complaints(struct arena *arena, const struct observation *saw,
                              const struct felt_settings *step,
                              const struct felt_settings *journey)
{
    const struct felt_settings *settings[3] = {step != NULL ? step : journey,
                                               step != NULL ? journey : NULL, NULL};
    struct finding findings[MOST_FELT_CHECKS];
    size_t n = felt_judge(felt_checks, settings, saw, (struct place){0}, arena, findings);
    const char *all = "";
    for (size_t i = 0; i < n; i++)
        all = arena_printf(arena, "%s%s%s %s: %s", all, i > 0 ? "; " : "",
                           findings[i].check + strlen("felt "),
                           verdict_name(findings[i].verdict), findings[i].actual);
    return all;
}

static const struct page_looks fine = {.html = true, .characters = 200, .things = 3};

static void expect(const char *says, const struct page_sight *page,
                   const struct exchange *exchanges, size_t count, const char *expected)
{
    struct arena *arena = arena_new();
    const struct observation saw = {
        .page = page, .exchanges = (struct exchange *)exchanges, .exchange_count = count};
    const char *got = complaints(arena, &saw, NULL, NULL);
    cr_expect_str_eq(got, expected, "%s: %s", says, got);
    arena_end(arena);
}

Test(felt, a_script_error_is_told_apart_from_what_only_looks_like_one)
{
    static const struct {
        const char *says;
        struct console_sight said;
        const char *expected;
    } rows[] = {
        {"uncaught, of the app's own",
         {.exception = true,
          .text = "TypeError: x\n  at f",
          .url = "https://static.bank.com.cn/a.js",
          .line = 3,
          .column = 7},
         "script_error fail: TypeError: x (https://static.bank.com.cn/a.js:3:7)"},
        {"uncaught, of a stranger's",
         {.exception = true, .text = "Error: ads", .url = "https://ads.test/a.js"},
         "script_error degraded: Error: ads (https://ads.test/a.js:0:0)"},
        {"reported by the page itself",
         {.level = CONSOLE_ERROR, .text = "pay failed"},
         "script_error degraded: pay failed"},
        {"a warning", {.level = CONSOLE_WARNING, .text = "slow"}, ""},
        {"a resize observer that needs another frame",
         {.exception = true,
          .text = "ResizeObserver loop completed with undelivered notifications."},
         ""},
        {"a request given up", {.exception = true, .text = "AbortError: gone"}, ""},
        {"a picture that did not come, in the console's words",
         {.level = CONSOLE_ERROR, .text = "Failed to load resource: 404"},
         ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct page_sight page = {.url = text_of("https://h5.bank.com.cn/pay"),
                                        .console = &rows[i].said,
                                        .console_count = 1,
                                        .looks = &fine};
        expect(rows[i].says, &page, NULL, 0, rows[i].expected);
    }
}

Test(felt, what_did_not_come_is_told_when_it_is_ours_or_the_page_waits_for_it)
{
    static const struct {
        const char *says;
        struct exchange request;
        bool told;
    } rows[] = {
        {"our picture", {.resource = "Image", .status = 404}, true},
        {"our script's question, answered by a broken server",
         {.resource = "Fetch", .status = 503},
         true},
        {"who has not logged in", {.resource = "Fetch", .status = 401}, false},
        {"the page itself: its status is asserted",
         {.resource = "Document", .status = 404},
         false},
        {"one that came", {.resource = "Image", .status = 200}, false},
        {"one still under way", {.resource = "Image", .pending = true}, false},
        {"one that could not be reached",
         {.resource = "Font",
          .fault = {.reason = REASON_REFUSED, .message = "connection refused"}},
         true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct page_sight page = {.url = text_of("https://bank.test/"), .looks = &fine};
        struct exchange request = rows[i].request;
        struct arena *arena = arena_new();
        const struct observation saw = {
            .page = &page, .exchanges = &request, .exchange_count = 1};
        request.url = text_of("https://cdn.bank.test/x");
        cr_expect_eq(complaints(arena, &saw, NULL, NULL)[0] != '\0', rows[i].told, "%s",
                     rows[i].says);
        request.url = text_of("https://stranger.net/x");
        cr_expect_str_eq(complaints(arena, &saw, NULL, NULL), "", "a stranger's: %s",
                         rows[i].says);
        arena_end(arena);
    }
}

Test(felt, hosts_of_one_owner_are_one_party)
{
    static const struct {
        const char *page, *url;
        bool first;
    } rows[] = {
        {"https://h5.bank.com/", "https://static.bank.com/a.js", true},
        {"https://h5.bank.com.cn/", "https://other.com.cn/a.js", false},
        {"https://h5.bank.com.cn/", "https://img.bank.com.cn/a", true},
        {"https://a.test/", "https://b.test/", false},
        {"http://127.0.0.1:80/", "http://127.0.0.1:90/", true},
        {"http://127.0.0.1/", "http://10.0.0.1/", false},
        {"http://localhost:1/", "http://localhost:2/", true},
        {"https://a.test/", "data:text/plain,x", true},
        {"https://a.test/", "https://u:p@www.A.TEST:8443/x?https://b.test", true},
        {"http://[::1]:1/", "http://[::1]:2/", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        cr_expect_eq(party_first(text_of(rows[i].page), text_of(rows[i].url)), rows[i].first,
                     "%s and %s", rows[i].page, rows[i].url);
}

Test(felt, a_page_is_frozen_from_two_seconds_on)
{
    struct long_task tasks[] = {{.length_ns = 300 * NS_PER_MS},
                                {.length_ns = 1999 * NS_PER_MS, .script = "app.js:9 onclick"}};
    const struct page_metrics metrics = {.long_tasks = tasks, .long_task_count = 2};
    const struct page_sight page = {.looks = &fine, .metrics = &metrics};
    expect("nearly", &page, NULL, 0, "");
    tasks[1].length_ns = 2 * NS_PER_S;
    expect("frozen", &page, NULL, 0, "frozen fail: frozen for 2s by app.js:9 onclick");
}

Test(felt, a_page_stutters_when_its_own_work_holds_it_again_and_again)
{
    static const struct {
        const char *says;
        struct motion motion;
        const char *expected;
    } rows[] = {
        {"nothing moved", {0}, ""},
        {"smooth", {.frames = 18, .length_ns = 300 * NS_PER_MS}, ""},
        {"once is a hiccup",
         {.frames = 2, .dropped = 18, .stall_ns = 300 * NS_PER_MS, .stalls = 1},
         ""},
        {"the machine's fault", {.frames = 2, .dropped = 36, .stall_ns = 300 * NS_PER_MS}, ""},
        {"short ones",
         {.frames = 4, .dropped = 40, .stall_ns = 249 * NS_PER_MS, .stalls = 4},
         ""},
        {"few of many",
         {.frames = 60, .dropped = 36, .stall_ns = 300 * NS_PER_MS, .stalls = 2},
         ""},
        {"again and again",
         {.frames = 3,
          .dropped = 36,
          .stall_ns = 310 * NS_PER_MS,
          .stalls = 2,
          .script = "a.js:4 onscroll"},
         "stutter degraded: stood still 2 times, for 310ms at the worst, by a.js:4 onscroll; 92% of the frames dropped"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct page_metrics metrics = {.motion = rows[i].motion};
        const struct page_sight page = {.looks = &fine, .metrics = &metrics};
        expect(rows[i].says, &page, NULL, 0, rows[i].expected);
    }
}

Test(felt, nothing_to_see_is_blank_unless_the_page_still_waits)
{
    static const struct exchange waiting[] = {
        {.method = "GET",
         .url = {.at = "https://a.test/api", .length = 18},
         .resource = "Fetch",
         .pending = true}};
    static const struct page_looks nothing = {.html = true}, none = {0};
    const struct page_sight empty = {.looks = &nothing}, no_page = {.looks = &none},
                            unseen = {0}, shown = {.looks = &fine};
    expect("text", &shown, NULL, 0, "");
    expect("nothing", &empty, NULL, 0, "blank fail: a page without text, pictures or fields");
    expect("nothing yet", &empty, waiting, 1,
           "blank degraded: nothing yet; it waits for GET https://a.test/api");
    expect("a document of another kind", &no_page, NULL, 0, "");
    expect("nobody looked", &unseen, NULL, 0, "");
}

Test(felt, the_same_page_again_is_a_loop_when_what_was_filled_in_is_gone)
{
    struct action_sight actions[] = {
        {.name = "click",
         .target = "text 登录",
         .effect = 1,
         .mark = {.page = "7-9", .born_ns = 1, .filled = 2, .sends = true}}};
    struct page_sight page = {.looks = &fine,
                              .actions = actions,
                              .action_count = 1,
                              .mark = {.page = "7-9", .born_ns = 2, .filled = 0}};
    const char *loop = "rage_loop degraded: after click text 登录 the same page came again, "
                       "without a word";
    static const struct exchange sent[] = {
        {.method = "POST", .resource = "Document", .status = 302},
        {.method = "GET", .resource = "Document", .status = 200}};
    expect("emptied", &page, NULL, 0, loop);
    page.mark.filled = 2;
    expect("saved", &page, sent, 2, "");
    page.mark.filled = 0;
    page.mark.born_ns = 1;
    expect("the same document: a route of its own", &page, NULL, 0, "");
    page.mark = (struct page_mark){.page = "8-8", .born_ns = 2};
    expect("it said something", &page, NULL, 0, "");
    page.mark = (struct page_mark){.page = "7-9", .born_ns = 2};
    actions[0].mark.sends = false;
    expect("a link", &page, NULL, 0, "");
    actions[0].mark.filled = 0;
    expect("a link again", &page, sent + 1, 1, "");
    expect("a button that sends something", &page, sent, 2, loop);
}

Test(felt, the_nearest_setting_decides_how_bad_it_is)
{
    static const struct action_sight dead[] = {
        {.name = "click", .target = "text 购买", .element = "button#buy", .effect = 0}};
    static const struct page_sight page = {.looks = &fine, .actions = dead, .action_count = 1};
    const struct observation saw = {.page = &page};
    size_t at = 0;
    while (strcmp(felt_checks[at]->name, "dead_click") != 0)
        at++;
    struct felt_settings step = {0}, journey = {0};
    struct arena *arena = arena_new();
    cr_expect_str_eq(complaints(arena, &saw, NULL, NULL),
                     "dead_click fail: nothing came of click text 购买 (button#buy)");
    journey.all = FELT_DEGRADED;
    cr_expect_str_eq(complaints(arena, &saw, NULL, &journey),
                     "dead_click degraded: nothing came of click text 购买 (button#buy)");
    cr_expect_str_eq(complaints(arena, &saw, &step, &journey),
                     "dead_click degraded: nothing came of click text 购买 (button#buy)",
                     "a step that says nothing of it");
    step.severity[at] = FELT_FAIL;
    cr_expect_str_eq(complaints(arena, &saw, &step, &journey),
                     "dead_click fail: nothing came of click text 购买 (button#buy)");
    step = (struct felt_settings){.all = FELT_OFF};
    cr_expect_str_eq(complaints(arena, &saw, &step, &journey), "");
    arena_end(arena);
}

Test(felt, several_of_a_kind_are_one_complaint_that_names_three)
{
    static const struct blemish items[] = {{"a", "1"}, {"b", "2"}, {"c", "3"}, {"d", "4"}};
    static const struct page_looks looks = {
        .html = true, .characters = 9, .templates = {.items = items, .count = 4}};
    const struct page_sight page = {.looks = &looks};
    expect("four", &page, NULL, 0, "template degraded: 4 left: a (1), b (2), c (3), ...");
}
