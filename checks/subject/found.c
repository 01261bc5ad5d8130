/* SPDX-License-Identifier: Apache-2.0 */
/* found.c - filling in an extraction. */

#include "checks/subject/found.h"
#include "base/arena.h"
#include "document/json.h"
#include "model/observation.h"
#include "model/subject.h"
#include "query/html_charset.h"

void found_one(struct sight *sight, struct extracted *ret, const struct json *value)
{
    const struct json **items = arena_array(sight->arena, 1, const struct json *);
    items[0] = value;
    ret->items = items;
    ret->count = 1;
    ret->singular = true;
}

void found_text(struct sight *sight, struct extracted *ret, struct text text)
{
    found_one(sight, ret, json_string(sight->arena, text));
    ret->untyped = true;
}

bool found_body(struct sight *sight, struct extracted *ret, struct text *ret_body)
{
    const struct exchange *answer = observation_answer(sight->saw);
    /* Where nothing was requested (tcp, dns) there is no status, but what was received. */
    bool received = answer != NULL && answer->method == NULL && answer->body.at != NULL;
    if (answer == NULL || (answer->status == 0 && !received)) {
        ret->problem = "no answer";
        return false;
    }
    if (sight->body.at == NULL && answer->body.length > 0) {
        const struct header *type = headers_find(&answer->headers, "content-type");
        sight->body =
            text_to_utf8(sight->arena, answer->body, type != NULL ? type->value : text_of(""));
    }
    *ret_body = sight->body;
    return true;
}
