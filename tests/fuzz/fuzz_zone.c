/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_zone.c - any bytes as a time zone file: refused with a reason, or good for local times of any
 * moment, for moments of any local time, and for cron. */

#include "base/arena.h"
#include "base/must.h"
#include "schedule/civil.h"
#include "schedule/cron.h"
#include "schedule/zone.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const int64_t ns_per_s = 1000000000;
/* Some 7 months, so that each year is looked at in both halves. */
enum { FROM_S = -2000000000, STEP_S = 18300007, STEPS = 340, MOST_OFFSET_S = 8 * 86400 };

static void look_at(const struct zone *zone, int64_t utc_s)
{
    int64_t first, last;
    struct civil local = zone_civil(zone, utc_s * ns_per_s);
    int64_t offset_s = civil_to_s(local) - utc_s;
    must(offset_s > -MOST_OFFSET_S && offset_s < MOST_OFFSET_S);
    int found = zone_moments(zone, local, &first, &last);
    must(found >= 0 && found <= 2 && first <= last);
    must(found == 2 || first == last);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const char *const lines[] = {"30 2 * * *", "*/7 1-3 * * *", "0 0 29 2 *"};
    struct text all = {.at = size > 0 ? (const char *)bytes : "", .length = size};
    struct arena *arena = arena_new();
    const char *why = NULL;
    int column;
    const struct zone *zone = zone_read(arena, all, &why);
    must(zone != NULL || why != NULL);
    for (int i = 0; zone != NULL && i < STEPS; i++)
        look_at(zone, FROM_S + (int64_t)i * STEP_S);
    for (size_t i = 0; zone != NULL && i < sizeof lines / sizeof *lines; i++) {
        const struct cron *cron = cron_parse(arena, text_of(lines[i]), &column, &why);
        int64_t at = 1700000000 * ns_per_s;
        for (int k = 0; k < 3; k++) {
            int64_t next = cron_next(cron, zone, at);
            must(next > at);
            at = next == INT64_MAX ? at : next;
        }
    }
    arena_end(arena);
    return 0;
}
