/* SPDX-License-Identifier: Apache-2.0 */
/* tell.h - a message in words for people, Chinese or English: a headline and facts. For this room only.
 *
 * Wires for chats and mail differ in their markup, not in what they say: here is what is said. */
#pragma once

#include "document/text_types.h"
#include "model/message.h"

struct arena;
struct buffer;

enum tell_language { TELL_ZH = 0, TELL_EN };

/* "zh", "en". */
extern const struct word tell_languages[];

/* The row of a table of params. */
#define TELL_LANGUAGE_FIELD(params)                                                          \
    {                                                                                        \
        .name = "language", .type = FIELD_WORD, .at = offsetof(params, language),            \
        .words = tell_languages, .fallback = "zh", .text = "the language people are told in" \
    }
#define TELL_TIMEOUT_FIELD(params)                                                     \
    {                                                                                  \
        .name = "timeout", .type = FIELD_DURATION, .at = offsetof(params, timeout_ns), \
        .least = 100000000, .most = 60000000000, .fallback = "10s",                    \
        .text = "how long a request may take"                                          \
    }
#define TELL_CA_FIELD(params)                                           \
    {                                                                   \
        .name = "ca", .type = FIELD_CUSTOM, .custom = &path_type,       \
        .at = offsetof(params, ca_file),                                \
        .text = "a PEM file of authorities trusted beside the system's" \
    }

struct tell_fact {
    const char *label, *value;
};

enum { TELL_MOST_FACTS = 16, TELL_MOST_VALUE = 1024, TELL_MOST_LINK = 1000 };

struct told_message {
    const char *headline; /* one line, with its kind and severity */
    struct tell_fact facts[TELL_MOST_FACTS];
    size_t count;
    const char *link, *runbook; /* http and https only; "" when there is none */
    const char *link_label, *runbook_label;
};

/* Values are single lines without control characters, at most TELL_MOST_VALUE bytes, headlines at most
 * 512. Nothing is escaped: markup is the wire's. */
void tell(struct arena *arena, const struct message *message, enum tell_language language,
          int64_t now_utc_ns, struct told_message *ret);

/* Somebody is to look at once: a trigger, an update, a reminder, a test. A resolve and a renewal are
 * told quietly, nobody is mentioned by name. */
bool tell_calls(const struct message *message);

/* What a run saw may look like markup of a chat: a link to elsewhere, a mention of everybody. The
 * characters chats read as such become their full-width likenesses, as people in China write them. */
const char *tell_plainly(struct arena *arena, const char *string);

/* How lines are made. */
struct tell_style {
    const char *gap;          /* between lines */
    const char *head;         /* before the headline; NULL: without it */
    const char *open, *close; /* around a label */
    bool chat;                /* values go through tell_plainly */
    bool markdown;            /* links as [label](url) */
};
extern const struct tell_style tell_dingtalk_style, tell_wecom_style, tell_card_style,
    tell_chat_style, tell_mail_style;

enum { TELL_LEAST_ROOM = 4000 }; /* headline and links always fit into so much */

/* At most `most` bytes: the headline and the links always, facts as far as they fit. */
const char *tell_lines(struct arena *arena, const struct told_message *told,
                       const struct tell_style *style, size_t most);
