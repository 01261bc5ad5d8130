/* SPDX-License-Identifier: Apache-2.0 */
/* websocket - what came to the page over WebSockets, by URL. */

#include "base/arena.h"
#include "checks/subject/seen.h"
#include "document/json.h"
#include "model/observation.h"
#include "model/page_sight.h"
#include "model/subject.h"
#include "query/query.h"
#include "query/regex.h"

static size_t count_kept(const struct observation *saw)
{
    size_t count = 0;
    for (size_t i = 0; i < saw->exchange_count; i++)
        count += saw->exchanges[i].socket != NULL ? saw->exchanges[i].socket->count : 0;
    return count;
}

static void take(struct sight *sight, const struct socket_talk *socket,
                 const struct json **items, size_t *count)
{
    for (size_t i = 0; i < socket->count; i++)
        if (!socket->messages[i].sent && !socket->messages[i].binary)
            items[(*count)++] = json_string(sight->arena, socket->messages[i].data);
}

static void extract(const void *compiled, struct sight *sight, struct extracted *ret)
{
    const struct observation *saw = sight->saw;
    if (seen_page(sight, ret) == NULL)
        return;
    const struct json **items =
        arena_array(sight->arena, count_kept(saw) + 1, const struct json *);
    for (size_t i = 0; i < saw->exchange_count; i++) {
        const struct exchange *e = &saw->exchanges[i];
        enum regex_result result =
            e->socket != NULL ? regex_search(compiled, e->url, 0, NULL) : REGEX_NO_MATCH;
        if (result == REGEX_LIMIT) {
            ret->problem = "the expression takes too long on a URL";
            return;
        }
        if (result == REGEX_MATCH)
            take(sight, e->socket, items, &ret->count);
    }
    ret->items = items;
    ret->untyped = true;
}

const struct subject subject_websocket = {
    .name = "websocket",
    .text = "in a browser: each text that came in this step over a WebSocket whose URL the "
            "pattern (a regular expression) finds; the first 1000 of each socket",
    .operand = OPERAND_TEXT,
    .reason = REASON_ASSERTION,
    .compile = seen_pattern,
    .channels = PAGE_NETWORK,
    .extract = extract,
};
