/* SPDX-License-Identifier: Apache-2.0 */
/* console_page.c - what a browser's step saw: the action that failed, then what the page said.
 *
 * A page asks for forty things that come; whoever reads why it broke wants the one that did not. */

#include "reporters/file/console_page.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/units.h"
#include "reporters/file/console_evidence.h"
#include "reporters/file/plain.h"
#include "reporters/file/told_page.h"

enum { MOST_SAID = 10, SAID_COLUMNS = 320 };

/* A message may be a page long; its secrets are out before it is cut. */
static void put_said(const char *indent, const char *field, const char *said,
                     struct buffer *out)
{
    struct buffer line;
    buffer_init(&line, 1 << 20);
    plain_put(text_of(said), &line);
    struct text shown = plain_cut(buffer_text(&line), SAID_COLUMNS);
    if (shown.length > 0)
        buffer_printf(out, "%s%-9s %.*s%s\n", indent, field, TEXT_ARGS(shown),
                      shown.length < line.length ? "..." : "");
    buffer_done(&line);
}

static void put_failed_action(const struct action_sight *action, const char *indent,
                              struct buffer *out)
{
    struct arena *scratch = arena_new();
    const char *deeper = arena_printf(scratch, "%s  ", indent);
    console_fact(indent, "action",
                 text_of(arena_printf(scratch, "%s  after %s", told_action(scratch, action),
                                      duration_text(scratch, action->duration_ns))),
                 out);
    put_said(deeper, "element", action->element, out);
    console_place(deeper, &action->at, out);
    arena_end(scratch);
}

static void put_actions(const struct page_sight *page, const char *indent, struct buffer *out)
{
    struct arena *scratch = arena_new();
    for (size_t i = 0; i < page->action_count; i++) {
        const struct action_sight *action = &page->actions[i];
        bool failed = action->fault.reason != REASON_NONE;
        buffer_printf(out, "%s%s %7s  ", indent, failed ? "x" : ".",
                      duration_text(scratch, action->duration_ns));
        plain_put(text_of(told_action(scratch, action)), out);
        if (failed)
            buffer_printf(out, "  %s (%s)", phase_name(action->fault.phase),
                          reason_name(action->fault.reason));
        buffer_add_char(out, '\n');
    }
    arena_end(scratch);
}

static void put_page(const struct page_sight *page, const char *indent, struct buffer *out)
{
    struct buffer line;
    buffer_init(&line, 1 << 20);
    buffer_add_text(&line, page->url);
    if (page->title.length > 0)
        buffer_printf(&line, "  %.*s", TEXT_ARGS(page->title));
    buffer_add_char(&line, '\0');
    put_said(indent, "page", page->url.length > 0 ? line.at : NULL, out);
    buffer_done(&line);
}

static void put_console(const struct page_sight *page, bool all, const char *indent,
                        struct buffer *out)
{
    struct arena *scratch = arena_new();
    size_t told = 0, errors = 0;
    for (size_t i = 0; i < page->console_count; i++) {
        const struct console_sight *said = &page->console[i];
        if (!all && !said->exception && said->level != CONSOLE_ERROR)
            continue;
        errors++;
        if (!all && told == MOST_SAID)
            continue;
        told++;
        put_said(indent, told_level(said), told_console(scratch, said), out);
    }
    if (errors > told)
        buffer_printf(out, "%s%-9s and %zu more\n", indent, "", errors - told);
    for (size_t i = 0; i < page->dialog_count; i++)
        put_said(indent, "dialog",
                 arena_printf(scratch, "%s \"%s\" %s", page->dialogs[i].kind,
                              page->dialogs[i].message,
                              page->dialogs[i].accepted ? "accepted" : "dismissed"),
                 out);
    arena_end(scratch);
}

static void put_motion(const struct page_sight *page, bool all, const char *indent,
                       struct buffer *out)
{
    const struct motion *motion = page->metrics != NULL ? &page->metrics->motion : NULL;
    struct arena *scratch = arena_new();
    if (motion != NULL && (all || motion->stalls > 0))
        put_said(indent, "scrolled", told_motion(scratch, motion), out);
    arena_end(scratch);
}

void console_saw(const struct observation *saw, bool all, const char *indent,
                 struct buffer *out)
{
    if (saw->page == NULL) {
        console_exchanges(saw, indent, out);
        return;
    }
    const struct action_sight *failed = told_failed_action(saw);
    if (all)
        put_actions(saw->page, indent, out);
    if (failed != NULL)
        put_failed_action(failed, indent, out);
    put_page(saw->page, indent, out);
    put_motion(saw->page, all, indent, out);
    put_console(saw->page, all, indent, out);
    for (size_t i = 0; i < saw->exchange_count; i++)
        if (all || told_missed(&saw->exchanges[i]))
            console_exchange(saw, i, told_readable(&saw->exchanges[i]), indent, out);
}
