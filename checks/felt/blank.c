/* SPDX-License-Identifier: Apache-2.0 */
/* blank - a page on which there is nothing to see.
 *
 * By its elements: no text, picture, field, button or frame is shown, nor a background picture;
 * words that only ask for patience are nothing. By its pixels, where there is a picture: one colour.
 * Both may be wrong alone. What is drawn without elements has pixels of many colours, so it is not
 * blank; and one colour while elements say otherwise may be a page fading in, so that only
 * degrades. So does a page that still waits for an answer: it is slow. */

#include "base/arena.h"
#include "checks/felt/felt.h"
#include "checks/felt/png.h"
#include "model/observation.h"
#include "model/page_sight.h"

#define EMPTY_SHARE   0.998  /* of one colour: less than a word of text is left */
#define UNIFORM_SHARE 0.9999 /* nothing at all */

/* How much of the picture taken last is of one colour; negative without a picture. */
static double one_colour(const struct page_sight *page)
{
    double share;
    if (page->action_count == 0)
        return -1;
    const struct text png = page->actions[page->action_count - 1].after.png;
    return png.length > 0 && png_one_colour(png, &share) ? share : -1;
}

static const struct exchange *waits_for(const struct observation *saw)
{
    for (size_t i = 0; i < saw->exchange_count; i++)
        if (saw->exchanges[i].pending)
            return &saw->exchanges[i];
    return NULL;
}

static bool by_elements(const struct observation *saw, struct arena *arena,
                        struct complaint *ret)
{
    const struct exchange *open = waits_for(saw);
    ret->minor = open != NULL;
    ret->actual = open == NULL ? "a page without text, pictures or fields"
                               : arena_printf(arena, "nothing yet; it waits for %s %.*s",
                                              open->method != NULL ? open->method : "",
                                              TEXT_ARGS(open->url));
    return true;
}

static bool look(const struct observation *saw, struct arena *arena, struct complaint *ret)
{
    const struct page_looks *looks = saw->page->looks;
    if (looks == NULL || !looks->html)
        return false;
    double share = one_colour(saw->page);
    if (looks->characters == 0 && looks->things == 0)
        return (share < 0 || share >= EMPTY_SHARE) && by_elements(saw, arena, ret);
    if (share < UNIFORM_SHARE)
        return false;
    ret->minor = true;
    ret->actual = "a picture of one colour, although the page has text or pictures";
    return true;
}

const struct felt_check felt_blank = {
    .name = "blank",
    .text = "there is nothing to see on the page",
    .expected = "something to see",
    .severity = FELT_FAIL,
    .reason = REASON_BLANK,
    .look = look,
};
