/* SPDX-License-Identifier: Apache-2.0 */
/* evidence.c - a report of one run, packed. */

#include "store/evidence.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/files.h"
#include "model/outcome.h"
#include "model/reporter.h"

extern const struct reporter reporter_json;

bool evidence_of(struct arena *arena, const struct outcome *outcome, struct packed *ret)
{
    struct report report = {
        .version = XUNJIAN_VERSION,
        .command_line = "xunjian serve",
        .environment = outcome->environment,
        .seed = outcome->seed,
        .started_utc_ns = outcome->started_utc_ns,
        .duration_ns = outcome->duration_ns,
        .outcomes = &outcome,
        .outcome_count = 1,
    };
    struct buffer out;
    report.verdict_count[outcome->verdict] = 1;
    buffer_init(&out, PACKED_MOST_BYTES);
    reporter_json.render(&report, &out);
    bool right = !out.full && packed_of(arena, buffer_text(&out), ret);
    buffer_done(&out);
    return right;
}

const char *evidence_path(struct arena *arena, const char *database, const char *name)
{
    return arena_printf(arena, "%s.artefacts/%.2s/%s.json.gz", database, name, name);
}

bool evidence_read(struct arena *arena, const char *database, const char *name,
                   struct text *ret, const char **ret_why)
{
    struct text bytes;
    const char *why = NULL, *path = evidence_path(arena, database, name);
    if (files_read(arena, path, PACKED_MOST_BYTES, &bytes, &why) &&
        packed_read(arena, bytes, ret, &why))
        return true;
    *ret_why = arena_printf(arena, "the evidence %s %s", path, why);
    return false;
}
