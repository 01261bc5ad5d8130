/* SPDX-License-Identifier: Apache-2.0 */
/* wecom.c - a robot in a WeCom (企业微信) group.
 *
 * The key in the URL is all the protection there is. Markdown of at most 4096 bytes, 20 messages a
 * minute. https://developer.work.weixin.qq.com/document/path/91770 */

#include "base/arena.h"
#include "base/encode.h"
#include "document/json.h"
#include "document/text_types.h"
#include "reporters/wire/chat.h"
#include "reporters/wire/say.h"
#include "reporters/wire/tell.h"

#include <string.h>

enum { MOST_CONTENT = 4096, MOST_MENTIONED = 10, MOST_ID = 40 };

struct wecom {
    const char *url, *key, *ca_file;
    const char *const *people;
    int language;
    int64_t timeout_ns;
};

static const struct field fields[] = {
    {.name = "key",
     .type = FIELD_TEXT,
     .at = offsetof(struct wecom, key),
     .secret = true,
     .required = true,
     .text = "the key of the robot's webhook"},
    {.name = "people",
     .type = FIELD_TEXTS,
     .at = offsetof(struct wecom, people),
     .most = MOST_MENTIONED,
     .text = "who is mentioned when something breaks, by user id"},
    {.name = "url",
     .type = FIELD_CUSTOM,
     .custom = &url_type,
     .at = offsetof(struct wecom, url),
     .fallback = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send",
     .text = "where WeCom listens"},
    TELL_CA_FIELD(struct wecom),
    TELL_LANGUAGE_FIELD(struct wecom),
    TELL_TIMEOUT_FIELD(struct wecom),
    {0},
};
static const struct field_table table = {.name = "wecom",
                                         .text = "a robot in a WeCom group",
                                         .size = sizeof(struct wecom),
                                         .fields = fields};

static const char *mentions(const struct wecom *to, struct arena *arena)
{
    const char *all = "";
    for (size_t i = 0; to->people != NULL && to->people[i] != NULL; i++)
        all = arena_printf(arena, "%s%s<@%s>", all, i == 0 ? "\n" : " ",
                           say_cut(arena, to->people[i], MOST_ID));
    return all;
}

static void render(const void *params, const struct message *message, int64_t now_utc_ns,
                   struct arena *arena, struct wire_request *ret)
{
    const struct wecom *to = params;
    struct told_message told;
    struct json *body = json_object_new(arena, 2), *markdown = json_object_new(arena, 1);
    const char *after = tell_calls(message) ? mentions(to, arena) : "";
    struct text key = encode_url(arena, text_of(to->key));
    tell(arena, message, (enum tell_language)to->language, now_utc_ns, &told);
    const char *text =
        tell_lines(arena, &told, &tell_wecom_style, MOST_CONTENT - strlen(after));
    chat_set(arena, markdown, "content", arena_printf(arena, "%s%s", text, after));
    chat_set(arena, body, "msgtype", "markdown");
    json_set(arena, body, text_of("markdown"), markdown);
    chat_post(arena,
              arena_printf(arena, "%s?key=%.*s", say_base(arena, to->url), TEXT_ARGS(key)),
              body, to->timeout_ns, to->ca_file, ret);
}

/* https://developer.work.weixin.qq.com/document/path/90313 */
static const struct chat_code codes[] = {
    {.code = 93000, .verdict = WIRE_RETRY, .text = "the key is of no robot"},
    {.code = 93004, .verdict = WIRE_RETRY, .text = "the robot is switched off"},
    {.code = 93008, .verdict = WIRE_RETRY, .text = "the robot is not in the group"},
    {.code = 40008, .verdict = WIRE_REFUSED, .text = "no such type of message"},
    {.code = 40058, .verdict = WIRE_REFUSED, .text = "a parameter is wrong"},
    {.code = 44004, .verdict = WIRE_REFUSED, .text = "the message is empty"},
    {.code = 45002, .verdict = WIRE_REFUSED, .text = "the message is too long"},
    {.code = 45009, .verdict = WIRE_RETRY, .text = "too many messages"},
    {.code = -1, .verdict = WIRE_RETRY, .text = "WeCom is busy"},
    {.code = 0},
};

static enum wire_verdict judge(const void *params, const struct wire_answer *answer,
                               struct arena *arena, const char **ret_why)
{
    static const struct chat_manner manner = {
        .code = "errcode", .words = "errmsg", .codes = codes};
    (void)params;
    return chat_judge(&manner, answer, arena, ret_why);
}

const struct wire wire_wecom = {
    .name = "wecom",
    .text = "a robot in a WeCom group: Markdown, people mentioned by user id",
    .params = &table,
    .per_minute = 20,
    .render = render,
    .judge = judge,
};
