/* SPDX-License-Identifier: Apache-2.0 */
/* errand.c - requests that outlive whoever made them. */

#include "base/arena.h"
#include "base/must.h"
#include "transport/browser/visit.h"

#include <stdlib.h>

void *errand_new(struct visit *visit, size_t size, drive_done_fn *done, void *thing)
{
    struct errand *errand = calloc(1, size);
    must(errand != NULL);
    *errand = (struct errand){.visit = visit,
                              .arena = arena_new(),
                              .done = done,
                              .thing = thing,
                              .next = visit->errands};
    visit->errands = errand;
    return errand;
}

void errand_finish(struct errand *errand, enum drive_end end, const struct json *value,
                   const char *why)
{
    const struct drive_answer answer = {.end = end, .value = value, .why = why};
    if (errand->visit != NULL)
        for (struct errand **at = &errand->visit->errands; *at != NULL; at = &(*at)->next)
            if (*at == errand) {
                *at = errand->next;
                break;
            }
    if (errand->done != NULL)
        errand->done(errand->thing, &answer);
    arena_end(errand->arena);
    free(errand);
}

void errand_refuse(struct errand *errand, const struct cdp_reply *reply)
{
    errand_finish(errand, reply->gone ? DRIVE_GONE : DRIVE_REFUSED, NULL,
                  reply->error != NULL ? reply->error : "an unexpected answer of the browser");
}

void errand_call(struct errand *errand, const char *session, const char *method,
                 const struct json *params, cdp_done_fn *done)
{
    static const struct cdp_reply over = {.gone = true, .error = "the visit is over"};
    struct visit *visit = errand->visit;
    if (visit == NULL || visit->gone) {
        if (done != NULL)
            done(errand, &over);
        return;
    }
    cdp_call(visit_cdp(visit), session != NULL ? session : visit_page(visit), method, params,
             done, errand);
}

void errand_forget(struct visit *visit, const void *thing)
{
    for (struct errand *errand = visit->errands, *next; errand != NULL; errand = next) {
        next = errand->next;
        if (thing == NULL)
            errand->visit = NULL;
        if (thing == NULL || errand->thing == thing)
            errand->done = NULL;
    }
    if (thing == NULL)
        visit->errands = NULL;
}
