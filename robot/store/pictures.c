/* SPDX-License-Identifier: Apache-2.0 */
/* pictures.c - a run's screenshots, from its end to its beginning. */

#include "store/pictures.h"
#include "base/arena.h"
#include "model/outcome.h"
#include "model/page_sight.h"

#include <string.h>

struct collecting {
    struct arena *arena;
    struct packed *items;
    size_t count, bytes;
};

static void take(struct collecting *c, const struct picture *picture)
{
    struct packed packed;
    if (c->count == MOST_PICTURES || picture->png.length == 0 ||
        c->bytes + picture->png.length > MOST_PICTURE_BYTES ||
        !packed_of_picture(c->arena, picture->png, &packed))
        return;
    for (size_t i = 0; i < c->count; i++)
        if (strcmp(c->items[i].name, packed.name) == 0)
            return;
    c->items[c->count++] = packed;
    c->bytes += packed.bytes.length;
}

static void take_try(struct collecting *c, const struct tried *tried)
{
    const struct page_sight *page = tried->saw->page;
    for (size_t i = page != NULL ? page->action_count : 0; i > 0; i--) {
        take(c, &page->actions[i - 1].after);
        take(c, &page->actions[i - 1].before);
    }
}

size_t pictures_of(struct arena *arena, const struct outcome *outcome,
                   const struct packed **ret)
{
    struct collecting c = {.arena = arena,
                           .items = arena_array(arena, MOST_PICTURES, struct packed)};
    for (size_t s = outcome->step_count; s > 0; s--)
        for (size_t t = outcome->steps[s - 1].try_count; t > 0; t--)
            take_try(&c, &outcome->steps[s - 1].tries[t - 1]);
    *ret = c.items;
    return c.count;
}

const char *picture_path(struct arena *arena, const char *database, const char *name)
{
    return arena_printf(arena, "%s.artefacts/%.2s/%s.png", database, name, name);
}
