/* SPDX-License-Identifier: Apache-2.0 */
/* report.c - `xunjian report`: what the store knows, as a page, a table, or for programs. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/files.h"
#include "base/suggest.h"
#include "base/units.h"
#include "command/command.h"
#include "command/options.h"
#include "command/print.h"
#include "command/report_sheets.h"
#include "command/sheet.h"
#include "command/vocabulary.h"
#include "plan/config.h"

#include <unistd.h>

enum { MOST_OUTPUT_BYTES = 64 << 20 };

struct asked {
    const char *store, *config, *since, *until, *journey, *environment, *variant, *format;
    const char *output;
};

static const struct option options[] = {
    {.name = "store",
     .type = OPTION_TEXT,
     .at = offsetof(struct asked, store),
     .argument = "FILE",
     .text = "the database to read; it may be in use"},
    {.name = "config",
     .letter = 'c',
     .type = OPTION_TEXT,
     .at = offsetof(struct asked, config),
     .argument = "FILE",
     .text = "the configuration that names the store; default: xunjian.yaml"},
    {.name = "since",
     .letter = 's',
     .type = OPTION_TEXT,
     .at = offsetof(struct asked, since),
     .argument = "DURATION",
     .text = "how far back, such as 24h or 7d; default: 24h"},
    {.name = "until",
     .type = OPTION_TEXT,
     .at = offsetof(struct asked, until),
     .argument = "DURATION",
     .text = "not the last of it: until so long ago; default: until now"},
    {.name = "journey",
     .letter = 'j',
     .type = OPTION_TEXT,
     .at = offsetof(struct asked, journey),
     .argument = "NAME",
     .text = "of one journey; default: all"},
    {.name = "env",
     .letter = 'e',
     .type = OPTION_TEXT,
     .at = offsetof(struct asked, environment),
     .argument = "NAME",
     .text = "in one environment; default: each"},
    {.name = "variant",
     .type = OPTION_TEXT,
     .at = offsetof(struct asked, variant),
     .argument = "NAME",
     .text = "of one variant; default: all together"},
    {.name = "format",
     .letter = 'f',
     .type = OPTION_TEXT,
     .at = offsetof(struct asked, format),
     .argument = "FORMAT",
     .text = "text, html, json or csv; default: text"},
    {.name = "output",
     .letter = 'o',
     .type = OPTION_TEXT,
     .at = offsetof(struct asked, output),
     .argument = "FILE",
     .text = "write there instead of to standard output"},
    {0},
};

/* The file the configuration names; NULL with *ret_exit. */
static const char *store_of(const char *config, struct arena *arena, int *ret_exit)
{
    const struct config_options how = {.vocabulary = vocabulary_all(), .lint = true};
    struct config_reading *reading = config_load(&how, config);
    const char *path = NULL;
    print_diags(&reading->diags);
    if (reading->config != NULL)
        path = arena_strdup(arena, reading->config->store_path);
    else
        *ret_exit = reading->unreadable ? EXIT_USAGE : EXIT_WRONG_FILE;
    arena_end(reading->arena);
    return path;
}

static int put_out(const struct asked *asked, struct arena *arena, const struct buffer *out)
{
    const char *why = "";
    if (out->full) {
        print_error("xunjian report: the report is larger than 64 MB; ask for less\n");
        return EXIT_INTERNAL;
    }
    if (asked->output == NULL)
        return print_bytes(out) ? EXIT_PASSED : EXIT_INTERNAL;
    if (files_write(arena, asked->output, buffer_text(out), &why))
        return EXIT_PASSED;
    print_error("xunjian report: could not write %s: %s\n", asked->output, why);
    return EXIT_INTERNAL;
}

/* An empty report is still written: the file is what somebody waits for. */
static int tell(const struct asked *asked, const struct sheet *sheet, sheet_write_fn *write)
{
    struct buffer out;
    buffer_init(&out, MOST_OUTPUT_BYTES);
    write(sheet, &out);
    int code = put_out(asked, sheet->arena, &out);
    buffer_done(&out);
    if (sheet->full)
        print_error("xunjian report: only the first %d rows are told\n", SHEET_MOST_ROWS);
    if (code != EXIT_PASSED || sheet->row_count > 0)
        return code;
    print_error("xunjian report: no runs in this time\n");
    return EXIT_NOTHING;
}

static int ask_store(const struct asked *asked, const struct report_sheet *report,
                     const struct run_filter *filter, const char *path, sheet_write_fn *write)
{
    struct arena *arena = arena_new();
    struct sheet sheet;
    const char *why = "";
    struct reader *reader = NULL;
    int code = access(path, F_OK) == 0 ? EXIT_INTERNAL : EXIT_USAGE;
    sheet_init(&sheet, arena, report->columns, report->column_count);
    sheet.name = report->name;
    sheet.title = report->title;
    sheet.title_zh = report->title_zh;
    sheet.from_utc_ns = filter->from_utc_ns;
    sheet.to_utc_ns = filter->to_utc_ns;
    reader = reader_open(path, arena, &why);
    if (reader != NULL && report->fill(reader, filter, &sheet, &why))
        code = tell(asked, &sheet, write);
    else
        print_error("xunjian report: %s\n", why);
    reader_close(reader);
    arena_end(arena);
    return code;
}

static bool span(const struct asked *asked, struct run_filter *filter)
{
    int64_t since, until = 0, now = clock_now_utc_ns();
    if (!duration_parse(text_of(asked->since), &since) ||
        (asked->until != NULL && !duration_parse(text_of(asked->until), &until)) ||
        until >= since)
        return false;
    filter->from_utc_ns = now - since;
    filter->to_utc_ns = now - until;
    return true;
}

static int unknown(const struct command *self, const char *name)
{
    const char *meant = suggest(text_of(name), report_sheet_names);
    if (meant == NULL)
        return options_wrong(self, "unknown report \"%.100s\"", name);
    return options_wrong(self, "unknown report \"%.100s\" (did you mean \"%s\"?)", name, meant);
}

static int run(const struct command *self, int argc, char **argv)
{
    struct asked asked = {.config = "xunjian.yaml", .since = "24h", .format = "text"};
    struct arena *arena = arena_new();
    const char **rest = arena_array(arena, (size_t)argc, const char *);
    const struct report_sheet *report = NULL;
    int code = EXIT_USAGE;
    if (!options_read(self, argc, argv, &asked, rest, &code)) {
        arena_end(arena);
        return code;
    }
    struct run_filter filter = {.journey = asked.journey,
                                .environment = asked.environment,
                                .variant = asked.variant,
                                .verdict = -1,
                                .most = SHEET_MOST_ROWS};
    sheet_write_fn *write = sheet_format(asked.format);
    if (rest[0] != NULL)
        report = report_sheet_named(rest[0]);
    if (rest[0] == NULL || rest[1] != NULL)
        code = options_wrong(self, "expected one report: breakpoints, funnel, performance or "
                                   "uptime");
    else if (report == NULL)
        code = unknown(self, rest[0]);
    else if (write == NULL)
        code = options_wrong(self, "unknown format \"%s\": expected text, html, json or csv",
                             asked.format);
    else if (!span(&asked, &filter))
        code = options_wrong(self, "--since and --until take durations, such as 24h, and since "
                                   "is the longer one");
    else if (asked.store != NULL ||
             (asked.store = store_of(asked.config, arena, &code)) != NULL)
        code = ask_store(&asked, report, &filter, asked.store, write);
    arena_end(arena);
    return code;
}

const struct command command_report = {
    .name = "report",
    .text = "tells from the store: funnel, performance, uptime, breakpoints",
    .arguments = "[OPTIONS] breakpoints|funnel|performance|uptime",
    .options = options,
    .run = run,
};
