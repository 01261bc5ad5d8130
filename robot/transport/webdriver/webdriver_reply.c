/* SPDX-License-Identifier: Apache-2.0 */
/* webdriver_reply.c - see webdriver_reply.h. */

#include "transport/webdriver/webdriver_reply.h"
#include "base/arena.h"
#include "document/json.h"

#include <string.h>

enum { MOST_WORDS = 1000 };

static const struct json_limits limits = {
    .bytes = 64 << 20, .depth = 200, .nodes = 2 * 1000 * 1000};

static const char *words(struct arena *arena, const struct json *object, const char *name)
{
    const struct json *value = json_member(object, text_of(name));
    if (value == NULL || value->kind != JSON_STRING)
        return "";
    return text_string(arena, text_slice(value->text, 0, MOST_WORDS));
}

static void refused(struct arena *arena, const char *why, struct webdriver_reply *ret)
{
    *ret =
        (struct webdriver_reply){.error = "unknown error", .message = arena_strdup(arena, why)};
}

void webdriver_reply_read(struct arena *arena, struct text bytes, struct webdriver_reply *ret)
{
    struct json_error error;
    const struct json *root = json_parse(arena, bytes, &limits, &error);
    if (root == NULL) {
        refused(arena, error.message, ret);
        return;
    }
    const struct json *value =
        root->kind == JSON_OBJECT ? json_member(root, text_of("value")) : NULL;
    if (value == NULL) {
        refused(arena, "an answer without a value", ret);
        return;
    }
    const struct json *wrong =
        value->kind == JSON_OBJECT ? json_member(value, text_of("error")) : NULL;
    *ret = (struct webdriver_reply){.value = value};
    if (wrong == NULL || wrong->kind != JSON_STRING ||
        json_member(value, text_of("message")) == NULL)
        return;
    *ret = (struct webdriver_reply){.error = words(arena, value, "error"),
                                    .message = words(arena, value, "message")};
}

bool webdriver_reply_is(const struct webdriver_reply *reply, const char *error)
{
    return reply->error != NULL && strcmp(reply->error, error) == 0;
}

struct text webdriver_element_id(const struct json *value)
{
    const struct json *id =
        value != NULL && value->kind == JSON_OBJECT
            ? json_member(value, text_of("element-6066-11e4-a52e-4f735466cecf"))
            : NULL;
    return id != NULL && id->kind == JSON_STRING ? id->text : (struct text){0};
}
