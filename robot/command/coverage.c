/* SPDX-License-Identifier: Apache-2.0 */
/* coverage.c - `xunjian coverage`: which of an app's modules journeys visit; a gate for CI.
 *
 * Measured, not guessed: the journeys are run, and where they came is held against the map. */

#include "graph/coverage.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/files.h"
#include "command/command.h"
#include "command/coverage_write.h"
#include "command/graph_file.h"
#include "command/print.h"
#include "command/run_journeys.h"
#include "command/run_options.h"
#include "model/outcome.h"

enum { MOST_LISTING = 64 << 20 };

struct covering {
    struct run_options run;
    const char *graph_path, *baseline_path, *markdown, *junit, *svg, *html, *scaffold, *login;
    struct option_texts scenarios;
    long long fail_under;
    bool new_must_be_covered;

    struct arena *arena;
    const struct graph *graph, *baseline;
};

#define AT(member) offsetof(struct covering, member)
static const struct option options[] = {
    {.name = "graph",
     .letter = 'g',
     .type = OPTION_TEXT,
     .at = AT(graph_path),
     .argument = "FILE",
     .text = "the app's map, by `xunjian crawl -o FILE` or by hand"},
    {.name = "scenarios",
     .type = OPTION_TEXTS,
     .at = AT(scenarios),
     .argument = "PATH",
     .text = "journeys or folders to run; PATHs without an option are the same"},
    {.name = "fail-under",
     .type = OPTION_COUNT,
     .at = AT(fail_under),
     .argument = "N",
     .least = 0,
     .most = 100,
     .text = "exit 1 when less than N percent of the modules are visited"},
    {.name = "new-must-be-covered",
     .at = AT(new_must_be_covered),
     .text = "exit 1 when a module that --baseline does not have is not visited"},
    {.name = "baseline",
     .type = OPTION_TEXT,
     .at = AT(baseline_path),
     .argument = "FILE",
     .text = "the map before: what it does not have is new"},
    {.name = "markdown",
     .type = OPTION_TEXT,
     .at = AT(markdown),
     .argument = "FILE",
     .text = "write the listing as Markdown"},
    {.name = "junit",
     .type = OPTION_TEXT,
     .at = AT(junit),
     .argument = "FILE",
     .text = "write the listing as JUnit XML: a module is a test case"},
    {.name = "svg",
     .type = OPTION_TEXT,
     .at = AT(svg),
     .argument = "FILE",
     .text = "draw the map, with what is visited and what is not"},
    {.name = "html",
     .type = OPTION_TEXT,
     .at = AT(html),
     .argument = "FILE",
     .text = "the same as a page: move, zoom, search"},
    {.name = "scaffold",
     .type = OPTION_TEXT,
     .at = AT(scaffold),
     .argument = "DIR",
     .text = "write a journey for each module that none visits"},
    {.name = "login",
     .type = OPTION_TEXT,
     .at = AT(login),
     .argument = "JOURNEY",
     .text = "with --scaffold: what the journeys written include first"},
    {.shared = run_setting_rows, .at = AT(run)},
    {.shared = run_choice_rows, .at = AT(run)},
    {.shared = run_telling_rows, .at = AT(run)},
    {0},
};

static bool write_listing(struct covering *c, const struct coverage *coverage, const char *path,
                          void (*render)(const struct coverage *coverage, struct buffer *out))
{
    struct buffer out;
    const char *why = NULL;
    if (path == NULL)
        return true;
    buffer_init(&out, MOST_LISTING);
    render(coverage, &out);
    bool written = !out.full && files_write(c->arena, path, buffer_text(&out), &why);
    if (!written)
        print_error("xunjian coverage: could not write %s: %s\n", path,
                    out.full ? "the map is too large" : why);
    buffer_done(&out);
    return written;
}

static void print_coverage(const struct coverage *coverage)
{
    for (size_t i = 0; i < coverage->module_count; i++) {
        const struct module_coverage *m = &coverage->modules[i];
        if (m->journeys[0] == NULL)
            print_out("  %s  %s  %s\n", m->is_new ? "new, not visited" : "not visited",
                      m->node->id, m->node->title);
    }
    for (const char *const *route = coverage->unknown; *route != NULL; route++)
        print_out("  not on the map  %s\n", *route);
    print_out("coverage: %zu of %zu modules (%d %%), %zu of %zu ways\n",
              coverage->modules_covered, coverage->module_count, coverage_percent(coverage),
              coverage->edges_covered, coverage->edge_count);
}

static bool crossed(const struct covering *c, const struct coverage *coverage)
{
    bool crossed = false;
    if (coverage_percent(coverage) < c->fail_under) {
        print_error("xunjian coverage: %d %% of the modules are visited, %lld %% must be\n",
                    coverage_percent(coverage), c->fail_under);
        crossed = true;
    }
    if (c->new_must_be_covered && coverage->new_uncovered > 0) {
        print_error("xunjian coverage: %zu new modules have no journey\n",
                    coverage->new_uncovered);
        crossed = true;
    }
    return crossed;
}

static int measured(void *thing, const struct report *report, int code)
{
    struct covering *c = thing;
    struct coverage coverage = coverage_measure(c->arena, c->graph, c->baseline, report);
    print_coverage(&coverage);
    bool written =
        write_listing(c, &coverage, c->markdown, coverage_markdown) &&
        write_listing(c, &coverage, c->junit, coverage_junit) &&
        write_listing(c, &coverage, c->svg, coverage_svg) &&
        write_listing(c, &coverage, c->html, coverage_page) &&
        (c->scaffold == NULL || coverage_scaffold(c->arena, &coverage, c->scaffold, c->login));
    if (!written)
        return EXIT_INTERNAL;
    bool failed = crossed(c, &coverage);
    return code == EXIT_PASSED && failed ? EXIT_FAILED : code;
}

static int cover(const struct command *self, struct covering *c, const char *typed,
                 const char **paths)
{
    int code;
    if (c->new_must_be_covered && c->baseline_path == NULL)
        return options_wrong(self, "--new-must-be-covered needs --baseline");
    c->graph = graph_file_read(c->arena, c->graph_path, &code);
    if (c->graph == NULL)
        return code;
    if (c->graph->nodes.count == 0) {
        print_error("xunjian coverage: %s holds no modules\n", c->graph_path);
        return EXIT_NOTHING;
    }
    if (c->baseline_path != NULL) {
        c->baseline = graph_file_read(c->arena, c->baseline_path, &code);
        if (c->baseline == NULL)
            return code;
    }
    return run_journeys(&c->run, c->arena, typed, paths, measured, c);
}

static int run(const struct command *self, int argc, char **argv)
{
    struct covering c = {.run = {.repeat = 1}, .arena = arena_new()};
    const char **rest =
        arena_array(c.arena, (size_t)argc + OPTION_MOST_TEXTS + 1, const char *);
    int code = EXIT_USAGE;
    if (options_read(self, argc, argv, &c, rest, &code)) {
        size_t count = 0;
        while (rest[count] != NULL)
            count++;
        for (size_t i = 0; i < c.scenarios.count; i++)
            rest[count++] = c.scenarios.items[i];
        code = run_options_settle(self, &c.run, c.arena);
        if (code == EXIT_PASSED)
            code = c.graph_path == NULL ? options_wrong(self, "give --graph FILE")
                   : count == 0         ? options_wrong(self, "name the journeys to run")
                                        : cover(self, &c, run_typed(c.arena, argc, argv), rest);
    }
    arena_end(c.arena);
    return code;
}

const struct command command_coverage = {
    .name = "coverage",
    .text = "Runs journeys and tells which of an app's modules they visit.",
    .arguments = "[OPTIONS] --graph FILE PATH...",
    .options = options,
    .run = run,
};
