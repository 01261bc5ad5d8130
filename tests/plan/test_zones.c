/* SPDX-License-Identifier: Apache-2.0 */
/* Time zones by name: those of the system, and nothing else on the disk. */

#include "base/arena.h"
#include "base/clock.h"
#include "plan/calendars.h"
#include "schedule/zone.h"

#include <criterion/criterion.h>

Test(zones, a_zone_is_read_from_the_systems_files)
{
    struct arena *arena = arena_new();
    const char *why = NULL;
    const struct zone *shanghai = zone_load(arena, "Asia/Shanghai", &why);
    cr_assert_not_null(shanghai, "%s", why);
    struct civil epoch = zone_civil(shanghai, 0);
    cr_expect_eq(epoch.hour, 8);
    cr_expect_eq(epoch.day.year, 1970);
    cr_expect_not_null(zone_load(arena, "America/Argentina/Buenos_Aires", &why));
    cr_expect_not_null(zone_load(arena, "Etc/GMT+8", &why));
    cr_expect_not_null(zone_load(arena, "UTC", &why));
    arena_end(arena);
}

Test(zones, no_name_leads_out_of_their_folder)
{
    static const char *const names[] = {
        "",
        ".",
        "..",
        "/etc/passwd",
        "../../../etc/passwd",
        "Asia/../../../../etc/passwd",
        "Asia/./Shanghai",
        "Asia//Shanghai",
        "Asia/",
        "Asia",
        "Asia/Shanghai\n",
        "asia/nowhere",
        "leapseconds",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *why = NULL;
        cr_expect_null(zone_load(arena, names[i], &why), "\"%s\"", names[i]);
        cr_expect_not_null(why, "\"%s\"", names[i]);
    }
    arena_end(arena);
}
