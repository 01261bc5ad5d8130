/* SPDX-License-Identifier: Apache-2.0 */
/* body - the whole body of the answer, as text. */

#include "base/arena.h"
#include "checks/subject/found.h"
#include "document/json.h"
#include "model/observation.h"
#include "model/page_sight.h"
#include "model/subject.h"

static void extract(const void *compiled, struct sight *sight, struct extracted *ret)
{
    struct text body;
    (void)compiled;
    if (found_body(sight, ret, &body))
        found_text(sight, ret, body);
}

const struct subject subject_body = {
    .name = "body",
    .text = "the whole body of the answer, decoded, as text",
    .operand = OPERAND_NONE,
    .reason = REASON_ASSERTION,
    .channels = PAGE_NETWORK,
    .extract = extract,
};
