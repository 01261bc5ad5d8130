/* SPDX-License-Identifier: Apache-2.0 */
/* region.c - choosing and finding a county.
 *
 * A city is drawn first, then one of its counties: every city is as likely, whatever its size. */

#include "base/arena.h"
#include "data/people/people.h"
#include "data/people/prefecture.h"
#include "data/random.h"

#include <stdint.h>
#include <string.h>

static const struct prefecture *const tables[] = {prefectures_north, prefectures_east,
                                                  prefectures_west, NULL};

/* Behind the county at `at` in "01东城区02西城区". */
static const char *next_county(const char *at)
{
    return at + 2 + strcspn(at + 2, "0123456789");
}

static struct region region_at(struct arena *arena, const struct prefecture *p, const char *at)
{
    return (struct region){
        .code = p->code * 100 + (at[0] - '0') * 10 + (at[1] - '0'),
        .province = p->province,
        .city = p->name,
        .county = arena_strndup(arena, at + 2, (size_t)(next_county(at) - at - 2)),
    };
}

/* Number `index` of all; NULL, with *ret_count told, when there are not so many. */
static const struct prefecture *prefecture_number(size_t index, size_t *ret_count)
{
    size_t n = 0;
    for (size_t t = 0; tables[t] != NULL; t++)
        for (const struct prefecture *p = tables[t]; p->code != 0; p++)
            if (n++ == index)
                return p;
    *ret_count = n;
    return NULL;
}

struct region region_pick(struct arena *arena, struct random *r)
{
    size_t cities = 0, counties = 0;
    prefecture_number(SIZE_MAX, &cities);
    const struct prefecture *p = prefecture_number(random_below(r, cities), &cities);
    for (const char *at = p->counties; *at != '\0'; at = next_county(at))
        counties++;
    const char *at = p->counties;
    for (size_t skip = random_below(r, counties); skip > 0; skip--)
        at = next_county(at);
    return region_at(arena, p, at);
}

bool region_of(struct arena *arena, int code, struct region *ret)
{
    for (size_t t = 0; tables[t] != NULL; t++)
        for (const struct prefecture *p = tables[t]; p->code != 0; p++) {
            if (p->code != code / 100)
                continue;
            for (const char *at = p->counties; *at != '\0'; at = next_county(at))
                if ((at[0] - '0') * 10 + (at[1] - '0') == code % 100) {
                    *ret = region_at(arena, p, at);
                    return true;
                }
        }
    return false;
}

char *region_text(struct arena *arena, const struct region *region)
{
    enum { DIRECT = 90 }; /* county-level cities right under their province */
    bool has_city = strcmp(region->city, region->province) != 0 &&
                    region->code / 100 % 100 != DIRECT &&
                    strcmp(region->city, region->county) != 0;
    return arena_printf(arena, "%s%s%s", region->province, has_city ? region->city : "",
                        region->county);
}
