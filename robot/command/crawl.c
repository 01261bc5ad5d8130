/* SPDX-License-Identifier: Apache-2.0 */
/* crawl.c - `xunjian crawl`: draws the map of an app, and says what changed since the last one.
 *
 * A crawl is a journey with an `explore` action; this writes the journey for those who have none, runs it, and
 * makes the map. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/files.h"
#include "command/command.h"
#include "command/graph_changes.h"
#include "command/graph_file.h"
#include "command/own_journey.h"
#include "command/print.h"
#include "command/run_journeys.h"
#include "command/run_options.h"
#include "document/json.h"
#include "graph/build.h"
#include "graph/compare.h"
#include "graph/write.h"
#include "model/outcome.h"

#include <string.h>
#include <unistd.h>

enum { MOST_JOURNEY = 64 * 1024, MOST_GRAPH = 64 << 20 };

struct crawl {
    struct run_options run;
    struct option_texts from, hosts, avoid;
    const char *login, *out, *compare;
    long long pages, depth, seconds;
    bool links_only;

    struct arena *arena;
    const struct graph *before;
};

#define AT(member) offsetof(struct crawl, member)
static const struct option options[] = {
    {.name = "from",
     .type = OPTION_TEXTS,
     .at = AT(from),
     .argument = "URL",
     .text = "begin there; without it, PATHs are journeys with an explore action"},
    {.name = "login",
     .type = OPTION_TEXT,
     .at = AT(login),
     .argument = "JOURNEY",
     .text = "with --from: a browser journey to do first; --env is then looked for beside it"},
    {.name = "host",
     .type = OPTION_TEXTS,
     .at = AT(hosts),
     .argument = "HOST",
     .text = "with --from: another host that may be visited"},
    {.name = "avoid",
     .type = OPTION_TEXTS,
     .at = AT(avoid),
     .argument = "WORD",
     .text = "with --from: never follow or press what says this"},
    {.name = "pages",
     .type = OPTION_COUNT,
     .at = AT(pages),
     .argument = "N",
     .least = 1,
     .most = 5000,
     .text = "with --from: look at so many pages at most (default: 200)"},
    {.name = "depth",
     .type = OPTION_COUNT,
     .at = AT(depth),
     .argument = "N",
     .least = 1,
     .most = 100,
     .text = "with --from: so many clicks from where it began (default: 10)"},
    {.name = "seconds",
     .type = OPTION_COUNT,
     .at = AT(seconds),
     .argument = "N",
     .least = 1,
     .most = 3600,
     .text = "with --from: for so long at most (default: 120)"},
    {.name = "links-only",
     .at = AT(links_only),
     .text = "with --from: follow links, press nothing; for production"},
    {.name = "out",
     .letter = 'o',
     .type = OPTION_TEXT,
     .at = AT(out),
     .argument = "FILE",
     .text = "write the map as JSON"},
    {.name = "compare",
     .type = OPTION_TEXT,
     .at = AT(compare),
     .argument = "FILE",
     .text = "an earlier map: tell what is new, gone or changed"},
    {.shared = run_setting_rows, .at = AT(run)},
    {.name = "strict",
     .at = AT(run.strict),
     .text = "pages with a problem, and modules that are gone, fail: exit 1"},
    {0},
};

/* ---- the journey ---- */

static void put_list(const char *key, const struct option_texts *list, struct buffer *out)
{
    if (list->count == 0)
        return;
    buffer_printf(out, "          %s: [", key);
    for (size_t i = 0; i < list->count; i++) {
        buffer_add_string(out, i > 0 ? ", " : "");
        json_write_string(text_of(list->items[i]), out);
    }
    buffer_add_string(out, "]\n");
}

static void write_journey(const struct crawl *c, struct buffer *out)
{
    buffer_printf(out, "journey: crawl\ntimeout: %llds\nsteps:\n", c->seconds + 300);
    if (c->login != NULL)
        own_journey_include(c->arena, c->login, out);
    buffer_printf(out,
                  "  - name: explore\n    timeout: %llds\n    browser:\n      - explore:\n",
                  c->seconds + 60);
    put_list("from", &c->from, out);
    put_list("hosts", &c->hosts, out);
    put_list("avoid", &c->avoid, out);
    buffer_printf(out, "          pages: %lld\n          depth: %lld\n          time: %llds\n",
                  c->pages, c->depth, c->seconds);
    buffer_printf(out, "          buttons: %s\n", c->links_only ? "false" : "true");
}

static const char *journey_file(const struct crawl *c)
{
    struct buffer text;
    buffer_init(&text, MOST_JOURNEY);
    write_journey(c, &text);
    const char *path = own_journey_write(c->arena, "crawl", buffer_text(&text));
    buffer_done(&text);
    return path;
}

/* ---- the map ---- */

static size_t print_problems(const struct graph *graph)
{
    size_t problems = 0;
    for (size_t i = 0; i < graph->nodes.count; i++) {
        const struct graph_node *node = graph_node_at(graph, i);
        if (node->problem == NULL)
            continue;
        print_out("  problem  %s  %s (%s)\n", node->id, node->problem, node->example);
        problems++;
    }
    return problems;
}

static size_t print_changes(const struct crawl *c, const struct graph *graph)
{
    if (c->before == NULL)
        return 0;
    struct graph_difference d = graph_compare(c->arena, c->before, graph);
    graph_changes_print(&d);
    return d.gone;
}

static bool write_graph(const struct crawl *c, const struct graph *graph)
{
    struct buffer out;
    const char *why = NULL;
    if (c->out == NULL)
        return true;
    buffer_init(&out, MOST_GRAPH);
    graph_write(graph, &out);
    bool written = !out.full && files_write(c->arena, c->out, buffer_text(&out), &why);
    if (!written)
        print_error("xunjian crawl: could not write %s: %s\n", c->out,
                    out.full ? "the map is too large" : why);
    buffer_done(&out);
    return written;
}

static int mapped(void *thing, const struct report *report, int code)
{
    struct crawl *c = thing;
    const struct graph *graph = graph_of_report(c->arena, report);
    if (graph->nodes.count == 0) {
        print_error("xunjian crawl: nothing was explored\n");
        return code == EXIT_PASSED ? EXIT_NOTHING : code;
    }
    print_out("%zu modules, %zu ways between them\n", graph->nodes.count, graph->edges.count);
    size_t problems = print_problems(graph);
    size_t gone = print_changes(c, graph);
    if (!write_graph(c, graph))
        return EXIT_INTERNAL;
    return code == EXIT_PASSED && c->run.strict && problems + gone > 0 ? EXIT_FAILED : code;
}

static int crawl(struct crawl *c, const char *typed, const char **paths)
{
    int code = EXIT_USAGE;
    const char *own = NULL;
    if (c->compare != NULL) {
        c->before = graph_file_read(c->arena, c->compare, &code);
        if (c->before == NULL)
            return code;
    }
    if (c->from.count > 0) {
        own = journey_file(c);
        if (own == NULL)
            return EXIT_INTERNAL;
        c->run.beside = c->login != NULL ? c->login : "scenarios/crawl.journey.yaml";
        paths[0] = own;
        paths[1] = NULL;
    }
    code = run_journeys(&c->run, c->arena, typed, paths, mapped, c);
    if (own != NULL)
        unlink(own);
    return code;
}

static int run(const struct command *self, int argc, char **argv)
{
    struct crawl c = {
        .run = {.repeat = 1}, .pages = 200, .depth = 10, .seconds = 120, .arena = arena_new()};
    const char **rest = arena_array(c.arena, (size_t)argc + 2, const char *);
    int code = EXIT_USAGE;
    if (options_read(self, argc, argv, &c, rest, &code)) {
        code = run_options_settle(self, &c.run, c.arena);
        bool one = (rest[0] != NULL) != (c.from.count > 0);
        if (code == EXIT_PASSED)
            code = one ? crawl(&c, run_typed(c.arena, argc, argv), rest)
                       : options_wrong(self,
                                       "give --from URL, or journeys with an explore action");
    }
    arena_end(c.arena);
    return code;
}

const struct command command_crawl = {
    .name = "crawl",
    .text = "Maps an app: which pages it has and what leads to them.",
    .arguments = "[OPTIONS] --from URL | PATH...",
    .options = options,
    .run = run,
};
