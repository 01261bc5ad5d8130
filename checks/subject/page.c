/* SPDX-License-Identifier: Apache-2.0 */
/* page.c - parsing the body when first asked. */

#include "checks/subject/page.h"
#include "base/arena.h"
#include "model/journey.h"
#include "model/observation.h"
#include "model/page_sight.h"
#include "model/subject.h"
#include "query/html.h"

const struct html *page_of(struct sight *sight, const char **ret_problem)
{
    const struct exchange *answer = observation_answer(sight->saw);
    bool stands = sight->saw->page != NULL && sight->saw->page->dom.length > 0;
    if (!stands && (answer == NULL || answer->status == 0)) {
        *ret_problem = "no answer";
        return NULL;
    }
    if (sight->body_html == NULL && sight->body_html_problem == NULL) {
        struct html_limits limits = html_usual_limits;
        if (sight->limits != NULL && sight->limits->html_depth > 0)
            limits = (struct html_limits){.depth = sight->limits->html_depth,
                                          .elements = sight->limits->html_elements};
        const struct header *type =
            answer != NULL ? headers_find(&answer->headers, "content-type") : NULL;
        const struct page_sight *seen = sight->saw->page; /* as it stands, not as it came */
        struct text body = seen != NULL ? seen->dom : answer->body;
        struct text kind = seen != NULL   ? text_of("text/html; charset=utf-8")
                           : type != NULL ? type->value
                                          : text_of("");
        const char *problem = NULL;
        sight->body_html = html_parse(sight->pages != NULL ? sight->pages : sight->arena, body,
                                      kind, limits, &problem);
        if (sight->body_html == NULL) /* a finding quotes it after the page is gone */
            sight->body_html_problem = arena_strdup(sight->arena, problem);
    }
    *ret_problem = sight->body_html_problem;
    return sight->body_html;
}
