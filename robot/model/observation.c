/* SPDX-License-Identifier: Apache-2.0 */
/* observation.c - looking things up in what was seen. */

#include "model/observation.h"
#include "model/page_sight.h"

const struct exchange *observation_answer(const struct observation *saw)
{
    if (saw->page != NULL)
        return saw->page->document;
    return saw->exchange_count > 0 ? &saw->exchanges[saw->exchange_count - 1] : NULL;
}

const struct header *headers_find(const struct headers *headers, const char *name)
{
    for (size_t i = 0; i < headers->count; i++)
        if (text_equal_ignoring_case(headers->items[i].name, text_of(name)))
            return &headers->items[i];
    return NULL;
}

struct timing timing_none(void)
{
    struct timing none = {.first_byte_ns = -1, .total_ns = -1};
    for (int p = 0; p < NETWORK_PHASES; p++)
        none.phase_ns[p] = -1;
    return none;
}

static void add(int64_t *sum, int64_t part)
{
    if (part >= 0)
        *sum = *sum < 0 ? part : *sum + part;
}

void timing_add(struct timing *sum, const struct timing *part)
{
    for (int p = 0; p < NETWORK_PHASES; p++)
        add(&sum->phase_ns[p], part->phase_ns[p]);
    if (part->first_byte_ns >= 0) /* the answer that counts is the last one's */
        sum->first_byte_ns = (sum->total_ns > 0 ? sum->total_ns : 0) + part->first_byte_ns;
    add(&sum->total_ns, part->total_ns);
    if (part->uncertainty_ns > sum->uncertainty_ns)
        sum->uncertainty_ns = part->uncertainty_ns;
}
