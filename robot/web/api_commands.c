/* SPDX-License-Identifier: Apache-2.0 */
/* api_commands.c - what people do from the page: acknowledge, note, mute, unmute, run now. */
#include "base/arena.h"
#include "base/clock.h"
#include "document/json.h"
#include "query/moment.h"
#include "web/api.h"
#include "web/inside.h"
#include "web/token.h"

#include <string.h>

enum { MOST_WHO = 100, MOST_TEXT = 2000, MOST_LIST = 100 };

#define LONGEST_MUTE_NS (366 * 24 * 3600 * NS_PER_S)

static bool refuse(struct request *request, struct answer *answer, const char *name,
                   const char *expected)
{
    answer_error(request, answer, 400, "bad_request", "%s: expected %s", name, expected);
    return false;
}

/* NULL stays when the member is not there. */
static bool read_string(struct request *request, const struct json *body, const char *name,
                        size_t most, const char **ret, struct answer *answer)
{
    const struct json *member = json_member(body, text_of(name));
    if (member == NULL || member->kind == JSON_NULL)
        return true;
    if (member->kind != JSON_STRING || member->text.length > most ||
        memchr(member->text.at, '\0', member->text.length) != NULL)
        return refuse(request, answer, name,
                      arena_printf(request->arena, "a text of at most %zu bytes", most));
    *ret = text_string(request->arena, text_trim(member->text));
    return true;
}

/* A list of texts; empty is as if it was not there. */
static bool read_list(struct request *request, const struct json *body, const char *name,
                      const char *const **ret, struct answer *answer)
{
    const struct json *list = json_member(body, text_of(name));
    if (list == NULL || list->kind == JSON_NULL)
        return true;
    if (list->kind != JSON_ARRAY || list->count > MOST_LIST)
        return refuse(request, answer, name, "a list of texts");
    const char **names = arena_array(request->arena, list->count + 1, const char *);
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i]->kind != JSON_STRING || list->items[i]->text.length > MOST_TEXT)
            return refuse(request, answer, name, "a list of texts");
        names[i] = text_string(request->arena, list->items[i]->text);
    }
    *ret = list->count > 0 ? names : NULL;
    return true;
}

/* Unix seconds, or as our own answers say it. */
static bool read_seconds(struct request *request, const struct json *body, const char *name,
                         int64_t *ret_ns, struct answer *answer)
{
    int64_t seconds;
    const struct json *member = json_member(body, text_of(name));
    if (member == NULL || member->kind == JSON_NULL)
        return true;
    struct moment moment;
    bool read = member->kind == JSON_NUMBER && json_to_int(member->text, &seconds);
    if (member->kind == JSON_STRING && moment_read(member->text, &moment) && moment.zoned) {
        seconds = moment.seconds;
        read = true;
    }
    if (!read || seconds < 0 || seconds > INT64_C(9000000000))
        return refuse(request, answer, name,
                      "whole Unix seconds, or a moment such as 2026-12-01T02:00:00+08:00");
    *ret_ns = seconds * NS_PER_S;
    return true;
}

static void answer_done(struct answer *answer, unsigned status, const char *name,
                        const char *value)
{
    answer->status = status;
    struct json_out out = answer_json(answer);
    json_out_open(&out, NULL, '{');
    json_out_bool(&out, "done", true);
    if (name != NULL)
        json_out_string(&out, name, value);
    json_out_close(&out, '}');
}

static void give_command(struct request *request, const struct alert_command *command,
                         struct answer *answer, unsigned status)
{
    const char *why = "";
    struct web_backend *backend = &request->web->backend;
    if (backend->command(backend->thing, command, request->arena, &why))
        answer_done(answer, status, command->name != NULL ? "name" : NULL, command->name);
    else
        answer_error(request, answer, 409, "refused", "%s", why);
}

static void on_incident(struct request *request, struct answer *answer,
                        enum alert_action action)
{
    struct alert_command command = {
        .action = action, .incident = request->captures[0], .who = "", .text = ""};
    const struct json *body = request_json(request, answer);
    if (body == NULL || !read_string(request, body, "who", MOST_WHO, &command.who, answer) ||
        !read_string(request, body, "text", MOST_TEXT, &command.text, answer))
        return;
    if (command.who[0] == '\0')
        refuse(request, answer, "who", "a name: others must see whose hands it is in");
    else if (action == ALERT_NOTE && command.text[0] == '\0')
        refuse(request, answer, "text", "a note");
    else
        give_command(request, &command, answer, 200);
}

void api_acknowledge(struct request *request, struct answer *answer)
{
    on_incident(request, answer, ALERT_ACKNOWLEDGE);
}

void api_note(struct request *request, struct answer *answer)
{
    on_incident(request, answer, ALERT_NOTE);
}

static bool read_match(struct request *request, const struct json *body, struct matcher *ret,
                       struct answer *answer)
{
    return read_list(request, body, "journeys", &ret->journeys, answer) &&
           read_list(request, body, "tags", &ret->tags, answer) &&
           read_list(request, body, "owners", &ret->owners, answer) &&
           read_list(request, body, "business", &ret->business, answer) &&
           read_list(request, body, "environments", &ret->environments, answer) &&
           read_list(request, body, "severities", &ret->severities, answer);
}

static bool is_sound(struct request *request, struct alert_command *c, struct answer *answer)
{
    int64_t now = clock_now_utc_ns();
    if (c->from_utc_ns == 0)
        c->from_utc_ns = now;
    if (c->who[0] == '\0')
        return refuse(request, answer, "who", "a name: others must see who muted it");
    if (c->to_utc_ns <= now || c->to_utc_ns <= c->from_utc_ns)
        return refuse(request, answer, "to", "a moment after from, and to come");
    if (c->to_utc_ns - c->from_utc_ns > LONGEST_MUTE_NS)
        return refuse(request, answer, "to", "at most a year after from");
    if (c->name == NULL || c->name[0] == '\0') {
        const char *chance = token_chance(request->arena, 6);
        if (chance == NULL)
            return refuse(request, answer, "name", "one: the system gave no random bytes");
        c->name = arena_printf(request->arena, "mute-%s", chance);
    }
    return true;
}

void api_mute(struct request *request, struct answer *answer)
{
    struct alert_command command = {.action = ALERT_MUTE, .who = "", .text = ""};
    const struct json *body = request_json(request, answer);
    if (body != NULL && read_string(request, body, "name", MOST_WHO, &command.name, answer) &&
        read_string(request, body, "who", MOST_WHO, &command.who, answer) &&
        read_string(request, body, "text", MOST_TEXT, &command.text, answer) &&
        read_match(request, body, &command.match, answer) &&
        read_seconds(request, body, "from", &command.from_utc_ns, answer) &&
        read_seconds(request, body, "to", &command.to_utc_ns, answer) &&
        is_sound(request, &command, answer))
        give_command(request, &command, answer, 201);
}

void api_unmute(struct request *request, struct answer *answer)
{
    const char *who = request_parameter(request, "who");
    struct alert_command command = {.action = ALERT_UNMUTE,
                                    .name = request->captures[0],
                                    .who = who != NULL ? who : "",
                                    .text = ""};
    give_command(request, &command, answer, 200);
}

void api_run_now(struct request *request, struct answer *answer)
{
    const char *journey = NULL, *environment = "", *why = "";
    struct web_backend *backend = &request->web->backend;
    const struct json *body = request_json(request, answer);
    if (body == NULL || !read_string(request, body, "journey", MOST_TEXT, &journey, answer) ||
        !read_string(request, body, "environment", MOST_TEXT, &environment, answer))
        return;
    if (journey == NULL || journey[0] == '\0')
        refuse(request, answer, "journey", "a name");
    else if (backend->run_now(backend->thing, journey, environment, request->arena, &why))
        answer_done(answer, 202, NULL, NULL);
    else
        answer_error(request, answer, 409, "refused", "%s", why);
}
