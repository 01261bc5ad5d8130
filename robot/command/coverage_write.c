/* SPDX-License-Identifier: Apache-2.0 */
/* coverage_write.c - see coverage_write.h. */

#include "command/coverage_write.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/files.h"
#include "command/print.h"
#include "document/json.h"
#include "graph/coverage.h"
#include "reporters/file/markup.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_JOURNEY = 16 * 1024 };

/* ---- listings ---- */

static void put_cell(const char *string, struct buffer *out)
{
    for (; *string != '\0'; string++) {
        if (*string == '|' || *string == '\\')
            buffer_add_char(out, '\\');
        buffer_add_char(out, *string == '\n' ? ' ' : *string);
    }
}

static void put_journeys(const struct module_coverage *m, struct buffer *out)
{
    for (const char *const *name = m->journeys; *name != NULL; name++) {
        buffer_add_string(out, name != m->journeys ? ", " : "");
        put_cell(*name, out);
    }
    if (m->journeys[0] == NULL)
        buffer_add_string(out, m->is_new ? "**none, and it is new**" : "**none**");
}

void coverage_markdown(const struct coverage *coverage, struct buffer *out)
{
    buffer_printf(
        out,
        "## Page coverage: %d %%\n\n%zu of %zu modules, %zu of %zu ways between them.\n\n"
        "| module | title | journeys |\n|---|---|---|\n",
        coverage_percent(coverage), coverage->modules_covered, coverage->module_count,
        coverage->edges_covered, coverage->edge_count);
    for (size_t i = 0; i < coverage->module_count; i++) {
        const struct module_coverage *m = &coverage->modules[i];
        buffer_add_string(out, "| `");
        put_cell(m->node->id, out);
        buffer_add_string(out, "` | ");
        put_cell(m->node->title, out);
        buffer_add_string(out, " | ");
        put_journeys(m, out);
        buffer_add_string(out, " |\n");
    }
}

void coverage_junit(const struct coverage *coverage, struct buffer *out)
{
    buffer_printf(out,
                  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
                  "<testsuite name=\"page coverage\" tests=\"%zu\" failures=\"%zu\">\n",
                  coverage->module_count, coverage->module_count - coverage->modules_covered);
    for (size_t i = 0; i < coverage->module_count; i++) {
        const struct module_coverage *m = &coverage->modules[i];
        buffer_add_string(out, "<testcase classname=\"module\" name=\"");
        markup_text(text_of(m->node->id), out);
        buffer_add_string(out, "\">");
        if (m->journeys[0] == NULL) {
            buffer_add_string(out, "<failure message=\"");
            buffer_add_string(out, m->is_new ? "no journey visits this new module"
                                             : "no journey visits this module");
            buffer_add_string(out, "\"/>");
        }
        buffer_add_string(out, "</testcase>\n");
    }
    buffer_add_string(out, "</testsuite>\n</testsuites>\n");
}

/* ---- journeys still to be written ---- */

static const char *name_of(struct arena *arena, const char *id)
{
    char *name = arena_printf(arena, "page%s", id);
    for (char *at = name; *at != '\0'; at++)
        if (!isalnum((unsigned char)*at))
            *at = '-';
    size_t length = strlen(name);
    while (length > 0 && name[length - 1] == '-')
        name[--length] = '\0';
    return name;
}

static void put_scaffold(const char *name, const struct graph_node *node, const char *login,
                         struct buffer *out)
{
    buffer_printf(out,
                  "# Written by `xunjian coverage --scaffold`: say what a customer does here.\n"
                  "journey: %s\ntitle: ",
                  name);
    json_write_string(text_of(node->title[0] != '\0' ? node->title : node->id), out);
    buffer_add_string(out, "\ntimeout: 1m\nsteps:\n");
    if (login != NULL) {
        buffer_add_string(out, "  - include: ");
        json_write_string(text_of(login), out);
        buffer_add_string(out, "\n");
    }
    buffer_add_string(out, "  - name: open\n    timeout: 20s\n    browser:\n      - open: ");
    json_write_string(text_of(node->example), out);
    buffer_add_string(out, "\n");
    if (node->title[0] == '\0')
        return;
    buffer_add_string(out, "    assert:\n      - css: title\n        equals: ");
    json_write_string(text_of(node->title), out);
    buffer_add_string(out, "\n");
}

bool coverage_scaffold(struct arena *arena, const struct coverage *coverage, const char *folder,
                       const char *login)
{
    char *full = login != NULL ? realpath(login, NULL) : NULL;
    const char *first = full != NULL ? arena_strdup(arena, full) : login;
    free(full);
    for (size_t i = 0; i < coverage->module_count; i++) {
        const struct module_coverage *m = &coverage->modules[i];
        const char *name = name_of(arena, m->node->id), *why = NULL;
        const char *path = arena_printf(arena, "%s/%s.journey.yaml", folder, name);
        if (m->journeys[0] != NULL || m->node->example[0] == '\0' || access(path, F_OK) == 0)
            continue;
        struct buffer text;
        buffer_init(&text, MOST_JOURNEY);
        put_scaffold(name, m->node, first, &text);
        bool written = files_write(arena, path, buffer_text(&text), &why);
        buffer_done(&text);
        if (!written) {
            print_error("xunjian coverage: could not write %s: %s\n", path, why);
            return false;
        }
        print_out("  wrote %s\n", path);
    }
    return true;
}
