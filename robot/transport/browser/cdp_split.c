/* SPDX-License-Identifier: Apache-2.0 */
/* cdp_split.c - see cdp_split.h. Most messages are whole in what one read gives: those are not
 * copied. */

#include "transport/browser/cdp_split.h"

#include <string.h>

void cdp_split_init(struct cdp_split *split, size_t most)
{
    *split = (struct cdp_split){0};
    buffer_init(&split->rest, most);
}

void cdp_split_done(struct cdp_split *split)
{
    buffer_done(&split->rest);
}

static void keep(struct cdp_split *split, struct text part)
{
    if (split->dropping || buffer_add_text(&split->rest, part))
        return;
    split->dropping = true;
    split->dropped++;
    buffer_clear(&split->rest);
}

static void end_message(struct cdp_split *split, struct text last,
                        void (*take)(void *thing, struct text message), void *thing)
{
    bool whole = split->rest.length == 0 && !split->dropping && last.length <= split->rest.most;
    if (whole) {
        take(thing, last);
        return;
    }
    keep(split, last);
    if (!split->dropping)
        take(thing, buffer_text(&split->rest));
    split->dropping = false;
    buffer_clear(&split->rest);
}

void cdp_split_bytes(struct cdp_split *split, struct text bytes,
                     void (*take)(void *thing, struct text message), void *thing)
{
    while (bytes.length > 0) {
        const char *nul = memchr(bytes.at, '\0', bytes.length);
        if (nul == NULL) {
            keep(split, bytes);
            return;
        }
        size_t length = (size_t)(nul - bytes.at);
        end_message(split, text_slice(bytes, 0, length), take, thing);
        bytes = text_slice(bytes, length + 1, bytes.length);
    }
}
