/* SPDX-License-Identifier: Apache-2.0 */
/* visits.c - see visits.h. */

#include "graph/visits.h"
#include "base/arena.h"
#include "graph/route.h"
#include "model/outcome.h"
#include "model/page_sight.h"

#include <string.h>

struct seeing {
    struct arena *arena;
    struct page_visit *visits; /* room for `room` of them; counted only while NULL */
    size_t count;
    size_t page; /* one more than the visit whose page a browser is on; 0: none */
};

static bool is_html(const struct exchange *e)
{
    const struct header *type = headers_find(&e->headers, "content-type");
    return e->status > 0 && type != NULL &&
           text_equal_ignoring_case(text_slice(type->value, 0, strlen("text/html")),
                                    text_of("text/html"));
}

static void visit(struct seeing *s, struct text url, bool refused)
{
    if (s->visits != NULL)
        s->visits[s->count] = (struct page_visit){
            .route = route_of(s->arena, url), .verdict = VERDICT_PASS, .refused = refused};
    s->count++;
}

/* Whether the try had to do with a page: it came to one, or was on one. */
static bool see(struct seeing *s, const struct observation *saw)
{
    const struct page_sight *page = saw->page;
    size_t before = s->count;
    if (page != NULL && page->explored != NULL)
        return false;
    for (size_t i = 0; page != NULL && i < page->address_count; i++)
        visit(s, page->addresses[i], false);
    if (page != NULL && s->count > before)
        s->page = s->count;
    for (size_t i = 0; page == NULL && i < saw->exchange_count; i++) {
        const struct exchange *e = &saw->exchanges[i];
        bool redirects = e->status >= 300 && e->status < 400;
        if (is_html(e) && !redirects)
            visit(s, e->url, e->status >= 400);
    }
    return page != NULL ? s->page > 0 : s->count > before;
}

static void see_step(struct seeing *s, const struct step_outcome *step)
{
    bool on_page = false, in_browser = false;
    for (size_t t = 0; t < step->try_count; t++) {
        const struct observation *saw = step->tries[t].saw;
        if (saw == NULL)
            continue;
        in_browser = saw->page != NULL;
        on_page = see(s, saw);
    }
    if (!on_page || s->visits == NULL || step->step->always)
        return;
    struct page_visit *at = &s->visits[(in_browser ? s->page : s->count) - 1];
    at->verdict = verdict_worse(at->verdict, step->verdict);
}

size_t visits_of(struct arena *arena, const struct outcome *run, const struct page_visit **ret)
{
    struct seeing s = {.arena = arena};
    for (size_t pass = 0; pass < 2; pass++) {
        if (pass > 0)
            s = (struct seeing){.arena = arena,
                                .visits = arena_array(arena, s.count + 1, struct page_visit)};
        for (size_t i = 0; i < run->step_count; i++)
            see_step(&s, &run->steps[i]);
    }
    *ret = s.visits;
    return s.count;
}
