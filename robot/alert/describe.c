/* SPDX-License-Identifier: Apache-2.0 */
/* describe.c - what an incident about failing journeys is called, from what its members share. */

#include "alert/open.h"
#include "base/arena.h"

#include <string.h>

enum { MOST_LINES = 10 };

/* What all that fail have in common; "" when they differ. When nobody fails any more it is over, and
 * called by all that failed: who left last is not who was told of first. */
struct common {
    const struct member *first;
    const char *endpoint, *step, *phase, *reason;
    size_t failing;
    bool over;
};

static const char *both(const char *a, const char *b)
{
    return strcmp(a, b) == 0 ? a : "";
}

static struct common common_of(const struct incident *incident)
{
    struct common common = {0};
    bool over = incident_failing(incident) == 0;
    for (size_t i = 0; i < incident->members.count; i++) {
        const struct member *m = incident->members.at[i];
        if (!m->failing && !over)
            continue;
        if (common.failing++ == 0)
            common = (struct common){m, m->endpoint, m->step, m->phase, m->reason, 1, over};
        common.endpoint = both(common.endpoint, m->endpoint);
        common.step = both(common.step, m->step);
        common.phase = both(common.phase, m->phase);
        common.reason = both(common.reason, m->reason);
    }
    return common;
}

/* " (wait: timeout)", " (connect)", "". */
static const char *how(struct arena *arena, const struct common *common)
{
    if (common->phase[0] == '\0')
        return "";
    if (common->reason[0] == '\0')
        return arena_printf(arena, " (%s)", common->phase);
    return arena_printf(arena, " (%s: %s)", common->phase, common->reason);
}

static const char *title_of(struct arena *arena, const struct incident *incident,
                            const struct common *common)
{
    const char *verb = incident->flapping ? "is flapping" : "fails";
    if (common->failing == 1)
        return arena_printf(arena, "%s %s%s%s%s", common->first->journey, verb,
                            common->step[0] != '\0' ? " at " : "", common->step,
                            how(arena, common));
    if (common->endpoint[0] != '\0')
        return arena_printf(arena, "%zu journeys fail at %s on %s%s", common->failing,
                            common->endpoint, incident->host, how(arena, common));
    return arena_printf(arena, "%zu journeys fail at %s%s", common->failing, incident->host,
                        how(arena, common));
}

/* One's own words; of several, a line each. */
static const char *text_of_all(struct arena *arena, const struct incident *incident,
                               const struct common *common)
{
    if (common->failing == 1)
        return common->first->text;
    const char *all = "";
    size_t lines = 0;
    for (size_t i = 0; i < incident->members.count && lines < MOST_LINES; i++) {
        const struct member *m = incident->members.at[i];
        if (m->failing || common->over)
            all = arena_printf(arena, "%s%s%s: %s: %s", all, lines++ > 0 ? "\n" : "",
                               m->journey, m->step, m->text);
    }
    if (common->failing > lines)
        all = arena_printf(arena, "%s\nand %zu more", all, common->failing - lines);
    return all;
}

void open_describe(struct incident *incident)
{
    struct common common = common_of(incident);
    if (common.failing == 0)
        return;
    struct arena *arena = arena_new();
    string_keep(&incident->title, title_of(arena, incident, &common));
    string_keep(&incident->text, text_of_all(arena, incident, &common));
    string_keep(&incident->endpoint, common.endpoint);
    string_keep(&incident->step, common.step);
    string_keep(&incident->phase, common.phase);
    string_keep(&incident->reason, common.reason);
    incident->dirty = true;
    arena_end(arena);
}
