/* SPDX-License-Identifier: Apache-2.0 */
/* sample_page.c - a browser's step that broke at a click: pictures, console, dialog, figures. */

#include "base/arena.h"
#include "base/clock.h"
#include "base/encode.h"
#include "base/must.h"
#include "model/page_sight.h"
#include "model/step_kind.h"
#include "sample.h"

static const struct source file = {.name = "scenarios/h5.journey.yaml"};
static const struct step_kind browser = {.name = "browser"};

/* One black pixel. */
static struct picture picture_of(struct arena *arena, const struct outcome *run)
{
    struct picture picture = {.taken_utc_ns = run->started_utc_ns + run->duration_ns};
    must(decode_base64(
        arena,
        text_of("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQ"
                "AAAABJRU5ErkJggg=="),
        &picture.png));
    return picture;
}

static struct action_sight action_of(const struct outcome *run, int line, const char *name,
                                     const char *target, const char *element, size_t first)
{
    return (struct action_sight){.name = name,
                                 .target = target,
                                 .element = element,
                                 .at = {.source = &file, .line = line, .column = 9},
                                 .started_ns = run->started_ns + run->duration_ns,
                                 .first_exchange = first,
                                 .effect = -1};
}

static void end_action(struct outcome *run, struct action_sight *action, int64_t ns)
{
    run->duration_ns += ns;
    action->duration_ns = run->started_ns + run->duration_ns - action->started_ns;
    action->after = picture_of(run->arena, run);
}

static void talk(struct outcome *run, struct exchange *e)
{
    struct socket_message *messages = arena_array(run->arena, 2, struct socket_message);
    struct socket_talk *socket = arena_make(run->arena, struct socket_talk);
    messages[0] = (struct socket_message){
        .sent = true, .data = text_of("ask 510300"), .bytes = 10, .at_ns = e->started_ns};
    messages[1] = (struct socket_message){.binary = true,
                                          .data = {.at = "\0\1", .length = 2},
                                          .bytes = 2,
                                          .at_ns = e->started_ns + 40 * NS_PER_MS};
    *socket = (struct socket_talk){.messages = messages,
                                   .count = 2,
                                   .sent = 1,
                                   .received = 7,
                                   .sent_bytes = 10,
                                   .received_bytes = 14};
    e->resource = "WebSocket";
    e->socket = socket;
}

static const struct action_sight *act(struct outcome *run, struct tried *t)
{
    struct action_sight *all = arena_array(run->arena, 3, struct action_sight);
    all[0] = action_of(run, 12, "open", "https://localhost:8443/h5/login", NULL, 0);
    sample_exchange(run, t, "GET", "https://localhost:8443/h5/login", 200, "<h1>登录</h1>",
                    30 * NS_PER_MS)
        ->resource = "Document";
    sample_exchange(run, t, "GET", "https://localhost:8443/h5/logo.png", 404, "no such picture",
                    5 * NS_PER_MS)
        ->resource = "Image";
    end_action(run, &all[0], 40 * NS_PER_MS);
    all[1] = action_of(run, 13, "type", "css #mobile", "form#login > input#mobile", 2);
    end_action(run, &all[1], 90 * NS_PER_MS);
    all[2] = action_of(run, 14, "click", "text 登录", "form#login > button \"登录\"", 2);
    sample_exchange(run, t, "GET", "https://localhost:8443/api/config", 200, "{\"a\":1}",
                    5 * NS_PER_MS)
        ->resource = "Fetch";
    talk(run,
         sample_exchange(run, t, "GET", "wss://localhost:8443/quotes", 101, "", 5 * NS_PER_MS));
    end_action(run, &all[2], 2 * NS_PER_S);
    all[2].effect = 0;
    all[2].fault = (struct fault){.phase = PHASE_ACT,
                                  .reason = REASON_DEAD_CLICK,
                                  .message = "click text 登录 did nothing"};
    return all;
}

static const struct page_metrics *metrics_of(struct arena *arena)
{
    static const struct long_task tasks[] = {{.at_ns = 60 * NS_PER_MS,
                                              .length_ns = 120 * NS_PER_MS,
                                              .script = "app.js:120 onclick"}};
    struct page_metrics *metrics = arena_make(arena, struct page_metrics);
    *metrics = (struct page_metrics){.first_byte_ns = 31 * NS_PER_MS,
                                     .fcp_ns = 80 * NS_PER_MS,
                                     .lcp_ns = 95 * NS_PER_MS,
                                     .lcp_element = "h1",
                                     .dom_ns = 60 * NS_PER_MS,
                                     .load_ns = 110 * NS_PER_MS,
                                     .interaction_ns = -1,
                                     .interaction_element = "",
                                     .layout_shift = 0.0625,
                                     .shift_element = "div.banner",
                                     .long_tasks = tasks,
                                     .long_task_count = 1,
                                     .blocked_ns = 70 * NS_PER_MS,
                                     .motion = {.length_ns = 500 * NS_PER_MS,
                                                .frames = 24,
                                                .dropped = 6,
                                                .stall_ns = 116 * NS_PER_MS,
                                                .script = "app.js:7 onscroll"},
                                     .requests = 3,
                                     .bytes = 40960};
    return metrics;
}

static const struct page_sight *page_of(struct outcome *run, struct tried *t)
{
    struct page_sight *page = arena_make(run->arena, struct page_sight);
    struct console_sight *console = arena_array(run->arena, 2, struct console_sight);
    static const struct dialog_sight dialogs[] = {
        {.kind = "alert", .message = "网络繁忙", .accepted = true}};
    *page = (struct page_sight){.driver = "cdp",
                                .browser = "HeadlessChrome/156",
                                .url = text_of("https://localhost:8443/h5/login"),
                                .title = text_of("登录"),
                                .dom = text_of("<html><script>x</script></html>"),
                                .dom_whole = true,
                                .actions = act(run, t),
                                .document = &t->saw->exchanges[0],
                                .action_count = 3,
                                .console = console,
                                .console_count = 2,
                                .dialogs = dialogs,
                                .dialog_count = 1,
                                .metrics = metrics_of(run->arena)};
    console[0] = (struct console_sight){.level = CONSOLE_INFO,
                                        .text = "ready",
                                        .at_ns = page->actions[0].started_ns + NS_PER_MS};
    console[1] = (struct console_sight){.exception = true,
                                        .text = "TypeError: form is null",
                                        .url = "https://localhost:8443/h5/app.js",
                                        .line = 120,
                                        .column = 4,
                                        .at_ns = page->actions[2].started_ns + NS_PER_MS};
    return page;
}

const struct outcome *sample_browser(struct arena *arena)
{
    struct outcome *run = sample_run(arena, "h5-login", "登录 H5", VERDICT_FAIL);
    struct step_outcome *step = sample_step(run, "login", VERDICT_FAIL);
    struct tried *t = sample_try(run, step, VERDICT_FAIL);
    struct observation *saw = (struct observation *)t->saw;
    ((struct step *)step->step)->kind = &browser;
    saw->kind = "browser";
    saw->page = page_of(run, t);
    saw->fault = saw->page->actions[2].fault;
    step->duration_ns = run->duration_ns;
    sample_break(run, step, t, PHASE_ACT, REASON_DEAD_CLICK, saw->fault.message);
    return run;
}
