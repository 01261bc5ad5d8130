/* SPDX-License-Identifier: Apache-2.0 */
/* pagerduty.c - PagerDuty's Events API v2.
 *
 * The dedup_key makes one incident of all that is told: a trigger that is sent twice pages once, an
 * update changes what stands there, an acknowledgement ends the escalation. https://developer.pagerduty.com/docs/events-api-v2/trigger-events */

#include "base/arena.h"
#include "document/json.h"
#include "document/text_types.h"
#include "reporters/wire/chat.h"
#include "reporters/wire/say.h"
#include "reporters/wire/tell.h"

#include <string.h>

enum { MOST_SUMMARY = 1024, MOST_DETAIL = 16 * 1024, MOST_SOURCE = 255, MOST_DETAILS = 16 };

struct pagerduty {
    const char *routing_key, *url, *ca_file;
    int language;
    int64_t timeout_ns;
};

static const struct field fields[] = {
    {.name = "routing_key",
     .type = FIELD_TEXT,
     .at = offsetof(struct pagerduty, routing_key),
     .secret = true,
     .required = true,
     .text = "the integration key of the service"},
    {.name = "url",
     .type = FIELD_CUSTOM,
     .custom = &url_type,
     .at = offsetof(struct pagerduty, url),
     .fallback = "https://events.pagerduty.com",
     .text = "where PagerDuty listens (Europe: https://events.eu.pagerduty.com)"},
    TELL_CA_FIELD(struct pagerduty),
    TELL_LANGUAGE_FIELD(struct pagerduty),
    TELL_TIMEOUT_FIELD(struct pagerduty),
    {0},
};
static const struct field_table table = {.name = "pagerduty",
                                         .text = "PagerDuty's Events API v2",
                                         .size = sizeof(struct pagerduty),
                                         .fields = fields,
                                         .shorthand = "routing_key"};

static void set_detail(struct arena *arena, struct json *object, const char *name,
                       const char *value)
{
    if (value[0] != '\0')
        chat_set(arena, object, name, say_cut(arena, value, MOST_DETAIL));
}

/* Members by their English names whatever the language: people write rules about them. */
static const struct json *details(const struct message *m, struct arena *arena)
{
    struct json *made = json_object_new(arena, MOST_DETAILS);
    set_detail(arena, made, "journey", m->journey);
    set_detail(arena, made, "environment", m->environment);
    set_detail(arena, made, "location", m->location);
    set_detail(arena, made, "owner", m->owner);
    set_detail(arena, made, "rule", m->rule);
    set_detail(arena, made, "step", m->step);
    set_detail(arena, made, "phase", m->phase);
    set_detail(arena, made, "reason", m->reason);
    set_detail(arena, made, "text", m->text);
    set_detail(arena, made, "host", m->host);
    set_detail(arena, made, "endpoint", m->endpoint);
    set_detail(arena, made, "changed", m->changed);
    set_detail(arena, made, "first_run", m->first_run);
    set_detail(arena, made, "last_run", m->last_run);
    json_set(arena, made, text_of("failures"), json_int(arena, m->failures));
    json_set(arena, made, text_of("journeys"), chat_strings(arena, m->journeys));
    return made;
}

/* One of the four that PagerDuty knows. */
static const char *severity_of(const struct message *m)
{
    static const char *const known[] = {"critical", "error", "warning", "info"};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(m->severity, known[i]) == 0)
            return known[i];
    return m->kind == MESSAGE_TEST ? "info" : "critical";
}

static const struct json *payload(const struct message *m, const struct told_message *told,
                                  struct arena *arena)
{
    struct json *made = json_object_new(arena, 8);
    const char *source = m->host[0] != '\0' ? m->host : m->location;
    chat_set(arena, made, "summary", say_cut(arena, told->headline, MOST_SUMMARY));
    chat_set(arena, made, "source",
             source[0] != '\0' ? say_cut(arena, source, MOST_SOURCE) : "xunjian");
    chat_set(arena, made, "severity", severity_of(m));
    if (m->started_utc_ns != 0)
        chat_set(arena, made, "timestamp", say_utc(arena, m->started_utc_ns));
    set_detail(arena, made, "component", m->step);
    set_detail(arena, made, "group", m->environment);
    set_detail(arena, made, "class", m->reason);
    json_set(arena, made, text_of("custom_details"), details(m, arena));
    return made;
}

static void add_link(struct arena *arena, struct json *links, const char *label,
                     const char *link)
{
    struct json *made = json_object_new(arena, 2);
    if (link[0] == '\0')
        return;
    chat_set(arena, made, "href", link);
    chat_set(arena, made, "text", label);
    json_append(links, made);
}

static const char *action_of(const struct message *message)
{
    if (message->kind == MESSAGE_ACKNOWLEDGE)
        return "acknowledge";
    return say_is_over(message) ? "resolve" : "trigger";
}

static void render(const void *params, const struct message *message, int64_t now_utc_ns,
                   struct arena *arena, struct wire_request *ret)
{
    const struct pagerduty *to = params;
    struct told_message told;
    struct json *body = json_object_new(arena, 7), *links = json_array_new(arena, 2);
    tell(arena, message, (enum tell_language)to->language, now_utc_ns, &told);
    chat_set(arena, body, "routing_key", to->routing_key);
    chat_set(arena, body, "event_action", action_of(message));
    chat_set(arena, body, "dedup_key", message->key);
    json_set(arena, body, text_of("payload"), payload(message, &told, arena));
    if (!say_is_over(message)) {
        add_link(arena, links, told.link_label, told.link);
        add_link(arena, links, told.runbook_label, told.runbook);
        chat_set(arena, body, "client", "xunjian");
        if (told.link[0] != '\0')
            chat_set(arena, body, "client_url", told.link);
        json_set(arena, body, text_of("links"), links);
    }
    chat_post(arena, arena_printf(arena, "%s/v2/enqueue", say_base(arena, to->url)), body,
              to->timeout_ns, to->ca_file, ret);
}

/* Accepted is 202 alone: another 2xx came from somebody in between. */
static enum wire_verdict judge(const void *params, const struct wire_answer *answer,
                               struct arena *arena, const char **ret_why)
{
    enum wire_verdict by_status = wire_judge_status(answer->status);
    (void)params;
    *ret_why = chat_status_words(arena, answer);
    return by_status == WIRE_ACCEPTED && answer->status != 202 ? WIRE_RETRY : by_status;
}

const struct wire wire_pagerduty = {
    .name = "pagerduty",
    .text = "PagerDuty's Events API v2: one incident there for one here",
    .params = &table,
    .acknowledges = true,
    .render = render,
    .judge = judge,
};
