/* SPDX-License-Identifier: Apache-2.0 */
/* webhook.c - any HTTP endpoint: our JSON, or a body of the operator's own, signed when there is a
 * secret.
 *
 * {{name}} stands for a member of the message; in a JSON body it is escaped, so that no answer an app
 * gave can change the body's structure. The signature is over time and body, as Stripe does it: a
 * recorded request cannot be played again later.
 *   X-Xunjian-Signature: t=1700000000,v1=hex(HMAC-SHA256(secret, "1700000000." body)) */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "document/field.h"
#include "document/json.h"
#include "document/text_types.h"
#include "model/wire.h"
#include "reporters/wire/say.h"
#include "reporters/wire/sign.h"

#include <inttypes.h>

struct webhook_header {
    const char *name, *value;
};

struct webhook {
    const char *url, *method, *body, *content_type, *secret, *user, *password, *ca_file;
    struct webhook_header *headers;
    size_t header_count;
    int64_t timeout_ns;
};

static const struct field header_value = {.name = "value",
                                          .type = FIELD_TEXT,
                                          .at = offsetof(struct webhook_header, value),
                                          .text = "the header's value"};
static const struct field_table header_table = {.name = "webhook_header",
                                                .text = "a header: NAME: VALUE",
                                                .size = sizeof(struct webhook_header),
                                                .whole = &header_value,
                                                .has_name = true,
                                                .name_at =
                                                    offsetof(struct webhook_header, name)};

static const struct field fields[] = {
    {.name = "url",
     .type = FIELD_CUSTOM,
     .custom = &url_type,
     .at = offsetof(struct webhook, url),
     .required = true,
     .text = "where it is sent"},
    {.name = "method",
     .type = FIELD_TEXT,
     .at = offsetof(struct webhook, method),
     .fallback = "POST",
     .text = "the HTTP method"},
    {.name = "headers",
     .type = FIELD_MAP,
     .at = offsetof(struct webhook, headers),
     .count_at = offsetof(struct webhook, header_count),
     .of = &header_table,
     .text = "sent with each request"},
    {.name = "body",
     .type = FIELD_TEXT,
     .at = offsetof(struct webhook, body),
     .text =
         "instead of our JSON; {{title}} {{text}} {{severity}} ... stand for the message's"},
    {.name = "content_type",
     .type = FIELD_TEXT,
     .at = offsetof(struct webhook, content_type),
     .fallback = "application/json",
     .text = "of the body; with JSON, what {{...}} stands for is escaped"},
    {.name = "secret",
     .type = FIELD_TEXT,
     .at = offsetof(struct webhook, secret),
     .secret = true,
     .text = "signs each request: X-Xunjian-Signature"},
    {.name = "user",
     .type = FIELD_TEXT,
     .at = offsetof(struct webhook, user),
     .text = "for basic authentication"},
    {.name = "password",
     .type = FIELD_TEXT,
     .at = offsetof(struct webhook, password),
     .secret = true,
     .text = "for basic authentication"},
    {.name = "ca",
     .type = FIELD_CUSTOM,
     .custom = &path_type,
     .at = offsetof(struct webhook, ca_file),
     .text = "a PEM file of authorities trusted beside the system's"},
    {.name = "timeout",
     .type = FIELD_DURATION,
     .at = offsetof(struct webhook, timeout_ns),
     .least = 100000000,
     .most = 60000000000,
     .fallback = "10s",
     .text = "how long a request may take"},
    {0},
};
static const struct field_table table = {.name = "webhook",
                                         .text = "any HTTP endpoint",
                                         .size = sizeof(struct webhook),
                                         .fields = fields,
                                         .shorthand = "url"};

/* The members of the message that a body can name. */
static const char *member_of(const struct message *message, struct text name,
                             struct arena *arena, int64_t now_utc_ns)
{
    const char *const members[][2] = {
        {"kind", message_kind_name(message->kind)},
        {"key", message->key},
        {"rule", message->rule},
        {"severity", message->severity},
        {"title", message->title},
        {"text", message->text},
        {"journey", message->journey},
        {"journey_title", message->journey_title},
        {"environment", message->environment},
        {"location", message->location},
        {"owner", message->owner},
        {"step", message->step},
        {"phase", message->phase},
        {"reason", message->reason},
        {"host", message->host},
        {"endpoint", message->endpoint},
        {"changed", message->changed},
        {"why", message->why != NULL ? message->why : ""},
        {"link", message->link},
        {"runbook", message->runbook},
        {"first_run", message->first_run},
        {"last_run", message->last_run},
        {"lasted", say_lasted(arena, message, now_utc_ns)},
        {"started", say_utc(arena, message->started_utc_ns)},
        {"failures", arena_printf(arena, "%" PRId64, message->failures)},
    };
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
        if (text_is(name, members[i][0]))
            return members[i][1];
    return "";
}

/* Without the quotation marks: they stand in the operator's body. */
static void add_escaped(struct text value, struct buffer *out)
{
    struct buffer quoted;
    buffer_init(&quoted, SAY_MOST_BODY);
    json_write_string(value, &quoted);
    buffer_add_text(out, text_slice(buffer_text(&quoted), 1, quoted.length - 1));
    buffer_done(&quoted);
}

static void fill(struct text body, bool json, const struct message *message,
                 struct arena *arena, int64_t now_utc_ns, struct buffer *out)
{
    size_t at = 0;
    for (;;) {
        ptrdiff_t open = text_find(body, text_of("{{"), at);
        ptrdiff_t close = open < 0 ? -1 : text_find(body, text_of("}}"), (size_t)open);
        if (close < 0)
            break;
        struct text name = text_trim(text_slice(body, (size_t)open + 2, (size_t)close));
        struct text value = text_of(member_of(message, name, arena, now_utc_ns));
        buffer_add_text(out, text_slice(body, at, (size_t)open));
        if (json)
            add_escaped(value, out);
        else
            buffer_add_text(out, value);
        at = (size_t)close + 2;
    }
    buffer_add_text(out, text_slice(body, at, body.length));
}

static void sign(const struct webhook *to, struct arena *arena, int64_t now_utc_ns,
                 struct wire_request *request)
{
    unsigned char bytes[SIGN_BYTES];
    struct buffer signed_text;
    int64_t s = now_utc_ns / 1000000000;
    buffer_init(&signed_text, SAY_MOST_BODY + 64);
    buffer_printf(&signed_text, "%" PRId64 ".", s);
    buffer_add_text(&signed_text, request->body);
    sign_hmac_sha256(text_of(to->secret), buffer_text(&signed_text), bytes);
    buffer_done(&signed_text);
    struct text hex =
        encode_hex(arena, (struct text){.at = (const char *)bytes, .length = SIGN_BYTES});
    say_header(arena, request, "X-Xunjian-Signature",
               arena_printf(arena, "t=%" PRId64 ",v1=%.*s", s, TEXT_ARGS(hex)));
}

static void render(const void *params, const struct message *message, int64_t now_utc_ns,
                   struct arena *arena, struct wire_request *ret)
{
    const struct webhook *to = params;
    struct buffer body;
    bool json = text_find(text_of(to->content_type), text_of("json"), 0) >= 0;
    buffer_init(&body, SAY_MOST_BODY);
    if (to->body != NULL)
        fill(text_of(to->body), json, message, arena, now_utc_ns, &body);
    else
        message_write(message, &body);
    *ret = (struct wire_request){
        .medium = WIRE_HTTP,
        .method = to->method,
        .url = to->url,
        .user = to->user,
        .password = to->password,
        .ca_file = to->ca_file,
        .body = say_body(arena, &body),
        .timeout_ns = to->timeout_ns,
    };
    say_header(arena, ret, "Content-Type", to->content_type);
    for (size_t i = 0; i < to->header_count; i++)
        say_header(arena, ret, to->headers[i].name, to->headers[i].value);
    if (to->secret != NULL)
        sign(to, arena, now_utc_ns, ret);
}

const struct wire wire_webhook = {
    .name = "webhook",
    .text = "any HTTP endpoint: our JSON, or a body of your own",
    .params = &table,
    .render = render,
};
