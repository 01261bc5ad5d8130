/* SPDX-License-Identifier: Apache-2.0 */
/* feishu.c - a robot in a Feishu (Lark) group.
 *
 * A card, or plain text. The signature's key is the time and the secret, over nothing. 100 messages a
 * minute and 5 a second; the whole request at most 20 KB.
 * https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot */

#include "base/arena.h"
#include "base/encode.h"
#include "base/must.h"
#include "document/json.h"
#include "document/text_types.h"
#include "reporters/wire/chat.h"
#include "reporters/wire/say.h"
#include "reporters/wire/sign.h"
#include "reporters/wire/tell.h"

#include <inttypes.h>
#include <string.h>

/* MOST_TEXT: escaped as JSON, what is left without control characters at most doubles; the rest of
 * the request, the headline and the links have their own bounds. */
enum { MOST_REQUEST = 20000, MOST_TEXT = 7000, MOST_TITLE = 300 };

enum feishu_style { FEISHU_CARD = 0, FEISHU_TEXT };

struct feishu {
    const char *url, *token, *secret, *ca_file;
    bool everybody;
    int style, language;
    int64_t timeout_ns;
};

static const struct word styles[] = {
    {.name = "card", .value = FEISHU_CARD, .text = "a card, its colour by state"},
    {.name = "text", .value = FEISHU_TEXT, .text = "plain text"},
    {0},
};

static const struct field fields[] = {
    {.name = "token",
     .type = FIELD_TEXT,
     .at = offsetof(struct feishu, token),
     .secret = true,
     .required = true,
     .text = "the last part of the robot's webhook"},
    {.name = "secret",
     .type = FIELD_TEXT,
     .at = offsetof(struct feishu, secret),
     .secret = true,
     .text = "when the robot asks for signatures"},
    {.name = "style",
     .type = FIELD_WORD,
     .at = offsetof(struct feishu, style),
     .words = styles,
     .fallback = "card",
     .text = "how it looks"},
    {.name = "everybody",
     .type = FIELD_FLAG,
     .at = offsetof(struct feishu, everybody),
     .text = "mention the whole group when something breaks"},
    {.name = "url",
     .type = FIELD_CUSTOM,
     .custom = &url_type,
     .at = offsetof(struct feishu, url),
     .fallback = "https://open.feishu.cn/open-apis/bot/v2/hook",
     .text = "where Feishu listens; the token is added"},
    TELL_CA_FIELD(struct feishu),
    TELL_LANGUAGE_FIELD(struct feishu),
    TELL_TIMEOUT_FIELD(struct feishu),
    {0},
};
static const struct field_table table = {.name = "feishu",
                                         .text = "a robot in a Feishu group",
                                         .size = sizeof(struct feishu),
                                         .fields = fields};

/* base64(HMAC-SHA256(key = seconds "\n" secret, nothing)) */
static void sign(const struct feishu *to, int64_t now_utc_ns, struct arena *arena,
                 struct json *body)
{
    unsigned char bytes[SIGN_BYTES];
    const char *seconds = arena_printf(arena, "%" PRId64, now_utc_ns / 1000000000);
    if (to->secret == NULL)
        return;
    sign_hmac_sha256(text_of(arena_printf(arena, "%s\n%s", seconds, to->secret)),
                     (struct text){0}, bytes);
    struct text sign =
        encode_base64(arena, (struct text){.at = (const char *)bytes, SIGN_BYTES});
    chat_set(arena, body, "timestamp", seconds);
    json_set(arena, body, text_of("sign"), json_string(arena, sign));
}

static const struct json *tagged(struct arena *arena, const char *tag, const char *content)
{
    struct json *made = json_object_new(arena, 2);
    chat_set(arena, made, "tag", tag);
    chat_set(arena, made, "content", content);
    return made;
}

static const char *colour_of(const struct message *message)
{
    if (message->kind == MESSAGE_RESOLVE)
        return "green";
    if (message->kind == MESSAGE_TEST || strcmp(message->severity, "info") == 0)
        return "blue";
    return strcmp(message->severity, "warning") == 0 ? "orange" : "red";
}

/* The headline is the card's own: it is left out of the text. */
static const struct json *card(const struct feishu *to, const struct message *message,
                               const struct told_message *told, struct arena *arena)
{
    struct json *made = json_object_new(arena, 2), *header = json_object_new(arena, 2);
    struct json *elements = json_array_new(arena, 1);
    const char *text = tell_lines(arena, told, &tell_card_style, MOST_TEXT);
    if (to->everybody && tell_calls(message))
        text = arena_printf(arena, "%s\n<at id=all></at>", text);
    json_set(arena, header, text_of("title"),
             tagged(arena, "plain_text", say_cut(arena, told->headline, MOST_TITLE)));
    chat_set(arena, header, "template", colour_of(message));
    json_append(elements, tagged(arena, "markdown", text));
    json_set(arena, made, text_of("header"), header);
    json_set(arena, made, text_of("elements"), elements);
    return made;
}

static const struct json *plain(const struct feishu *to, const struct message *message,
                                const struct told_message *told, struct arena *arena)
{
    struct json *content = json_object_new(arena, 1);
    const char *text = tell_lines(arena, told, &tell_chat_style, MOST_TEXT);
    if (to->everybody && tell_calls(message))
        text = arena_printf(arena, "%s\n<at user_id=\"all\"></at>", text);
    chat_set(arena, content, "text", text);
    return content;
}

static void render(const void *params, const struct message *message, int64_t now_utc_ns,
                   struct arena *arena, struct wire_request *ret)
{
    const struct feishu *to = params;
    struct told_message told;
    struct json *body = json_object_new(arena, 4);
    struct text token = encode_url(arena, text_of(to->token));
    tell(arena, message, (enum tell_language)to->language, now_utc_ns, &told);
    sign(to, now_utc_ns, arena, body);
    if (to->style == FEISHU_CARD) {
        chat_set(arena, body, "msg_type", "interactive");
        json_set(arena, body, text_of("card"), card(to, message, &told, arena));
    } else {
        chat_set(arena, body, "msg_type", "text");
        json_set(arena, body, text_of("content"), plain(to, message, &told, arena));
    }
    chat_post(arena, arena_printf(arena, "%s/%.*s", say_base(arena, to->url), TEXT_ARGS(token)),
              body, to->timeout_ns, to->ca_file, ret);
    must(ret->body.length <= MOST_REQUEST);
}

static const struct chat_code codes[] = {
    {.code = 9499, .verdict = WIRE_REFUSED, .text = "the request is wrong"},
    {.code = 19001, .verdict = WIRE_RETRY, .text = "the token is of no robot"},
    {.code = 19002, .verdict = WIRE_REFUSED, .text = "a parameter is wrong"},
    {.code = 19007, .verdict = WIRE_RETRY, .text = "the robot is switched off"},
    {.code = 19021,
     .verdict = WIRE_RETRY,
     .text = "the signature or this machine's clock is wrong"},
    {.code = 19022, .verdict = WIRE_RETRY, .text = "this machine's address is not allowed"},
    {.code = 19024, .verdict = WIRE_RETRY, .text = "a word the robot asks for is missing"},
    {.code = 11232, .verdict = WIRE_RETRY, .text = "too many messages"},
    {.code = 0},
};

static enum wire_verdict judge(const void *params, const struct wire_answer *answer,
                               struct arena *arena, const char **ret_why)
{
    static const struct chat_manner manner = {
        .code = "code", .also = "StatusCode", .words = "msg", .codes = codes};
    (void)params;
    return chat_judge(&manner, answer, arena, ret_why);
}

const struct wire wire_feishu = {
    .name = "feishu",
    .text = "a robot in a Feishu group: a card or text, signed",
    .params = &table,
    .per_minute = 100,
    .per_second = 5,
    .render = render,
    .judge = judge,
};
