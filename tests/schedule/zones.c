/* SPDX-License-Identifier: Apache-2.0 */
/* zones.c - zone files from the disk, moments from text. */

#include "tests/schedule/zones.h"
#include "base/files.h"
#include "schedule/civil.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

const struct zone *zone_of(struct arena *arena, const char *name)
{
    char path[256];
    struct text bytes;
    const char *why = NULL;
    if (strcmp(name, "UTC") == 0)
        return NULL;
    snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);
    cr_assert(files_read(arena, path, 1 << 20, &bytes, &why), "%s: %s", path, why);
    const struct zone *zone = zone_read(arena, bytes, &why);
    cr_assert_not_null(zone, "%s: %s", path, why);
    return zone;
}

int64_t utc(const char *text)
{
    struct civil c = {0};
    cr_assert_eq(sscanf(text, "%d-%d-%dT%d:%d:%d", &c.day.year, &c.day.month, &c.day.day,
                        &c.hour, &c.minute, &c.second),
                 6, "%s", text);
    return civil_to_s(c) * 1000000000;
}

const char *said(int64_t utc_ns)
{
    static char texts[4][64];
    static int next;
    char *text = texts[next++ % 4];
    if (utc_ns == INT64_MAX)
        return "never";
    struct civil c = civil_of_s(utc_ns / 1000000000);
    snprintf(text, 64, "%04d-%02d-%02dT%02d:%02d:%02dZ", c.day.year, c.day.month, c.day.day,
             c.hour, c.minute, c.second);
    return text;
}
