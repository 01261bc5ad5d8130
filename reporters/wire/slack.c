/* SPDX-License-Identifier: Apache-2.0 */
/* slack.c - an incoming webhook of Slack, or of what speaks like it (Mattermost, Rocket.Chat).
 *
 * Accepted is HTTP 200 with `ok`: whatever else answers 200 is not Slack. `text` is what a phone
 * shows, blocks what the channel shows. One message a second.
 * https://api.slack.com/messaging/webhooks */

#include "base/arena.h"
#include "base/buffer.h"
#include "document/json.h"
#include "document/text_types.h"
#include "reporters/wire/chat.h"
#include "reporters/wire/say.h"
#include "reporters/wire/tell.h"

enum { MOST_SECTION = 3000, MOST_HEADER = 150, MOST_FACT = 600, LEAST_FACT = 48 };

struct slack {
    const char *url, *mention, *ca_file;
    bool text_only;
    int language;
    int64_t timeout_ns;
};

static const struct field fields[] = {
    {.name = "url",
     .type = FIELD_CUSTOM,
     .custom = &url_type,
     .at = offsetof(struct slack, url),
     .secret = true,
     .required = true,
     .text = "the webhook, with its secret path"},
    {.name = "mention",
     .type = FIELD_TEXT,
     .at = offsetof(struct slack, mention),
     .text = "put before what breaks, in Slack's own form: <!channel>, <@U024BE7LH>"},
    {.name = "text_only",
     .type = FIELD_FLAG,
     .at = offsetof(struct slack, text_only),
     .text = "without blocks, for what only speaks like Slack"},
    TELL_CA_FIELD(struct slack),
    TELL_LANGUAGE_FIELD(struct slack),
    TELL_TIMEOUT_FIELD(struct slack),
    {0},
};
static const struct field_table table = {.name = "slack",
                                         .text = "an incoming webhook of Slack",
                                         .size = sizeof(struct slack),
                                         .fields = fields,
                                         .shorthand = "url"};

/* Slack's control characters are these three, and it says how they are escaped. */
static void add_escaped(const char *string, struct buffer *out)
{
    for (const char *at = string; *at != '\0'; at++) {
        const char *entity = *at == '&'   ? "&amp;"
                             : *at == '<' ? "&lt;"
                             : *at == '>' ? "&gt;"
                                          : NULL;
        if (entity != NULL)
            buffer_add_string(out, entity);
        else
            buffer_add_char(out, *at);
    }
}

static const char *escaped(struct arena *arena, const char *string)
{
    struct buffer out;
    buffer_init(&out, SAY_MOST_BODY);
    add_escaped(string, &out);
    return say_body(arena, &out).at;
}

static void add_link(const char *label, const char *link, struct buffer *out)
{
    if (link[0] != '\0')
        buffer_printf(out, "<%s|%s>\n", link, label);
}

/* Links first: they must not be what is cut. A buffer takes all of a line or nothing of it. */
static const char *section_text(struct arena *arena, const struct told_message *told)
{
    struct buffer out;
    buffer_init(&out, MOST_SECTION);
    add_link(told->link_label, told->link, &out);
    add_link(told->runbook_label, told->runbook, &out);
    for (size_t i = 0; i < told->count && !out.full; i++)
        buffer_printf(&out, "*%s* %s\n", told->facts[i].label,
                      escaped(arena, say_cut(arena, told->facts[i].value, MOST_FACT)));
    return say_body(arena, &out).at;
}

static const struct json *block(struct arena *arena, const char *type, const char *text_type,
                                const char *text)
{
    struct json *made = json_object_new(arena, 2), *inner = json_object_new(arena, 2);
    chat_set(arena, inner, "type", text_type);
    chat_set(arena, inner, "text", text);
    chat_set(arena, made, "type", type);
    json_set(arena, made, text_of("text"), inner);
    return made;
}

static void render(const void *params, const struct message *message, int64_t now_utc_ns,
                   struct arena *arena, struct wire_request *ret)
{
    const struct slack *to = params;
    struct told_message told;
    struct json *body = json_object_new(arena, 2), *blocks = json_array_new(arena, 2);
    tell(arena, message, (enum tell_language)to->language, now_utc_ns, &told);
    bool calls = to->mention != NULL && tell_calls(message);
    const char *mention = calls ? arena_printf(arena, "%s ", to->mention) : "";
    const char *section = section_text(arena, &told);
    const char *head = escaped(arena, told.headline);
    if (to->text_only) {
        chat_set(arena, body, "text",
                 arena_printf(arena, "%s*%s*\n%s", mention, head, section));
    } else { /* a header shows no mention, so it stands in the section */
        chat_set(arena, body, "text", arena_printf(arena, "%s%s", mention, head));
        json_append(blocks, block(arena, "header", "plain_text",
                                  say_cut(arena, told.headline, MOST_HEADER)));
        if (section[0] != '\0' || calls)
            json_append(blocks,
                        block(arena, "section", "mrkdwn",
                              say_cut(arena, arena_printf(arena, "%s%s", mention, section),
                                      MOST_SECTION)));
        json_set(arena, body, text_of("blocks"), blocks);
    }
    chat_post(arena, to->url, body, to->timeout_ns, to->ca_file, ret);
}

static enum wire_verdict judge(const void *params, const struct wire_answer *answer,
                               struct arena *arena, const char **ret_why)
{
    enum wire_verdict by_status = wire_judge_status(answer->status);
    (void)params;
    *ret_why = chat_status_words(arena, answer);
    if (by_status == WIRE_ACCEPTED && !text_is(text_trim(answer->body), "ok"))
        return WIRE_RETRY;
    return by_status;
}

const struct wire wire_slack = {
    .name = "slack",
    .text = "an incoming webhook of Slack, or of what speaks like it",
    .params = &table,
    .per_minute = 60,
    .per_second = 1,
    .render = render,
    .judge = judge,
};
