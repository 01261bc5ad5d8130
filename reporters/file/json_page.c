/* SPDX-License-Identifier: Apache-2.0 */
/* json_page.c - what a browser's try saw: its actions, console, dialogs, figures, document.
 *
 * Pictures are told by size and SHA-256 only: they would be most of a report that programs read;
 * the HTML report shows them. */

#include "reporters/file/json_page.h"
#include "base/arena.h"
#include "base/encode.h"
#include "base/must.h"
#include "model/page_sight.h"
#include "reporters/file/clean.h"
#include "reporters/file/json_exchange.h"
#include "reporters/file/json_out.h"
#include "reporters/file/told_page.h"

#include <openssl/evp.h>

enum { DOM_BYTES = 256 << 10 };

void json_place(const struct place *at, struct json_out *out)
{
    if (at->source == NULL) {
        json_out_null(out, "at");
        return;
    }
    json_out_open(out, "at", '{');
    json_out_string(out, "file", at->source->name);
    json_out_int(out, "line", at->line);
    json_out_int(out, "column", at->column);
    json_out_close(out, '}');
}

static void put_ns(const char *name, int64_t ns, struct json_out *out)
{
    if (ns < 0)
        json_out_null(out, name);
    else
        json_out_int(out, name, ns);
}

static void put_picture(const char *name, const struct picture *picture, struct json_out *out)
{
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    if (picture->png.length == 0) {
        json_out_null(out, name);
        return;
    }
    struct arena *scratch = arena_new();
    must(EVP_Digest(picture->png.at, picture->png.length, hash, &length, EVP_sha256(), NULL) ==
         1);
    struct text raw = {.at = (const char *)hash, .length = length};
    json_out_open(out, name, '{');
    json_out_text(out, "sha256", encode_hex(scratch, raw));
    json_out_int(out, "bytes", (int64_t)picture->png.length);
    json_out_utc(out, "taken", picture->taken_utc_ns);
    json_out_close(out, '}');
    arena_end(scratch);
}

static void put_action(const struct observation *saw, const struct action_sight *action,
                       struct json_out *out)
{
    json_out_open(out, NULL, '{');
    json_out_string(out, "name", action->name);
    json_out_string(out, "target", action->target);
    json_out_string(out, "element", action->element);
    json_place(&action->at, out);
    json_out_utc(out, "started", saw->started_utc_ns + (action->started_ns - saw->started_ns));
    json_out_int(out, "duration_ns", action->duration_ns);
    json_fault(&action->fault, out);
    if (action->effect < 0)
        json_out_null(out, "effect");
    else
        json_out_bool(out, "effect", action->effect > 0);
    json_out_int(out, "first_exchange", (int64_t)action->first_exchange);
    put_picture("before", &action->before, out);
    put_picture("after", &action->after, out);
    json_out_close(out, '}');
}

static void put_console(const struct page_sight *page, struct json_out *out)
{
    json_out_open(out, "console", '[');
    for (size_t i = 0; i < page->console_count; i++) {
        const struct console_sight *said = &page->console[i];
        json_out_open(out, NULL, '{');
        json_out_string(out, "level", told_level(said));
        json_out_string(out, "text", said->text);
        json_out_string(out, "url", said->url);
        json_out_int(out, "line", said->line);
        json_out_int(out, "column", said->column);
        json_out_close(out, '}');
    }
    json_out_close(out, ']');
    json_out_open(out, "dialogs", '[');
    for (size_t i = 0; i < page->dialog_count; i++) {
        json_out_open(out, NULL, '{');
        json_out_string(out, "kind", page->dialogs[i].kind);
        json_out_string(out, "message", page->dialogs[i].message);
        json_out_bool(out, "accepted", page->dialogs[i].accepted);
        json_out_close(out, '}');
    }
    json_out_close(out, ']');
}

static void put_long_tasks(const struct page_metrics *metrics, struct json_out *out)
{
    json_out_open(out, "long_tasks", '[');
    for (size_t i = 0; i < metrics->long_task_count; i++) {
        json_out_open(out, NULL, '{');
        put_ns("at_ns", metrics->long_tasks[i].at_ns, out);
        put_ns("length_ns", metrics->long_tasks[i].length_ns, out);
        json_out_string(out, "script", metrics->long_tasks[i].script);
        json_out_close(out, '}');
    }
    json_out_close(out, ']');
}

static void put_motion(const struct motion *motion, struct json_out *out)
{
    if (motion->frames == 0) {
        json_out_null(out, "motion");
        return;
    }
    json_out_open(out, "motion", '{');
    put_ns("length_ns", motion->length_ns, out);
    json_out_int(out, "frames", motion->frames);
    json_out_int(out, "dropped_frames", motion->dropped);
    json_out_int(out, "frame_rate", motion_rate(motion));
    put_ns("stall_ns", motion->stall_ns, out);
    json_out_int(out, "stalls", motion->stalls);
    json_out_string(out, "script", motion->script);
    json_out_close(out, '}');
}

static void put_metrics(const struct page_metrics *metrics, struct json_out *out)
{
    if (metrics == NULL) {
        json_out_null(out, "metrics");
        return;
    }
    json_out_open(out, "metrics", '{');
    put_ns("first_byte_ns", metrics->first_byte_ns, out);
    put_ns("fcp_ns", metrics->fcp_ns, out);
    put_ns("lcp_ns", metrics->lcp_ns, out);
    json_out_string(out, "lcp_element", metrics->lcp_element);
    put_ns("dom_ns", metrics->dom_ns, out);
    put_ns("load_ns", metrics->load_ns, out);
    put_ns("interaction_ns", metrics->interaction_ns, out);
    json_out_string(out, "interaction_element", metrics->interaction_element);
    if (metrics->layout_shift < 0)
        json_out_null(out, "layout_shift");
    else /* a decimal number of six digits, as a moment is one of milliseconds */
        json_out_ms(out, "layout_shift", (int64_t)(metrics->layout_shift * 1e6 + 0.5));
    json_out_string(out, "shift_element", metrics->shift_element);
    put_long_tasks(metrics, out);
    put_ns("blocked_ns", metrics->blocked_ns, out);
    put_motion(&metrics->motion, out);
    json_out_int(out, "requests", metrics->requests);
    json_out_int(out, "bytes", metrics->bytes);
    json_out_close(out, '}');
}

static void put_dom(const struct page_sight *page, bool wanted, struct json_out *out)
{
    struct excerpt part;
    if (!wanted || page->dom.length == 0) {
        json_out_null(out, "dom");
        return;
    }
    excerpt_init(&part, page->dom, DOM_BYTES);
    json_out_open(out, "dom", '{');
    json_out_text(out, "text", part.text);
    json_out_bool(out, "cut", part.cut || !page->dom_whole);
    json_out_close(out, '}');
    excerpt_done(&part);
}

static void put_unseen(const struct page_sight *page, struct json_out *out)
{
    json_out_open(out, "unseen", '[');
    if (page->unseen & PAGE_NETWORK)
        json_out_string(out, NULL, "network");
    if (page->unseen & PAGE_CONSOLE)
        json_out_string(out, NULL, "console");
    json_out_close(out, ']');
}

void json_page(const struct observation *saw, bool dom, struct json_out *out)
{
    const struct page_sight *page = saw->page;
    if (page == NULL) {
        json_out_null(out, "page");
        return;
    }
    json_out_open(out, "page", '{');
    json_out_string(out, "driver", page->driver);
    json_out_string(out, "browser", page->browser);
    put_unseen(page, out);
    json_out_text(out, "url", page->url);
    json_out_text(out, "title", page->title);
    json_out_open(out, "actions", '[');
    for (size_t i = 0; i < page->action_count; i++)
        put_action(saw, &page->actions[i], out);
    json_out_close(out, ']');
    put_console(page, out);
    put_metrics(page->metrics, out);
    put_dom(page, dom, out);
    json_out_close(out, '}');
}
