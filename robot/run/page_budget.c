/* SPDX-License-Identifier: Apache-2.0 */
/* page_budget.c - a page's metrics against limits.
 *
 * What belongs to arriving (fcp, lcp, ready, load) is judged in the step in which the page came; the
 * rest is of each step's own. */

#include "run/page_budget.h"
#include "base/arena.h"
#include "base/units.h"
#include "model/observation.h"
#include "model/page_sight.h"

struct judging {
    struct place at;
    struct arena *arena;
    struct finding *to;
    size_t count;
};

static void complain(struct judging *j, const char *name, const char *limit, const char *took,
                     const char *by)
{
    const char *actual =
        by != NULL && by[0] != '\0' ? arena_printf(j->arena, "%s: %s", took, by) : took;
    j->to[j->count++] = (struct finding){
        .verdict = VERDICT_DEGRADED,
        .phase = PHASE_JUDGE,
        .reason = REASON_BUDGET,
        .check = arena_printf(j->arena, "budget %s", name),
        .expected = limit,
        .actual = actual,
        .soft = true,
        .at = j->at,
    };
}

static void over(struct judging *j, const char *name, const char *limit, const char *took,
                 const char *by)
{
    complain(j, name, arena_printf(j->arena, "at most %s", limit), took, by);
}

static void judge_time(struct judging *j, const char *name, int64_t limit_ns, int64_t took_ns,
                       const char *by)
{
    if (limit_ns > 0 && took_ns > limit_ns)
        over(j, name, duration_text(j->arena, limit_ns), duration_text(j->arena, took_ns), by);
}

static const char *size_words(struct arena *arena, int64_t bytes)
{
    return bytes < 1024          ? arena_printf(arena, "%lldB", (long long)bytes)
           : bytes < 1024 * 1024 ? arena_printf(arena, "%.1fKB", (double)bytes / 1024)
                                 : arena_printf(arena, "%.2fMB", (double)bytes / (1024 * 1024));
}

static int64_t bytes_of(const struct exchange *request)
{
    return request->wire_bytes + request->header_bytes;
}

static void judge_traffic(struct judging *j, const struct page_budget *budget,
                          const struct observation *saw)
{
    const struct exchange *largest = NULL;
    int64_t bytes = 0, requests = 0;
    for (size_t i = 0; i < saw->exchange_count; i++) {
        const struct socket_talk *socket = saw->exchanges[i].socket;
        requests += socket == NULL || !socket->continued ? 1 : 0;
        bytes += bytes_of(&saw->exchanges[i]);
        if (largest == NULL || bytes_of(&saw->exchanges[i]) > bytes_of(largest))
            largest = &saw->exchanges[i];
    }
    if (budget->requests > 0 && requests > budget->requests)
        over(j, "requests", arena_printf(j->arena, "%lld", (long long)budget->requests),
             arena_printf(j->arena, "%lld", (long long)requests), NULL);
    if (budget->bytes > 0 && bytes > budget->bytes)
        over(j, "bytes", size_words(j->arena, budget->bytes), size_words(j->arena, bytes),
             arena_printf(j->arena, "the largest is %.*s, %s", TEXT_ARGS(largest->url),
                          size_words(j->arena, bytes_of(largest))));
}

static const struct long_task *longest(const struct page_metrics *metrics)
{
    const struct long_task *worst = NULL;
    for (size_t i = 0; i < metrics->long_task_count; i++)
        if (worst == NULL || metrics->long_tasks[i].length_ns > worst->length_ns)
            worst = &metrics->long_tasks[i];
    return worst;
}

static void judge_feeling(struct judging *j, const struct page_budget *budget,
                          const struct page_metrics *metrics)
{
    const struct long_task *worst = longest(metrics);
    const char *script = worst != NULL ? worst->script : NULL;
    judge_time(j, "interaction", budget->interaction_ns, metrics->interaction_ns,
               metrics->interaction_element);
    judge_time(j, "long_task", budget->long_task_ns, worst != NULL ? worst->length_ns : -1,
               script);
    judge_time(j, "blocked", budget->blocked_ns, metrics->blocked_ns, script);
    if (budget->cls > 0 && metrics->layout_shift > budget->cls)
        over(j, "cls", arena_printf(j->arena, "%g", budget->cls),
             arena_printf(j->arena, "%.3f", metrics->layout_shift), metrics->shift_element);
}

static void judge_motion(struct judging *j, const struct page_budget *budget,
                         const struct motion *motion)
{
    if (motion->frames == 0)
        return;
    int64_t rate = motion_rate(motion), dropped = motion_dropped(motion);
    if (rate < budget->frame_rate)
        complain(
            j, "frame_rate",
            arena_printf(j->arena, "at least %lld a second", (long long)budget->frame_rate),
            arena_printf(j->arena, "%lld a second", (long long)rate), motion->script);
    if (budget->dropped_frames > 0 && dropped > budget->dropped_frames)
        over(j, "dropped_frames",
             arena_printf(j->arena, "%lld%%", (long long)budget->dropped_frames),
             arena_printf(j->arena, "%lld%%", (long long)dropped), motion->script);
    judge_time(j, "stall", budget->stall_ns, motion->stall_ns, motion->script);
}

static void judge_arriving(struct judging *j, const struct page_budget *budget,
                           const struct page_metrics *metrics)
{
    judge_time(j, "fcp", budget->fcp_ns, metrics->fcp_ns, NULL);
    judge_time(j, "lcp", budget->lcp_ns, metrics->lcp_ns, metrics->lcp_element);
    judge_time(j, "ready", budget->ready_ns, metrics->dom_ns, NULL);
    judge_time(j, "load", budget->load_ns, metrics->load_ns, NULL);
}

size_t page_budget_judge(const struct page_budget *budget, const struct observation *saw,
                         struct place at, struct arena *arena, struct finding *ret)
{
    struct judging judging = {.at = at, .arena = arena, .to = ret};
    const struct page_sight *page = saw->page;
    if (page == NULL)
        return 0;
    if (page->metrics != NULL && page->document != NULL)
        judge_arriving(&judging, budget, page->metrics);
    if (page->metrics != NULL) {
        judge_feeling(&judging, budget, page->metrics);
        judge_motion(&judging, budget, &page->metrics->motion);
    }
    judge_traffic(&judging, budget, saw);
    return judging.count;
}
