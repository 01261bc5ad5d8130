/* SPDX-License-Identifier: Apache-2.0 */
/* redirects - how many redirects led to the answer. */

#include "base/arena.h"
#include "checks/subject/found.h"
#include "document/json.h"
#include "model/observation.h"
#include "model/page_sight.h"
#include "model/subject.h"

static void extract(const void *compiled, struct sight *sight, struct extracted *ret)
{
    (void)compiled;
    if (sight->saw->exchange_count == 0)
        ret->problem = "no answer";
    else
        found_one(sight, ret, json_int(sight->arena, (int64_t)sight->saw->exchange_count - 1));
}

const struct subject subject_redirects = {
    .name = "redirects",
    .text = "how many redirects led to the answer",
    .operand = OPERAND_NONE,
    .reason = REASON_ASSERTION,
    .channels = PAGE_NETWORK,
    .extract = extract,
};
