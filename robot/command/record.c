/* SPDX-License-Identifier: Apache-2.0 */
/* record.c - `xunjian record URL`: a person uses the app, the robot writes the journey.
 *
 * A recording is a journey with a `record` action; this writes that journey, runs it, and makes another of
 * what was done. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/files.h"
#include "command/command.h"
#include "command/own_journey.h"
#include "command/print.h"
#include "command/run_journeys.h"
#include "command/run_options.h"
#include "document/json.h"
#include "model/observation.h"
#include "model/outcome.h"
#include "model/page_sight.h"
#include "recording/acts.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MOST_JOURNEY = 4 << 20 };

struct record {
    struct run_options run;
    const char *output, *journey, *mobile, *locale, *login;
    long long seconds, devtools;
    bool headless, force;

    struct arena *arena;
    const char *url;
};

#define AT(member) offsetof(struct record, member)
static const struct option options[] = {
    {.name = "output",
     .letter = 'o',
     .type = OPTION_TEXT,
     .at = AT(output),
     .argument = "FILE",
     .text = "write the journey there (default: standard output)"},
    {.name = "force", .at = AT(force), .text = "write over a file that is there"},
    {.name = "journey",
     .type = OPTION_TEXT,
     .at = AT(journey),
     .argument = "ID",
     .text = "the journey's id (default: recorded)"},
    {.name = "login",
     .type = OPTION_TEXT,
     .at = AT(login),
     .argument = "JOURNEY",
     .text = "do this browser journey first, unrecorded: what is written includes it"},
    {.name = "mobile",
     .type = OPTION_TEXT,
     .at = AT(mobile),
     .argument = "PHONE",
     .text = "as on this phone: iphone-se iphone-15 pixel-8 android-small"},
    {.name = "locale",
     .type = OPTION_TEXT,
     .at = AT(locale),
     .argument = "LANGUAGE",
     .text = "the browser's language: zh-CN"},
    {.name = "seconds",
     .type = OPTION_COUNT,
     .at = AT(seconds),
     .argument = "N",
     .least = 1,
     .most = 3600,
     .text = "for so long at most (default: 1800); closing the window ends it, too"},
    {.name = "env",
     .letter = 'e',
     .type = OPTION_TEXT,
     .at = AT(run.environment),
     .argument = "NAME",
     .text =
         "environments/NAME.yaml in scenarios or beside --login's, or a file: whom to trust"},
    {.name = "set",
     .letter = 's',
     .type = OPTION_TEXTS,
     .at = AT(run.sets),
     .argument = "NAME=VALUE",
     .text = "set a variable of --login's journey; wins over everything else"},
    {.name = "devtools",
     .type = OPTION_COUNT,
     .at = AT(devtools),
     .argument = "PORT",
     .least = 1,
     .most = 65535,
     .text =
         "developer tools may look in at this port of 127.0.0.1, and act, which is recorded"},
    {.name = "headless",
     .at = AT(headless),
     .text = "without a window: for tools that act through --devtools"},
    {0},
};

/* ---- the journey that records ---- */

/* What the run's first browser step decides. */
static void write_window(const struct record *r, struct buffer *out)
{
    if (!r->headless)
        buffer_add_string(out, "      visible: true\n");
    if (r->devtools > 0)
        buffer_printf(out, "      devtools: %lld\n", r->devtools);
    if (r->mobile != NULL) {
        buffer_add_string(out, "      mobile: ");
        json_write_string(text_of(r->mobile), out);
        buffer_add_char(out, '\n');
    }
    if (r->locale != NULL) {
        buffer_add_string(out, "      locale: ");
        json_write_string(text_of(r->locale), out);
        buffer_add_char(out, '\n');
    }
}

static void write_open(const struct record *r, struct buffer *out)
{
    buffer_add_string(out, "      actions:\n        - open: ");
    json_write_string(text_of(r->url), out);
    buffer_add_char(out, '\n');
}

static void write_recorder(const struct record *r, struct buffer *out)
{
    buffer_printf(out, "journey: record\ntimeout: %llds\nsteps:\n", r->seconds + 300);
    if (r->login != NULL) {
        buffer_add_string(out, "  - name: window\n    browser:\n");
        write_window(r, out);
        write_open(r, out);
        own_journey_include(r->arena, r->login, out);
    }
    buffer_printf(out, "  - name: record\n    timeout: %llds\n    browser:\n", r->seconds + 60);
    if (r->login == NULL)
        write_window(r, out);
    write_open(r, out);
    buffer_printf(out, "        - record: %llds\n", r->seconds);
}

static const char *recorder_file(const struct record *r)
{
    struct buffer text;
    buffer_init(&text, MOST_JOURNEY);
    write_recorder(r, &text);
    const char *path = own_journey_write(r->arena, "record", buffer_text(&text));
    buffer_done(&text);
    return path;
}

/* ---- the journey that is made ---- */

static const struct page_sight *recorded_page(const struct report *report)
{
    for (size_t i = 0; i < report->outcome_count; i++)
        for (size_t s = 0; s < report->outcomes[i]->step_count; s++) {
            const struct step_outcome *step = &report->outcomes[i]->steps[s];
            for (size_t t = 0; t < step->try_count; t++)
                if (step->tries[t].saw != NULL && step->tries[t].saw->page != NULL &&
                    step->tries[t].saw->page->recorded_count > 0)
                    return step->tries[t].saw->page;
        }
    return NULL;
}

static int put(const struct record *r, const struct buffer *journey, size_t acts)
{
    const char *why = NULL;
    if (journey->full) {
        print_error("xunjian record: the journey is too large\n");
        return EXIT_INTERNAL;
    }
    if (r->output == NULL) {
        return print_bytes(journey) ? EXIT_PASSED : EXIT_INTERNAL;
    }
    if (!files_write(r->arena, r->output, buffer_text(journey), &why)) {
        print_error("xunjian record: could not write %s: %s\n", r->output, why);
        return EXIT_INTERNAL;
    }
    print_error("%s: %zu actions; lint it, read it, then run it\n", r->output, acts);
    return EXIT_PASSED;
}

static struct text folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return (struct text){path, slash != NULL ? (size_t)(slash - path) : 0};
}

/* As the journey that is written finds it: by its name when they are in one folder. */
static const char *login_path(const struct record *r)
{
    if (r->login == NULL)
        return NULL;
    const char *full = own_journey_path(r->arena, r->login), *here = NULL;
    struct text login = folder_of(full);
    if (r->output != NULL) {
        struct text folder = folder_of(r->output);
        here =
            own_journey_path(r->arena, folder.length > 0 ? text_string(r->arena, folder) : ".");
    }
    return here != NULL && text_is(login, here) ? full + login.length + 1 : full;
}

static const char *today(struct arena *arena)
{
    char day[16] = "";
    time_t now = time(NULL);
    struct tm parts;
    if (localtime_r(&now, &parts) != NULL)
        strftime(day, sizeof day, "%Y-%m-%d", &parts);
    return arena_strdup(arena, day);
}

static int made(void *thing, const struct report *report, int code)
{
    struct record *r = thing;
    const struct page_sight *page = recorded_page(report);
    const struct acts_options how = {.journey = r->journey != NULL ? r->journey : "recorded",
                                     .url = r->url,
                                     .mobile = r->mobile,
                                     .locale = r->locale,
                                     .login = login_path(r),
                                     .date = today(r->arena)};
    struct buffer journey;
    if (page == NULL) {
        print_error("xunjian record: nothing was done\n");
        return code == EXIT_PASSED ? EXIT_NOTHING : code;
    }
    buffer_init(&journey, MOST_JOURNEY);
    size_t acts = acts_write(page->recorded, page->recorded_count, &how, &journey);
    int end = put(r, &journey, acts);
    buffer_done(&journey);
    return end;
}

/* ---- the command ---- */

/* ${base} is an environment's. */
static bool is_web(const struct record *r, const char *url)
{
    if (r->run.environment != NULL && strncmp(url, "${base}", 7) == 0)
        return true;
    return strncmp(url, "http://", 7) == 0 || strncmp(url, "https://", 8) == 0;
}

static int record(struct record *r, const char *typed)
{
    const char *paths[2] = {recorder_file(r), NULL};
    if (paths[0] == NULL)
        return EXIT_INTERNAL;
    r->run.beside = r->login != NULL ? r->login : "scenarios/record.journey.yaml";
    r->run.quiet = r->run.wordless = true;
    int code = run_journeys(&r->run, r->arena, typed, paths, made, r);
    unlink(paths[0]);
    return code;
}

static int run(const struct command *self, int argc, char **argv)
{
    struct record r = {.run = {.repeat = 1}, .seconds = 1800, .arena = arena_new()};
    const char **rest = arena_array(r.arena, (size_t)argc + 2, const char *);
    int code = EXIT_USAGE;
    if (options_read(self, argc, argv, &r, rest, &code)) {
        code = run_options_settle(self, &r.run, r.arena);
        r.url = rest[0];
        if (code != EXIT_PASSED)
            ;
        else if (r.url == NULL || rest[1] != NULL || !is_web(&r, r.url))
            code = options_wrong(
                self, "give one URL, http:// or https://; with --env, ${base}/... is one");
        else if (r.output != NULL && !r.force && access(r.output, F_OK) == 0)
            code = options_wrong(self, "%s is there already: --force writes over it", r.output);
        else
            code = record(&r, run_typed(r.arena, argc, argv));
    }
    arena_end(r.arena);
    return code;
}

const struct command command_record = {
    .name = "record",
    .text = "Opens a browser and writes a journey from what you do in it.",
    .arguments = "[OPTIONS] URL",
    .options = options,
    .run = run,
};
