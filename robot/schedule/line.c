/* SPDX-License-Identifier: Apache-2.0 */
/* line.c - first come, first served: the monitors that wait for a place. */

#include "schedule/state.h"

void line_empty(struct schedule *schedule)
{
    schedule->waiting = 0;
    schedule->first_waiting = NULL;
    schedule->last_waiting = &schedule->first_waiting;
}

void line_join(struct schedule *schedule, struct entry *entry)
{
    bool held = entry->running > 0 && entry->item.rule.overlap != OVERLAP_PARALLEL;
    if (entry->wants == 0 || entry->in_line || held)
        return;
    entry->in_line = true;
    entry->next_waiting = NULL;
    *schedule->last_waiting = entry;
    schedule->last_waiting = &entry->next_waiting;
    schedule->waiting++;
}

struct entry *line_take(struct schedule *schedule)
{
    struct entry *entry = schedule->first_waiting;
    schedule->first_waiting = entry->next_waiting;
    if (schedule->first_waiting == NULL)
        schedule->last_waiting = &schedule->first_waiting;
    schedule->waiting--;
    entry->in_line = false;
    return entry;
}
