/* SPDX-License-Identifier: Apache-2.0 */
/* looks.c - reading what agent.js tells of a page's looks.
 *
 * The page's process is not ours: whatever it says is looked at member by member. */

#include "transport/browser/looks.h"
#include "base/arena.h"
#include "document/json.h"
#include "transport/browser/cdp_value.h"

enum { MOST_BLEMISHES = 20 };

static struct blemishes blemishes_of(struct arena *arena, const struct json *told,
                                     const char *name)
{
    const struct json *list = value_of(told, name);
    size_t count = list != NULL && list->kind == JSON_ARRAY ? list->count : 0;
    if (count > MOST_BLEMISHES)
        count = MOST_BLEMISHES;
    struct blemish *items = arena_array(arena, count + 1, struct blemish);
    for (size_t i = 0; i < count; i++)
        items[i] = (struct blemish){
            .element = text_string(arena, value_text(list->items[i], "element")),
            .text = text_string(arena, value_text(list->items[i], "text"))};
    return (struct blemishes){.items = items, .count = count};
}

const struct page_looks *looks_of(struct arena *arena, const struct json *told)
{
    if (told == NULL || told->kind != JSON_OBJECT)
        return NULL;
    struct page_looks *looks = arena_make(arena, struct page_looks);
    *looks = (struct page_looks){
        .html = value_flag(told, "html"),
        .characters = value_int(told, "characters", 0),
        .things = value_int(told, "things", 0),
        .broken_images = blemishes_of(arena, told, "broken_images"),
        .templates = blemishes_of(arena, told, "templates"),
        .cut_off = blemishes_of(arena, told, "cut_off"),
        .overlaps = blemishes_of(arena, told, "overlaps"),
    };
    return looks;
}

struct page_mark mark_of(struct arena *arena, const struct json *told)
{
    struct text page = value_text(told, "page");
    if (page.length == 0)
        return (struct page_mark){0};
    return (struct page_mark){.page = text_string(arena, page),
                              .born_ns = (int64_t)(value_number(told, "born", 0) * 1e6),
                              .filled = value_int(told, "filled", 0),
                              .sends = value_flag(told, "sends")};
}
