/* SPDX-License-Identifier: Apache-2.0 */
/* dingtalk.c - a robot in a DingTalk group.
 *
 * A robot is protected by a signature (`secret`) or by a word each message must hold (`keyword`).
 * Whoever is to be mentioned must stand in the text as @MOBILE, too. 20 messages a minute, else the
 * robot is silenced for ten. https://open.dingtalk.com/document/orgapp/custom-bot-send-message-type */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "document/json.h"
#include "document/text_types.h"
#include "reporters/wire/chat.h"
#include "reporters/wire/say.h"
#include "reporters/wire/sign.h"
#include "reporters/wire/tell.h"

#include <inttypes.h>
#include <string.h>

enum { MOST_TEXT = 18000, MOST_TITLE = 120, MOST_MENTIONED = 50 };

struct dingtalk {
    const char *url, *token, *secret, *keyword, *ca_file;
    const char *const *mobiles;
    bool everybody;
    int language;
    int64_t timeout_ns;
};

static const struct field fields[] = {
    {.name = "token",
     .type = FIELD_TEXT,
     .at = offsetof(struct dingtalk, token),
     .secret = true,
     .required = true,
     .text = "the access_token of the robot's webhook"},
    {.name = "secret",
     .type = FIELD_TEXT,
     .at = offsetof(struct dingtalk, secret),
     .secret = true,
     .text = "SEC..., when the robot asks for signatures"},
    {.name = "keyword",
     .type = FIELD_TEXT,
     .at = offsetof(struct dingtalk, keyword),
     .text = "a word the robot asks for: put into each message that has it not"},
    {.name = "mobiles",
     .type = FIELD_TEXTS,
     .at = offsetof(struct dingtalk, mobiles),
     .most = MOST_MENTIONED,
     .text = "who is mentioned when something breaks, by mobile number"},
    {.name = "everybody",
     .type = FIELD_FLAG,
     .at = offsetof(struct dingtalk, everybody),
     .text = "mention the whole group when something breaks"},
    {.name = "url",
     .type = FIELD_CUSTOM,
     .custom = &url_type,
     .at = offsetof(struct dingtalk, url),
     .fallback = "https://oapi.dingtalk.com/robot/send",
     .text = "where DingTalk listens"},
    TELL_CA_FIELD(struct dingtalk),
    TELL_LANGUAGE_FIELD(struct dingtalk),
    TELL_TIMEOUT_FIELD(struct dingtalk),
    {0},
};
static const struct field_table table = {.name = "dingtalk",
                                         .text = "a robot in a DingTalk group",
                                         .size = sizeof(struct dingtalk),
                                         .fields = fields};

/* base64(HMAC-SHA256(key = secret, milliseconds "\n" secret)), for a URL. */
static const char *signed_url(const struct dingtalk *to, int64_t now_utc_ns,
                              struct arena *arena)
{
    struct text token = encode_url(arena, text_of(to->token));
    const char *url =
        arena_printf(arena, "%s?access_token=%.*s", say_base(arena, to->url), TEXT_ARGS(token));
    unsigned char bytes[SIGN_BYTES];
    if (to->secret == NULL)
        return url;
    int64_t ms = now_utc_ns / 1000000;
    sign_hmac_sha256(text_of(to->secret),
                     text_of(arena_printf(arena, "%" PRId64 "\n%s", ms, to->secret)), bytes);
    struct text sign = encode_url(
        arena, encode_base64(arena, (struct text){.at = (const char *)bytes, SIGN_BYTES}));
    return arena_printf(arena, "%s&timestamp=%" PRId64 "&sign=%.*s", url, ms, TEXT_ARGS(sign));
}

static const char *mentions(const struct dingtalk *to, struct arena *arena)
{
    const char *all = "";
    for (size_t i = 0; to->mobiles != NULL && to->mobiles[i] != NULL; i++)
        all = arena_printf(arena, "%s%s@%s", all, i == 0 ? "\n\n" : " ", to->mobiles[i]);
    return all;
}

static const char *text_for(const struct dingtalk *to, const struct message *message,
                            const struct told_message *told, struct arena *arena)
{
    const char *after = tell_calls(message) ? mentions(to, arena) : "";
    const char *text = tell_lines(arena, told, &tell_dingtalk_style, MOST_TEXT - strlen(after));
    if (to->keyword != NULL && strstr(text, to->keyword) == NULL)
        after = arena_printf(arena, "%s\n\n%s", after, to->keyword);
    return arena_printf(arena, "%s%s", text, after);
}

static void render(const void *params, const struct message *message, int64_t now_utc_ns,
                   struct arena *arena, struct wire_request *ret)
{
    const struct dingtalk *to = params;
    struct told_message told;
    struct json *body = json_object_new(arena, 3), *markdown = json_object_new(arena, 2);
    struct json *at = json_object_new(arena, 2);
    bool calls = tell_calls(message);
    tell(arena, message, (enum tell_language)to->language, now_utc_ns, &told);
    chat_set(arena, markdown, "title", say_cut(arena, told.headline, MOST_TITLE));
    chat_set(arena, markdown, "text", text_for(to, message, &told, arena));
    json_set(arena, at, text_of("atMobiles"), chat_strings(arena, calls ? to->mobiles : NULL));
    json_set(arena, at, text_of("isAtAll"), json_bool(calls && to->everybody));
    chat_set(arena, body, "msgtype", "markdown");
    json_set(arena, body, text_of("markdown"), markdown);
    json_set(arena, body, text_of("at"), at);
    chat_post(arena, signed_url(to, now_utc_ns, arena), body, to->timeout_ns, to->ca_file, ret);
}

/* A robot that is switched off or whose secret has changed is repaired by people: what was to be said
 * waits until then. Only what is wrong with this one message is for good. */
static const struct chat_code codes[] = {
    {.code = 400105, .verdict = WIRE_REFUSED, .text = "no such type of message"},
    {.code = 430101, .verdict = WIRE_REFUSED, .text = "holds an unsafe link"},
    {.code = 430102, .verdict = WIRE_REFUSED, .text = "holds unsuitable words"},
    {.code = 430103, .verdict = WIRE_REFUSED, .text = "holds an unsuitable picture"},
    {.code = 430104, .verdict = WIRE_REFUSED, .text = "holds unsuitable content"},
    {.code = 310000, .verdict = WIRE_RETRY, .text = "wrong signature, keyword or address"},
    {.code = 300001, .verdict = WIRE_RETRY, .text = "the token is of no robot"},
    {.code = 400101, .verdict = WIRE_RETRY, .text = "the token is of no robot"},
    {.code = 400102, .verdict = WIRE_RETRY, .text = "the robot is switched off"},
    {.code = 400013, .verdict = WIRE_RETRY, .text = "the group is gone"},
    {.code = 400106, .verdict = WIRE_RETRY, .text = "there is no such robot"},
    {.code = 410100, .verdict = WIRE_RETRY, .text = "too many messages"},
    {.code = 130101, .verdict = WIRE_RETRY, .text = "too many messages"},
    {.code = -1, .verdict = WIRE_RETRY, .text = "DingTalk is busy"},
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

const struct wire wire_dingtalk = {
    .name = "dingtalk",
    .text = "a robot in a DingTalk group: Markdown, signed, people mentioned by mobile number",
    .params = &table,
    .per_minute = 20,
    .render = render,
    .judge = judge,
};
