/* SPDX-License-Identifier: Apache-2.0 */
/* chat.c - posting JSON to a chat, and reading what it says to that. */

#include "reporters/wire/chat.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "document/json.h"
#include "reporters/wire/say.h"

#include <inttypes.h>

enum { MOST_QUOTED = 200 };

static const struct json_limits limits = {.bytes = 64 * 1024, .depth = 16, .nodes = 1000};

/* The answer's beginning, as it goes into a log. */
static const char *quoted(struct arena *arena, struct text body)
{
    struct text shown = text_trim(utf8_cut(body, MOST_QUOTED));
    return shown.length > 0 ? arena_printf(arena, ": %.*s", TEXT_ARGS(shown)) : "";
}

const char *chat_status_words(struct arena *arena, const struct wire_answer *answer)
{
    return arena_printf(arena, "answered %d%s", answer->status, quoted(arena, answer->body));
}

static const struct json *code_of(const struct chat_manner *manner, const struct json *root)
{
    const struct json *code = json_member(root, text_of(manner->code));
    if (code == NULL && manner->also != NULL)
        code = json_member(root, text_of(manner->also));
    return code != NULL && code->kind == JSON_NUMBER ? code : NULL;
}

static const char *words_of(const struct chat_manner *manner, const struct json *root,
                            struct arena *arena)
{
    const struct json *words = json_member(root, text_of(manner->words));
    if (words == NULL || words->kind != JSON_STRING)
        return "";
    return quoted(arena, words->text);
}

enum wire_verdict chat_judge(const struct chat_manner *manner, const struct wire_answer *answer,
                             struct arena *arena, const char **ret_why)
{
    struct json_error error;
    int64_t code;
    enum wire_verdict by_status = wire_judge_status(answer->status);
    *ret_why = chat_status_words(arena, answer);
    if (by_status != WIRE_ACCEPTED)
        return by_status;
    const struct json *root = json_parse(arena, answer->body, &limits, &error);
    const struct json *told =
        root != NULL && root->kind == JSON_OBJECT ? code_of(manner, root) : NULL;
    if (told == NULL || !json_to_int(told->text, &code)) {
        *ret_why = arena_printf(arena, "answered %d without %s%s", answer->status, manner->code,
                                quoted(arena, answer->body));
        return WIRE_RETRY;
    }
    if (code == 0)
        return WIRE_ACCEPTED;
    const char *own = words_of(manner, root, arena), *text = NULL;
    enum wire_verdict verdict = WIRE_RETRY;
    for (const struct chat_code *c = manner->codes; c->code != 0; c++)
        if (c->code == code) {
            verdict = c->verdict;
            text = c->text;
        }
    *ret_why = arena_printf(arena, "%s %" PRId64 "%s%s%s", manner->code, code,
                            text != NULL ? ": " : "", text != NULL ? text : "", own);
    return verdict;
}

void chat_post(struct arena *arena, const char *url, const struct json *body,
               int64_t timeout_ns, const char *ca_file, struct wire_request *ret)
{
    struct buffer bytes;
    buffer_init(&bytes, SAY_MOST_BODY);
    json_write(body, &bytes);
    *ret = (struct wire_request){.medium = WIRE_HTTP,
                                 .method = "POST",
                                 .url = url,
                                 .ca_file = ca_file,
                                 .body = say_body(arena, &bytes),
                                 .timeout_ns = timeout_ns};
    say_header(arena, ret, "Content-Type", "application/json; charset=utf-8");
}

const struct json *chat_strings(struct arena *arena, const char *const *strings)
{
    size_t count = 0;
    while (strings != NULL && strings[count] != NULL)
        count++;
    struct json *array = json_array_new(arena, count);
    for (size_t i = 0; i < count; i++)
        json_append(array, json_string_of(arena, strings[i]));
    return array;
}

void chat_set(struct arena *arena, struct json *object, const char *name, const char *value)
{
    json_set(arena, object, text_of(name), json_string_of(arena, value));
}
