/* SPDX-License-Identifier: Apache-2.0 */
/* cdp_message.c - {"id":1,"result":{}}, {"id":1,"error":{"message":""}}, {"method":"","params":{}}. */

#include "transport/browser/cdp_message.h"
#include "document/json.h"

#include <string.h>

static const struct json_limits limits = {
    .bytes = 64 << 20, .depth = 200, .nodes = 2 * 1000 * 1000};

static struct text string_member(const struct json *object, const char *name)
{
    const struct json *value = json_member(object, text_of(name));
    return value != NULL && value->kind == JSON_STRING ? value->text : (struct text){0};
}

static const struct json *object_member(const struct json *object, const char *name)
{
    const struct json *value = json_member(object, text_of(name));
    return value != NULL && value->kind == JSON_OBJECT ? value : NULL;
}

/* Answers begin with their id. */
static bool unreadable(struct text bytes, const char *why, struct cdp_message *ret)
{
    static const char head[] = "{\"id\":";
    long long id;
    if (!text_starts_with(bytes, text_of(head)))
        return false;
    size_t from = sizeof head - 1, to = from;
    while (to < bytes.length && bytes.at[to] >= '0' && bytes.at[to] <= '9')
        to++;
    if (!text_to_int(text_slice(bytes, from, to), 1, INT64_MAX, &id))
        return false;
    *ret = (struct cdp_message){.id = id, .error = text_of(why)};
    return true;
}

bool cdp_message_read(struct arena *arena, struct text bytes, struct cdp_message *ret)
{
    static const struct json nothing = {.kind = JSON_OBJECT};
    struct json_error error;
    const struct json *root = json_parse(arena, bytes, &limits, &error);
    if (root == NULL)
        return unreadable(bytes, error.message, ret);
    const struct json *id = json_member(root, text_of("id"));
    *ret = (struct cdp_message){.session = string_member(root, "sessionId")};
    if (id != NULL) {
        const struct json *refused = object_member(root, "error");
        ret->result = object_member(root, "result");
        if (refused != NULL)
            ret->error = string_member(refused, "message");
        if (ret->result == NULL && ret->error.length == 0)
            ret->error = text_of("an answer without a result");
        return id->kind == JSON_NUMBER && json_to_int(id->text, &ret->id) && ret->id > 0;
    }
    const struct json *params = object_member(root, "params");
    ret->method = string_member(root, "method");
    ret->params = params != NULL ? params : &nothing;
    return ret->method.length > 0;
}
