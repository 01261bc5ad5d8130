/* SPDX-License-Identifier: Apache-2.0 */
/* bytes - how many bytes the body of the answer has, decoded. */

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
    if (answer == NULL || answer->status == 0)
        ret->problem = "no answer";
    else
        found_one(sight, ret, json_int(sight->arena, answer->body_bytes));
}

const struct subject subject_bytes = {
    .name = "bytes",
    .text = "how many bytes the body of the answer has, decoded",
    .operand = OPERAND_NONE,
    .reason = REASON_ASSERTION,
    .channels = PAGE_NETWORK,
    .extract = extract,
};
