/* SPDX-License-Identifier: Apache-2.0 */
/* page.c - parsing the body when first asked. */

#include "checks/subject/page.h"
#include "base/arena.h"
#include "model/journey.h"
#include "model/observation.h"
#include "model/subject.h"
#include "query/html.h"

const struct html *page_of(struct sight *sight, const char **ret_problem)
{
    const struct exchange *answer = observation_answer(sight->saw);
    if (answer == NULL || answer->status == 0) {
        *ret_problem = "no answer";
        return NULL;
    }
    if (sight->body_html == NULL && sight->body_html_problem == NULL) {
        struct html_limits limits = html_usual_limits;
        if (sight->limits != NULL && sight->limits->html_depth > 0)
            limits = (struct html_limits){.depth = sight->limits->html_depth,
                                          .elements = sight->limits->html_elements};
        const struct header *type = headers_find(&answer->headers, "content-type");
        const char *problem = NULL;
        sight->body_html =
            html_parse(sight->pages != NULL ? sight->pages : sight->arena, answer->body,
                       type != NULL ? type->value : text_of(""), limits, &problem);
        if (sight->body_html == NULL) /* a finding quotes it after the page is gone */
            sight->body_html_problem = arena_strdup(sight->arena, problem);
    }
    *ret_problem = sight->body_html_problem;
    return sight->body_html;
}
