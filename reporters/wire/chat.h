/* SPDX-License-Identifier: Apache-2.0 */
/* chat.h - what the wires of chats have in common: a JSON body, and an answer that may say no with
 * HTTP 200. For this room only. */
#pragma once

#include "model/wire.h"

struct arena;
struct json;

/* How a service's own code is to be taken. */
struct chat_code {
    int64_t code;
    enum wire_verdict verdict;
    const char
        *text; /* what it means, in words for the robot's operator; NULL: the service's own */
};

/* Of a service that answers {"CODE": 0, "WORDS": "..."}. */
struct chat_manner {
    const char *code, *words; /* the members' names */
    const char *also;         /* an older name of `code`, or NULL */
    const struct chat_code
        *codes; /* ends with code 0; codes that are not there are tried again */
};

/* An HTTP status that is no 2xx decides by itself (wire_judge_status); then the body's code does. A body that is not the
 * service's own came from somebody in between: tried again. */
enum wire_verdict chat_judge(const struct chat_manner *manner, const struct wire_answer *answer,
                             struct arena *arena, const char **ret_why);

/* A POST of JSON. Not through json_out, which redacts: the channel's own key may be in the body. */
void chat_post(struct arena *arena, const char *url, const struct json *body,
               int64_t timeout_ns, const char *ca_file, struct wire_request *ret);

/* In words, for a refused or unsuccessful status. */
const char *chat_status_words(struct arena *arena, const struct wire_answer *answer);

/* An array of strings; NULL gives an empty one. */
const struct json *chat_strings(struct arena *arena, const char *const *strings);

/* {"NAME": "VALUE"} into an object; the value is not copied. */
void chat_set(struct arena *arena, struct json *object, const char *name, const char *value);
