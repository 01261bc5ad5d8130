/* SPDX-License-Identifier: Apache-2.0 */
/* turn.c - gathering what one call decides. */

#include "alert/state.h"
#include "base/arena.h"
#include "base/must.h"

#include <string.h>

struct turn turn_begin(struct alerts *alerts, int64_t now_utc_ns, struct arena *arena)
{
    must(alerts != NULL && arena != NULL);
    alerts->now_utc_ns = now_utc_ns;
    return (struct turn){.alerts = alerts, .arena = arena, .now_utc_ns = now_utc_ns};
}

struct alert_output turn_output(const struct turn *turn)
{
    return (struct alert_output){.arena = turn->arena,
                                 .told = turn->told,
                                 .told_count = turn->told_count,
                                 .retests = turn->retests,
                                 .retest_count = turn->retest_count};
}

/* Room for one more; the old array stays in the arena until it ends. */
static void *grow(struct arena *arena, void *items, size_t count, size_t *size, size_t each)
{
    if (count < *size)
        return items;
    size_t more = *size > 0 ? *size * 2 : 4;
    void *grown = arena_alloc(arena, more * each);
    if (count > 0)
        memcpy(grown, items, count * each);
    *size = more;
    return grown;
}

void turn_tell(struct turn *turn, const char *channel, const struct message *message)
{
    turn->told =
        grow(turn->arena, turn->told, turn->told_count, &turn->told_size, sizeof *turn->told);
    turn->told[turn->told_count++] =
        (struct alert_told){.channel = arena_strdup(turn->arena, channel), .message = message};
}

void turn_retest(struct turn *turn, const struct monitor *monitor)
{
    for (size_t i = 0; i < turn->retest_count; i++)
        if (strcmp(turn->retests[i].journey, monitor->journey) == 0 &&
            strcmp(turn->retests[i].environment, monitor->environment) == 0)
            return;
    turn->retests = grow(turn->arena, turn->retests, turn->retest_count, &turn->retest_size,
                         sizeof *turn->retests);
    turn->retests[turn->retest_count++] =
        (struct alert_retest){.journey = arena_strdup(turn->arena, monitor->journey),
                              .environment = arena_strdup(turn->arena, monitor->environment)};
}
