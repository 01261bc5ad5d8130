/* SPDX-License-Identifier: Apache-2.0 */
/* A message as a wire renders it, for tests. */

#include "tests/reporters/wire/rendered.h"
#include "base/arena.h"
#include "base/diag.h"
#include "base/encode.h"
#include "document/bind.h"
#include "document/yaml.h"

#include <criterion/criterion.h>
#include <string.h>

const int64_t rendered_now_utc_ns = INT64_C(1700000000) * 1000000000;

static const char *const journeys[] = {"credit-application", NULL};

struct message rendered_trigger(void)
{
    return (struct message){
        .kind = MESSAGE_TRIGGER,
        .key = "0123456789abcdef0123456789abcdef",
        .incident = "41",
        .rule = "journey",
        .severity = "critical",
        .title = "credit-application fails at identity (wait: timeout)",
        .journey = "credit-application",
        .journey_title = "授信申请",
        .environment = "prod",
        .location = "shanghai",
        .owner = "credit-team",
        .step = "identity",
        .phase = "wait",
        .reason = "timeout",
        .text = "no answer within 5s",
        .host = "api.example.com",
        .endpoint = "POST /api/credit/identity",
        .changed = "address: 10.0.0.1 -> 10.0.0.2\ncertificate: renewed",
        .journeys = journeys,
        .link = "https://robot.example.com/incidents/41",
        .runbook = "https://wiki.example.com/credit",
        .first_run = "run-1",
        .last_run = "run-2",
        .started_utc_ns = rendered_now_utc_ns - INT64_C(125) * 1000000000,
        .last_utc_ns = rendered_now_utc_ns - INT64_C(5) * 1000000000,
        .said_utc_ns = rendered_now_utc_ns,
        .failures = 2,
    };
}

struct message rendered_resolve(void)
{
    struct message message = rendered_trigger();
    message.kind = MESSAGE_RESOLVE;
    message.ended_utc_ns = message.started_utc_ns + INT64_C(300) * 1000000000;
    message.said_utc_ns = message.ended_utc_ns + 1;
    message.failures = 6;
    return message;
}

const struct wire *rendered_wire(const char *name)
{
    size_t at = 0;
    while (wires[at] != NULL && strcmp(wires[at]->name, name) != 0)
        at++;
    cr_assert_not_null(wires[at], "there is no wire %s", name);
    return wires[at];
}

static const void *read_params(struct arena *arena, const struct wire *wire, const char *yaml,
                               struct diags *diags)
{
    struct source *source = arena_make(arena, struct source);
    *source = (struct source){"xunjian.yaml", text_of(yaml)};
    diags_init(diags, arena);
    struct reading reading = {.arena = arena, .diags = diags};
    const struct node *node = yaml_read(arena, source, diags);
    void *params = arena_alloc(arena, wire->params->size);
    bool good = node != NULL && bind_fields(&reading, node, wire->params, params);
    return good && diags->count == 0 ? params : NULL;
}

const void *rendered_params(struct arena *arena, const char *wire, const char *yaml)
{
    struct diags diags;
    const void *params = read_params(arena, rendered_wire(wire), yaml, &diags);
    cr_assert_not_null(params, "%s: %s", wire, diags.count > 0 ? diags.first->message : yaml);
    return params;
}

bool rendered_refuses(struct arena *arena, const char *wire, const char *yaml)
{
    struct diags diags;
    return read_params(arena, rendered_wire(wire), yaml, &diags) == NULL;
}

struct wire_request rendered(struct arena *arena, const char *wire, const char *yaml,
                             const struct message *message)
{
    struct wire_request request = {0};
    rendered_wire(wire)->render(rendered_params(arena, wire, yaml), message,
                                rendered_now_utc_ns, arena, &request);
    cr_expect_gt(request.timeout_ns, 0, "%s would wait for ever", wire);
    return request;
}

const struct json *rendered_json(struct arena *arena, const struct wire_request *request)
{
    struct json_error error;
    cr_expect(utf8_valid(request->body));
    const struct json *root = json_parse(arena, request->body, &json_default_limits, &error);
    cr_assert_not_null(root, "%s: %.*s", error.message, TEXT_ARGS(request->body));
    return root;
}

const char *rendered_header(const struct wire_request *request, const char *name)
{
    for (size_t i = 0; i < request->header_count; i++)
        if (strcmp(request->headers[i].name, name) == 0)
            return request->headers[i].value;
    return NULL;
}

void rendered_judges(struct arena *arena, const char *wire, const char *yaml,
                     const struct rendered_row *rows, size_t count)
{
    const struct wire *found = rendered_wire(wire);
    const void *params = rendered_params(arena, wire, yaml);
    for (const struct rendered_row *row = rows; row < rows + count; row++) {
        const char *why = "";
        struct wire_answer answer = {
            .status = row->status, .body = text_of(row->body), .retry_after_ns = -1};
        enum wire_verdict verdict = found->judge(params, &answer, arena, &why);
        cr_expect_eq(verdict, row->verdict, "%s: %d, %s", row->text, (int)verdict, why);
        if (row->why != NULL)
            cr_expect(strstr(why, row->why) != NULL, "%s: %s", row->text, why);
    }
}

const char *rendered_long(struct arena *arena, const char *part, size_t bytes)
{
    char *all = arena_alloc(arena, bytes + strlen(part) + 1);
    size_t length = 0;
    while (length + strlen(part) <= bytes) {
        memcpy(all + length, part, strlen(part));
        length += strlen(part);
    }
    return all;
}
