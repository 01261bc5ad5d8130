/* SPDX-License-Identifier: Apache-2.0 */
/* felt.c - how a page felt: a figure a tile, then who kept its main thread busy.
 *
 * Facts without colours: whether they are good enough, budgets and checks say. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/units.h"
#include "reporters/file/html/page.h"

enum { MOST_TASKS = 20 };

static void put_tile(struct html *h, enum word_name name, const char *value,
                     const char *element)
{
    if (value == NULL)
        return;
    html_raw(h, "<div><dt>");
    html_say(h, name);
    html_raw(h, "</dt><dd><b>");
    html_string(h, value);
    html_raw(h, "</b>");
    if (element != NULL && element[0] != '\0') {
        html_raw(h, " <code>");
        html_string(h, element);
        html_raw(h, "</code>");
    }
    html_raw(h, "</dd></div>\n");
}

static const char *time_of(struct html *h, int64_t ns)
{
    return ns < 0 ? NULL : duration_text(h->arena, ns);
}

static const char *count_of(struct html *h, int64_t count)
{
    return arena_printf(h->arena, "%lld", (long long)count);
}

static const char *size_of(struct html *h, int64_t bytes)
{
    if (bytes < 1024)
        return arena_printf(h->arena, "%lld B", (long long)bytes);
    return arena_printf(h->arena, "%.1f KB", (double)bytes / 1024);
}

static void put_tasks(struct html *h, const struct page_metrics *metrics)
{
    if (metrics->long_task_count == 0)
        return;
    html_raw(h, "<h4>");
    html_say(h, WORD_LONG_TASKS);
    buffer_printf(h->out, " (%zu)</h4>\n<ol class=\"rows\">\n", metrics->long_task_count);
    for (size_t i = 0; i < metrics->long_task_count && i < MOST_TASKS; i++) {
        const struct long_task *task = &metrics->long_tasks[i];
        html_raw(h, "<li><b>");
        html_duration(h, task->length_ns);
        html_raw(h, "</b> <span class=\"gloss\">+");
        html_duration(h, task->at_ns);
        html_raw(h, "</span> <code>");
        html_string(h, task->script);
        html_raw(h, "</code></li>\n");
    }
    html_raw(h, metrics->long_task_count > MOST_TASKS ? "<li>&hellip;</li></ol>\n" : "</ol>\n");
}

static void put_motion(struct html *h, const struct motion *motion)
{
    if (motion->frames == 0)
        return;
    put_tile(h, WORD_FRAME_RATE, count_of(h, motion_rate(motion)), NULL);
    put_tile(h, WORD_DROPPED_FRAMES,
             arena_printf(h->arena, "%lld (%lld%%)", (long long)motion->dropped,
                          (long long)motion_dropped(motion)),
             NULL);
    if (motion->stall_ns > 0)
        put_tile(h, WORD_STALL, time_of(h, motion->stall_ns), motion->script);
}

void html_felt(struct html *h, const struct page_metrics *metrics)
{
    if (metrics == NULL)
        return;
    html_raw(h, "<details class=\"part\"><summary>");
    html_say(h, WORD_FELT);
    html_raw(h, "</summary>\n<dl class=\"tiles\">\n");
    put_tile(h, WORD_FIRST_BYTE, time_of(h, metrics->first_byte_ns), NULL);
    put_tile(h, WORD_FCP, time_of(h, metrics->fcp_ns), NULL);
    put_tile(h, WORD_LCP, time_of(h, metrics->lcp_ns), metrics->lcp_element);
    if (metrics->layout_shift >= 0)
        put_tile(h, WORD_CLS, arena_printf(h->arena, "%.3f", metrics->layout_shift),
                 metrics->shift_element);
    put_tile(h, WORD_INTERACTION, time_of(h, metrics->interaction_ns),
             metrics->interaction_element);
    put_tile(h, WORD_LOADED, time_of(h, metrics->load_ns), NULL);
    put_tile(h, WORD_BLOCKED, time_of(h, metrics->blocked_ns), NULL);
    put_motion(h, &metrics->motion);
    put_tile(h, WORD_REQUESTS, count_of(h, metrics->requests), NULL);
    put_tile(h, WORD_TRANSFERRED, size_of(h, metrics->bytes), NULL);
    html_raw(h, "</dl>\n");
    put_tasks(h, metrics);
    html_raw(h, "</details>\n");
}
