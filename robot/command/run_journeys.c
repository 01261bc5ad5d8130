/* SPDX-License-Identifier: Apache-2.0 */
/* run_journeys.c - journeys in, verdicts out. */

#include "command/run_journeys.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/files.h"
#include "base/must.h"
#include "command/command.h"
#include "command/print.h"
#include "command/run_options.h"
#include "command/screen.h"
#include "command/vocabulary.h"
#include "model/outcome.h"
#include "model/reporter.h"
#include "plan/plan.h"
#include "run/crew.h"
#include "run/run.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_REPORT_BYTES = 1 << 30, MOST_RUNS = 1000000 };

/* One invocation. */
struct session {
    struct run_options options;
    run_after_fn *after;
    void *after_thing;
    struct arena *arena;
    struct plan *plan;
    struct run_order *orders;
    size_t order_count;
    const struct outcome *
        *outcomes; /* by order, when reports are to be written; NULL: not run */
    struct screen *screen;
    struct report report;
};

static size_t count_selected(const struct session *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->plan->journey_count; i++) {
        const struct journey *j = s->plan->journeys[i];
        if (run_options_select(&s->options, j))
            n += j->row_count > 0 ? j->row_count : 1;
    }
    return n * (size_t)s->options.repeat;
}

/* All journeys once, then all of them again: a repetition is a round. */
static void make_orders(struct session *s)
{
    for (int round = 1; round <= s->options.repeat; round++) {
        for (size_t i = 0; i < s->plan->journey_count; i++) {
            const struct journey *j = s->plan->journeys[i];
            if (!run_options_select(&s->options, j))
                continue;
            for (size_t row = 0; row < j->row_count || row == 0; row++) {
                s->orders[s->order_count] = (struct run_order){.journey = j,
                                                               .settings = &s->options.settings,
                                                               .row = row,
                                                               .seed = s->options.seed,
                                                               .repetition = round,
                                                               .index = s->order_count};
                s->order_count++;
            }
        }
    }
}

static void told(void *listener, const struct event *event)
{
    struct session *s = listener;
    screen_event(s->screen, event);
    if (event->kind != EVENT_FINISHED)
        return;
    s->report.outcome_count++;
    s->report.verdict_count[event->outcome->verdict]++;
    if (s->options.output_count > 0 || s->after != NULL)
        s->outcomes[event->order->index] = event->outcome;
    else /* nobody will look at it again */
        arena_end(event->outcome->arena);
}

static void ticked(void *listener)
{
    struct session *s = listener;
    screen_refresh(s->screen);
}

static void run_orders(struct session *s)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    size_t threads = cores > 0 ? (size_t)cores : 1;
    const struct crew_options crew = {
        .vocabulary = vocabulary_all(),
        .threads = threads,
        .parallel = s->options.parallel > 0 ? (size_t)s->options.parallel : threads,
        .every_step = screen_is_live(s->screen),
        .tell = told,
        .tick = screen_is_live(s->screen) ? ticked : NULL,
        .tick_ns = 100 * NS_PER_MS,
        .listener = s,
    };
    s->report.not_run = crew_run(&crew, s->orders, s->order_count, &s->report.interrupted);
}

static void close_report(struct session *s, int64_t began_ns)
{
    struct report *report = &s->report;
    const struct outcome **done =
        arena_array(s->arena, s->order_count + 1, const struct outcome *);
    size_t n = 0;
    for (size_t i = 0; i < s->order_count; i++)
        if (s->outcomes[i] != NULL)
            done[n++] = s->outcomes[i];
    report->outcomes = done;
    report->version = XUNJIAN_VERSION;
    report->environment = s->options.environment;
    report->seed = s->options.seed;
    report->duration_ns = clock_now_ns() - began_ns;
}

static bool write_reports(const struct session *s)
{
    bool right = true;
    for (size_t i = 0; i < s->options.output_count; i++) {
        const char *file = s->options.outputs[i].file, *why = NULL;
        struct buffer out;
        buffer_init(&out, MOST_REPORT_BYTES);
        s->options.outputs[i].reporter->render(&s->report, &out);
        bool written = !out.full && files_write(s->arena, file, buffer_text(&out), &why);
        if (!written)
            print_error("xunjian run: could not write %s: %s\n", file,
                        out.full ? "the report is too large" : why);
        right = right && written;
        buffer_done(&out);
    }
    return right;
}

/* The reports asked for, of no run at all: yesterday's file, left in place, would be believed. */
static int tell_of_nothing(struct session *s, int code)
{
    s->report.started_utc_ns = clock_now_utc_ns();
    close_report(s, clock_now_ns());
    return write_reports(s) ? code : EXIT_INTERNAL;
}

static int verdict_code(const struct session *s)
{
    const struct report *report = &s->report;
    const size_t *count = report->verdict_count;
    if (count[VERDICT_INTERNAL] > 0)
        return EXIT_INTERNAL;
    if (count[VERDICT_FAIL] > 0 || (s->options.strict && count[VERDICT_DEGRADED] > 0))
        return EXIT_FAILED;
    if (report->outcome_count == 0 || report->not_run > 0 || count[VERDICT_SKIPPED] > 0)
        return EXIT_NOTHING;
    return EXIT_PASSED;
}

static int run_plan(struct session *s)
{
    size_t selected = count_selected(s);
    if (selected == 0) {
        print_error("xunjian run: no journey was selected\n");
        return tell_of_nothing(s, EXIT_NOTHING);
    }
    if (selected > MOST_RUNS) {
        print_error("xunjian run: %zu runs are too many for one invocation\n", selected);
        return EXIT_USAGE;
    }
    int64_t began_ns = clock_now_ns();
    s->report.started_utc_ns = clock_now_utc_ns();
    s->orders = arena_array(s->arena, selected, struct run_order);
    s->outcomes = arena_array(s->arena, selected, const struct outcome *);
    make_orders(s);
    const struct console_style style = {.colour = screen_colour(STDOUT_FILENO),
                                        .quiet = s->options.quiet,
                                        .verbose = s->options.verbose};
    s->screen = screen_new(&style, s->options.wordless);
    run_orders(s);
    close_report(s, began_ns);
    bool told_all = screen_end(s->screen, &s->report);
    bool written = write_reports(s);
    int code = verdict_code(s);
    if (s->after != NULL)
        code = s->after(s->after_thing, &s->report, code);
    for (size_t i = 0; i < s->order_count; i++)
        if (s->outcomes[i] != NULL)
            arena_end(s->outcomes[i]->arena);
    return told_all && written ? code : EXIT_INTERNAL;
}

static int run_paths(struct session *s, const char *const *paths)
{
    const struct plan_options how = {.vocabulary = vocabulary_all(),
                                     .environment = s->options.environment,
                                     .beside = s->options.beside,
                                     .settings = &s->options.settings};
    s->plan = plan_load(&how, paths);
    int code;
    if (s->plan->diags.count > 0) {
        print_diags(&s->plan->diags);
        code = tell_of_nothing(s, s->plan->unreadable ? EXIT_USAGE : EXIT_WRONG_FILE);
    } else {
        must(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
        code = run_plan(s);
        curl_global_cleanup();
    }
    plan_end(s->plan);
    return code;
}

/* As it was typed, but for the values of --set: one of them may be a secret nobody declared. */
const char *run_typed(struct arena *arena, int argc, char **argv)
{
    const char *line = "xunjian";
    for (int i = 0; i < argc; i++) {
        const char *equals = strchr(argv[i], '=');
        bool set =
            i > 0 && (strcmp(argv[i - 1], "--set") == 0 || strcmp(argv[i - 1], "-s") == 0);
        if (strncmp(argv[i], "--set=", 6) == 0)
            equals = strchr(argv[i] + 6, '=');
        else if (!set)
            equals = NULL;
        line = equals != NULL
                   ? arena_printf(arena, "%s %.*s=...", line, (int)(equals - argv[i]), argv[i])
                   : arena_printf(arena, "%s %s", line, argv[i]);
    }
    return line;
}

int run_journeys(const struct run_options *options, struct arena *arena, const char *typed,
                 const char *const *paths, run_after_fn *after, void *thing)
{
    struct session s = {
        .options = *options, .arena = arena, .after = after, .after_thing = thing};
    s.report.command_line = typed;
    return run_paths(&s, paths);
}
