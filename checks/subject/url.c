/* SPDX-License-Identifier: Apache-2.0 */
/* url - where the answer came from, after redirects. */

#include "base/arena.h"
#include "checks/subject/found.h"
#include "document/json.h"
#include "model/observation.h"
#include "model/page_sight.h"
#include "model/subject.h"

static void extract(const void *compiled, struct sight *sight, struct extracted *ret)
{
    const struct exchange *answer = observation_answer(sight->saw);
    (void)compiled;
    if (sight->saw->page != NULL && sight->saw->page->url.length > 0)
        found_text(sight, ret, sight->saw->page->url);
    else if (answer == NULL)
        ret->problem = "no answer";
    else
        found_text(sight, ret, answer->url);
}

const struct subject subject_url = {
    .name = "url",
    .text = "the URL the answer came from, after redirects; in a browser: the page's address",
    .operand = OPERAND_NONE,
    .reason = REASON_ASSERTION,
    .extract = extract,
};
