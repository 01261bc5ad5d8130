/* SPDX-License-Identifier: Apache-2.0 */
/* METRICS.md tells every metric there is, and the shipped rules ask for none that is not. */

#include <criterion/criterion.h>
#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/files.h"
#include "base/histogram.h"
#include "reporters/wire/metrics.h"
#include "service/self_metrics.h"
#include "tests/reporters/wire/sample_records.h"

enum { MOST = 4 << 20 };

static struct arena *arena;

static void begin(void)
{
    arena = arena_new();
}

static void end(void)
{
    arena_end(arena);
}

TestSuite(metrics_told, .init = begin, .fini = end);

static const char *read_file(const char *path)
{
    struct text bytes;
    const char *why = NULL;
    cr_assert(files_read(arena, path, MOST, &bytes, &why), "%s: %s", path, why);
    return bytes.at;
}

/* A scrape with every family there is. */
static const char *everything(void)
{
    static const struct deliver_figures channels[] = {{.channel = "oncall"}};
    struct record_list all = sample_records(arena);
    struct histogram lateness;
    struct buffer out;
    struct metrics m;
    histogram_init(&lateness, arena);
    const struct self_figures figures = {
        .version = "0.1.0",
        .process = process_figures_read(),
        .lateness = &lateness,
        .channels = channels,
        .channel_count = 1,
        .heartbeat = {.configured = true},
        .connectivity = {.configured = true},
        .traces = {.configured = true},
    };
    buffer_init(&out, MOST);
    metrics_begin(&m, &out, false);
    metrics_records(&m, all.items, all.count, false);
    self_metrics(&m, &figures);
    const char *copy = text_string(arena, buffer_text(&out));
    buffer_done(&out);
    return copy;
}

static size_t name_length(const char *at)
{
    size_t length = 0;
    while (isalnum((unsigned char)at[length]) || at[length] == '_')
        length++;
    return length;
}

Test(metrics_told, every_family_stands_in_the_table)
{
    static const char type[] = "\n# TYPE ";
    const char *page = read_file("reporters/wire/METRICS.md"), *all = everything();
    int families = 0;
    for (const char *at = all; (at = strstr(at, type)) != NULL; families++) {
        at += sizeof type - 1;
        const char *name = arena_strndup(arena, at, name_length(at));
        if (strncmp(name, "process_", 8) != 0)
            cr_expect_not_null(strstr(page, arena_printf(arena, "`%s", name)), "%s", name);
    }
    cr_expect_gt(families, 50, "only %d families were found", families);
}

Test(metrics_told, the_shipped_rules_ask_for_what_there_is)
{
    const char *rules = read_file("scenarios/prometheus/rules.yml"), *all = everything();
    int series = 0;
    for (const char *at = rules; *at != '\0'; at++) {
        bool begins = at > rules && !isalnum((unsigned char)at[-1]) && at[-1] != '_';
        if (!begins || (strncmp(at, "xunjian_", 8) != 0 && strncmp(at, "probe_", 6) != 0))
            continue;
        const char *name = arena_strndup(arena, at, name_length(at));
        cr_expect(strstr(all, arena_printf(arena, "\n%s ", name)) != NULL ||
                      strstr(all, arena_printf(arena, "\n%s{", name)) != NULL,
                  "no series is called %s", name);
        series++;
    }
    cr_expect_gt(series, 8);
}
