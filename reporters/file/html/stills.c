/* SPDX-License-Identifier: Apache-2.0 */
/* stills.c - pictures of a page: the bytes once, shown as often as wanted.
 *
 * An SVG image can be used again by its name, which an HTML image cannot without a script. The
 * page's policy allows images that stand in it and no others. A picture has been covered where it
 * showed a secret, and its bytes are no text; should they look like a secret by chance, taking that
 * out at the door would break the picture, so it is left out here, and said so. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "base/redact.h"
#include "reporters/file/html/page.h"
#include "reporters/file/told_page.h"

#include <string.h>

/* A report must open in a browser; what passed leaves room for what did not. */
enum { MOST_BYTES = 24 << 20, MOST_BYTES_PASSED = 8 << 20, MOST_SIDE = 20000 };

static unsigned big_endian(const char *at)
{
    const unsigned char *b = (const unsigned char *)at;
    return ((unsigned)b[0] << 24) | ((unsigned)b[1] << 16) | ((unsigned)b[2] << 8) | b[3];
}

/* PNG, section 5.2 and 11.2.2: a signature, then IHDR with width and height. */
static bool measure(struct text png, struct still *still)
{
    if (png.length < 24 || memcmp(png.at, "\x89PNG\r\n\x1a\n", 8) != 0 ||
        memcmp(png.at + 12, "IHDR", 4) != 0)
        return false;
    still->width = big_endian(png.at + 16);
    still->height = big_endian(png.at + 20);
    return still->width > 0 && still->width <= MOST_SIDE && still->height > 0 &&
           still->height <= MOST_SIDE;
}

static bool make(struct html *h, struct text png, bool passed, struct still *still)
{
    size_t most = passed ? MOST_BYTES_PASSED : MOST_BYTES;
    if (!measure(png, still) || h->picture_bytes + png.length > most)
        return false;
    still->base64 = encode_base64(h->arena, png);
    if (redact_contains(still->base64))
        return false;
    h->picture_bytes += png.length;
    still->id = arena_printf(h->arena, "picture-%zu", ++h->pictures);
    still->first = true;
    return true;
}

struct stills stills_of(struct html *h, const struct page_sight *page, bool passed)
{
    struct stills stills = {.count = page->action_count, .serial = h->moments};
    struct text last = {0};
    struct still shown = {0};
    stills.before = arena_array(h->arena, page->action_count + 1, struct still);
    stills.after = arena_array(h->arena, page->action_count + 1, struct still);
    h->moments += page->action_count;
    for (size_t i = 0; i < 2 * page->action_count; i++) {
        const struct action_sight *action = &page->actions[i / 2];
        struct still *still = i % 2 == 0 ? &stills.before[i / 2] : &stills.after[i / 2];
        struct text png = i % 2 == 0 ? action->before.png : action->after.png;
        bool after_another =
            i > 0 && i % 2 == 0 && page->actions[i / 2 - 1].after.png.length > 0;
        *still = (struct still){0};
        if (shown.id != NULL && (text_equal(png, last) || (png.length == 0 && after_another))) {
            *still = shown;
            still->first = false;
        } else if (png.length > 0 && make(h, png, passed, still)) {
            shown = *still;
            last = png;
        } else {
            stills.left_out = stills.left_out || png.length > 0;
            *still = (struct still){0};
            shown = (struct still){0};
        }
    }
    return stills;
}

/* In the film the top of a long page is shown. */
static void put_image(struct html *h, const struct still *still, bool film)
{
    buffer_printf(h->out,
                  "<svg class=\"shot\" viewBox=\"0 0 %u %u\" width=\"%u\" height=\"%u\"%s "
                  "aria-hidden=\"true\">",
                  still->width, still->height, still->width, still->height,
                  film ? " preserveAspectRatio=\"xMidYMin slice\"" : "");
    if (still->first) {
        buffer_printf(h->out,
                      "<image id=\"%s\" width=\"%u\" height=\"%u\" "
                      "href=\"data:image/png;base64,",
                      still->id, still->width, still->height);
        buffer_add_text(h->out, still->base64);
        html_raw(h, "\"/></svg>");
    } else {
        buffer_printf(h->out, "<use href=\"#%s\"/></svg>", still->id);
    }
}

static void put_still(struct html *h, const struct page_sight *page,
                      const struct stills *stills, size_t i, const struct still *still)
{
    bool failed = page->actions[i].fault.reason != REASON_NONE;
    buffer_printf(h->out, "<li%s><a href=\"#act-%zu\">", failed ? " class=\"broken\"" : "",
                  stills->serial + i + 1);
    put_image(h, still, true);
    buffer_printf(h->out, "<span>%zu. ", i + 1);
    html_string(h, told_action(h->arena, &page->actions[i]));
    html_raw(h, "</span></a></li>\n");
}

void stills_film(struct html *h, const struct page_sight *page, const struct stills *stills)
{
    bool any = false;
    for (size_t i = 0; i < stills->count; i++)
        any = any || stills->before[i].first || stills->after[i].first;
    if (any) {
        html_raw(h, "<ol class=\"film\">\n");
        for (size_t i = 0; i < stills->count; i++) {
            if (stills->before[i].first)
                put_still(h, page, stills, i, &stills->before[i]);
            if (stills->after[i].first)
                put_still(h, page, stills, i, &stills->after[i]);
        }
        html_raw(h, "</ol>\n");
    }
    if (stills->left_out) {
        html_raw(h, "<p class=\"gloss\">");
        html_say(h, WORD_PICTURES_LEFT_OUT);
        html_raw(h, "</p>\n");
    }
}

void stills_show(struct html *h, const struct still *still, enum word_name caption)
{
    struct still again = *still;
    again.first = false;
    if (still->id == NULL)
        return;
    html_raw(h, "<figure>");
    put_image(h, &again, false);
    html_raw(h, "<figcaption>");
    html_say(h, caption);
    html_raw(h, "</figcaption></figure>\n");
}
