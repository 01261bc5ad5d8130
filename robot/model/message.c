/* SPDX-License-Identifier: Apache-2.0 */
/* message.c - messages as JSON, by one table of members.
 *
 * The outbox outlives the robot that wrote it: a member that an older robot did not write reads as
 * empty, one that a newer robot added is passed over. Only what makes no message is refused. */

#include "model/message.h"
#include "base/arena.h"
#include "base/must.h"
#include "document/json.h"

enum member_type { MEMBER_STRING = 0, MEMBER_NUMBER };

struct member {
    const char *name;
    size_t at;
    enum member_type type;
};

#define STRING(n)                                                            \
    {                                                                        \
        .name = #n, .at = offsetof(struct message, n), .type = MEMBER_STRING \
    }
#define NUMBER(n)                                                            \
    {                                                                        \
        .name = #n, .at = offsetof(struct message, n), .type = MEMBER_NUMBER \
    }

static const struct member members[] = {
    STRING(key),
    STRING(incident),
    STRING(rule),
    STRING(severity),
    STRING(severity_before),
    STRING(title),
    STRING(opener),
    STRING(journey),
    STRING(journey_title),
    STRING(environment),
    STRING(location),
    STRING(owner),
    STRING(step),
    STRING(phase),
    STRING(reason),
    STRING(text),
    STRING(host),
    STRING(endpoint),
    STRING(changed),
    STRING(why),
    STRING(link),
    STRING(runbook),
    STRING(first_run),
    STRING(last_run),
    NUMBER(started_utc_ns),
    NUMBER(last_utc_ns),
    NUMBER(ended_utc_ns),
    NUMBER(said_utc_ns),
    NUMBER(failures),
    NUMBER(flapping),
    NUMBER(renew_ns),
};

enum { MEMBERS = sizeof members / sizeof members[0] };

/* A message is a page of text; what is larger was not written here. */
static const struct json_limits limits = {.bytes = 1024 * 1024, .depth = 4, .nodes = 20000};

const char *message_kind_name(enum message_kind kind)
{
    static const char *const names[MESSAGE_KIND_COUNT] = {
        [MESSAGE_TRIGGER] = "trigger",
        [MESSAGE_UPDATE] = "update",
        [MESSAGE_REMIND] = "remind",
        [MESSAGE_RENEW] = "renew",
        [MESSAGE_ACKNOWLEDGE] = "acknowledge",
        [MESSAGE_RESOLVE] = "resolve",
        [MESSAGE_TEST] = "test",
    };
    must((unsigned)kind < MESSAGE_KIND_COUNT);
    return names[kind];
}

static void write_journeys(struct arena *arena, const struct message *message,
                           struct json *object)
{
    size_t count = 0;
    while (message->journeys != NULL && message->journeys[count] != NULL)
        count++;
    struct json *array = json_array_new(arena, count);
    for (size_t i = 0; i < count; i++)
        json_append(array, json_string_of(arena, message->journeys[i]));
    json_set(arena, object, text_of("journeys"), array);
}

void message_write(const struct message *message, struct buffer *out)
{
    struct arena *arena = arena_new();
    struct json *object = json_object_new(arena, MEMBERS + 2);
    json_set(arena, object, text_of("kind"),
             json_string_of(arena, message_kind_name(message->kind)));
    for (const struct member *m = members; m < members + MEMBERS; m++) {
        const void *at = (const char *)message + m->at;
        const char *string = m->type == MEMBER_STRING ? *(const char *const *)at : NULL;
        json_set(arena, object, text_of(m->name),
                 m->type == MEMBER_NUMBER ? json_int(arena, *(const int64_t *)at)
                                          : json_string(arena, text_of(string)));
    }
    write_journeys(arena, message, object);
    json_write(object, out);
    arena_end(arena);
}

static bool read_kind(const struct json *object, enum message_kind *ret)
{
    const struct json *name = json_member(object, text_of("kind"));
    if (name == NULL || name->kind != JSON_STRING)
        return false;
    for (enum message_kind kind = 0; kind < MESSAGE_KIND_COUNT; kind++)
        if (text_is(name->text, message_kind_name(kind))) {
            *ret = kind;
            return true;
        }
    return false;
}

static bool read_member(struct arena *arena, const struct json *object,
                        const struct member *member, struct message *message)
{
    const struct json *value = json_member(object, text_of(member->name));
    void *at = (char *)message + member->at;
    if (member->type == MEMBER_NUMBER)
        return value == NULL ||
               (value->kind == JSON_NUMBER && json_to_int(value->text, (int64_t *)at));
    if (value != NULL && value->kind != JSON_STRING)
        return false;
    *(const char **)at = value != NULL ? text_string(arena, value->text) : "";
    return true;
}

static bool read_journeys(struct arena *arena, const struct json *object,
                          struct message *message)
{
    const struct json *array = json_member(object, text_of("journeys"));
    size_t count = array != NULL ? array->count : 0;
    if (array != NULL && array->kind != JSON_ARRAY)
        return false;
    const char **journeys = arena_array(arena, count + 1, const char *);
    for (size_t i = 0; i < count; i++) {
        if (array->items[i]->kind != JSON_STRING)
            return false;
        journeys[i] = text_string(arena, array->items[i]->text);
    }
    message->journeys = journeys;
    return true;
}

struct message *message_read(struct arena *arena, struct text json)
{
    struct json_error error;
    const struct json *object = json_parse(arena, json, &limits, &error);
    struct message *message = arena_make(arena, struct message);
    if (object == NULL || object->kind != JSON_OBJECT || !read_kind(object, &message->kind) ||
        !read_journeys(arena, object, message))
        return NULL;
    for (const struct member *m = members; m < members + MEMBERS; m++)
        if (!read_member(arena, object, m, message))
            return NULL;
    return message->key[0] != '\0' ? message : NULL;
}
