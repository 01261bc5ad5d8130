/* SPDX-License-Identifier: Apache-2.0 */
/* write.c - the keys of a journey in the order people write them. */

#include "recording/write.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "recording/draft.h"
#include "recording/words.h"
#include "recording/yaml.h"

#include <string.h>

static void key_text(const char *key, int indent, struct text value, struct buffer *out)
{
    buffer_printf(out, "%*s%s: ", indent, "", key);
    yaml_text(value, false, out);
    buffer_add_char(out, '\n');
}

static const struct json *object_of(struct arena *arena, const struct pairs *pairs)
{
    struct json *object = json_object_new(arena, pairs->count);
    for (size_t i = 0; i < pairs->count; i++)
        json_set(arena, object, pairs->items[i].name,
                 json_string(arena, pairs->items[i].value));
    return object;
}

static void key_pairs(struct arena *arena, const char *key, const struct pairs *pairs,
                      struct buffer *out)
{
    if (pairs->count == 0)
        return;
    buffer_printf(out, "      %s:", key);
    yaml_value(object_of(arena, pairs), 8, out);
    buffer_add_char(out, '\n');
}

static bool short_request(const struct step *step)
{
    return text_is(step->entry->method, "GET") && step->headers.count == 0 &&
           step->cookies.count == 0 && step->body.length == 0 && step->json == NULL &&
           step->form.count == 0;
}

static void write_request(const struct draft *draft, const struct step *step,
                          struct buffer *out)
{
    struct text target = text_of(step->target);
    if (short_request(step)) {
        key_text("http", 4, target, out);
        return;
    }
    buffer_add_string(out, "    http:\n");
    if (!text_is(step->entry->method, "GET"))
        key_text("method", 6, step->entry->method, out);
    key_text("url", 6, target, out);
    key_pairs(draft->arena, "headers", &step->headers, out);
    key_pairs(draft->arena, "cookies", &step->cookies, out);
    key_pairs(draft->arena, "form", &step->form, out);
    if (step->json != NULL) {
        buffer_add_string(out, "      json:");
        yaml_value(step->json, 8, out);
        buffer_add_char(out, '\n');
    } else if (step->body.length > 0 && step->form.count == 0) {
        key_text("body", 6, step->body, out);
    }
}

static void write_question(const char *subject, const char *expression,
                           const struct json *status, struct buffer *out)
{
    buffer_printf(out, "%s: ", subject);
    if (expression != NULL)
        yaml_text(text_of(expression), false, out);
    else
        buffer_add_text(out, status->text);
}

static void write_checks(const struct step *step, struct buffer *out)
{
    if (step->checks != NULL)
        buffer_add_string(out, "    assert:\n");
    for (const struct check *c = step->checks; c != NULL; c = c->next) {
        buffer_add_string(out, "      - ");
        write_question(c->subject, c->expression, c->expected, out);
        if (c->expression != NULL) {
            buffer_printf(out, "\n        %s:", c->predicate);
            yaml_value(c->expected, 10, out);
        }
        buffer_add_char(out, '\n');
    }
}

static void write_captures(const struct step *step, struct buffer *out)
{
    if (step->captures != NULL)
        buffer_add_string(out, "    capture:\n");
    for (const struct capture *c = step->captures; c != NULL; c = c->next) {
        buffer_printf(out, "      %s: { %s: ", c->name, c->subject);
        yaml_text(text_of(c->expression), true, out);
        if (c->type != NULL)
            buffer_printf(out, ", type: %s", c->type);
        buffer_add_string(out, c->redact ? ", redact: true }\n" : " }\n");
    }
}

static void write_duration(const char *key, int64_t ms, struct buffer *out)
{
    if (ms % 1000 == 0)
        buffer_printf(out, "      %s: %llds\n", key, (long long)(ms / 1000));
    else
        buffer_printf(out, "      %s: %lldms\n", key, (long long)ms);
}

static void write_repeat(const struct step *step, struct buffer *out)
{
    if (step->until == NULL)
        return;
    buffer_printf(out, "    repeat:\n      until: { %s: ", step->until->subject);
    yaml_text(text_of(step->until->expression), true, out);
    buffer_printf(out, ", %s: ", step->until->predicate);
    if (step->until->expected->kind == JSON_STRING)
        yaml_text(step->until->expected->text, true, out);
    else
        json_write(step->until->expected, out);
    buffer_add_string(out, " }\n");
    write_duration("interval", step->interval_ms, out);
    write_duration("limit", step->limit_ms, out);
}

static void write_step(const struct draft *draft, const struct step *step, struct buffer *out)
{
    buffer_add_string(out, "  - name: ");
    yaml_text(text_of(step->name), false, out);
    buffer_add_char(out, '\n');
    if (step->always)
        buffer_printf(out, "    always: true\n    only_if: { variable: %s, exists: true }\n",
                      step->only_if);
    write_request(draft, step, out);
    write_repeat(step, out);
    write_checks(step, out);
    write_captures(step, out);
}

static void write_variables(const struct draft *draft, bool bases, struct buffer *out)
{
    if (draft->variables == NULL && !bases)
        return;
    buffer_add_string(out, "variables:\n");
    for (size_t i = 0; bases && i < draft->origins.count; i++)
        key_text(draft->origins.names[i], 2, draft->origins.items[i], out);
    for (const struct named *v = draft->variables; v != NULL; v = v->next) {
        buffer_printf(out, "  %s: ", v->name);
        yaml_text(text_of(v->value), false, out);
        if (v->comment != NULL)
            buffer_printf(out, " # %s", v->comment);
        buffer_add_char(out, '\n');
    }
}

void write_journey(const struct draft *draft, const char *id, bool bases, struct buffer *out)
{
    key_text("journey", 0, text_of(id), out);
    key_text("title", 0, text_of(words_plain(draft->arena, text_of(id))), out);
    buffer_add_string(out, "tags: [imported]\n");
    write_variables(draft, bases, out);
    for (const struct named *s = draft->secrets; s != NULL; s = s->next)
        buffer_printf(out, "%s%s%s", s == draft->secrets ? "secrets: [" : ", ", s->name,
                      s->next == NULL ? "]\n" : "");
    buffer_add_string(out, "steps:\n");
    for (size_t i = 0; i < draft->step_count; i++) {
        buffer_add_string(out, i > 0 ? "\n" : "");
        write_step(draft, &draft->steps[i], out);
    }
}

static void write_secret(const char *name, struct buffer *out)
{
    buffer_printf(out, "  %s: { env: ", name);
    for (const char *c = name; *c != '\0'; c++)
        buffer_add_char(out, *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c);
    buffer_add_string(out, " }\n");
}

void write_environment(const struct draft *draft, struct buffer *out)
{
    struct url url;
    buffer_add_string(out, "environment: recorded\nvariables:\n");
    for (size_t i = 0; i < draft->origins.count; i++)
        key_text(draft->origins.names[i], 2, draft->origins.items[i], out);
    if (draft->secrets != NULL)
        buffer_add_string(out, "secrets:\n");
    for (const struct named *s = draft->secrets; s != NULL; s = s->next)
        write_secret(s->name, out);
    buffer_add_string(out, "hosts:\n");
    for (size_t i = 0; i < draft->origins.count; i++)
        if (url_split(draft->origins.items[i], &url))
            buffer_printf(out, "  - { host: %.*s, first_party: true }\n", TEXT_ARGS(url.host));
}
