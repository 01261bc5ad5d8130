/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_wires.c - any message by every kind of channel, any answer to each: requests stay within the
 * services' limits and JSON stays JSON, whatever an app said. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/diag.h"
#include "base/encode.h"
#include "base/must.h"
#include "document/bind.h"
#include "document/json.h"
#include "document/yaml.h"
#include "model/message.h"
#include "model/wire.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

struct settings {
    const char *wire, *yaml;
    size_t most_body;
    bool json;
};

static const struct settings all[] = {
    {"alertmanager", "{url: 'http://a:1'}", 1 << 20, true},
    {"dingtalk", "{token: t, secret: s, keyword: k, mobiles: '13800138000'}", 60000, true},
    {"email", "{server: 'smtp://m', from: a@b.c, to: d@e.f}", 1 << 20, false},
    {"exec", "{command: x}", 1 << 20, true},
    {"feishu", "{token: t, secret: s, everybody: true}", 20000, true},
    {"feishu", "{token: t, style: text, language: en}", 20000, true},
    {"pagerduty", "{routing_key: r}", 512 * 1024, true},
    {"slack", "{url: 'https://h/x', mention: '<!channel>'}", 40000, true},
    {"webhook", "{url: 'https://h/x', secret: s, body: '{\"a\": \"{{text}}{{title}}\"}'}",
     1 << 20, true},
    {"wecom", "{key: k, people: [a, b]}", 12000, true},
};
enum { SETTINGS = sizeof all / sizeof all[0] };

static const struct wire *wire_named(const char *name)
{
    size_t at = 0;
    while (wires[at] != NULL && strcmp(wires[at]->name, name) != 0)
        at++;
    must(wires[at] != NULL);
    return wires[at];
}

static const void *params_of(struct arena *arena, const struct settings *settings)
{
    const struct wire *wire = wire_named(settings->wire);
    struct source *source = arena_make(arena, struct source);
    struct diags diags;
    *source = (struct source){"xunjian.yaml", text_of(settings->yaml)};
    diags_init(&diags, arena);
    struct reading reading = {.arena = arena, .diags = &diags};
    void *params = arena_alloc(arena, wire->params->size);
    const struct node *node = yaml_read(arena, source, &diags);
    must(node != NULL && bind_fields(&reading, node, wire->params, params));
    return params;
}

static void render(const struct settings *settings, const void *params,
                   const struct message *message)
{
    struct arena *arena = arena_new();
    struct wire_request request = {0};
    struct json_error error;
    wire_named(settings->wire)
        ->render(params, message, INT64_C(1700000000000000000), arena, &request);
    must(request.timeout_ns > 0 && request.body.length <= settings->most_body);
    must(utf8_valid(request.body));
    if (settings->json)
        must(json_parse(arena, request.body, &json_default_limits, &error) != NULL);
    arena_end(arena);
}

static void judge(const struct settings *settings, const void *params, int status,
                  struct text body)
{
    const struct wire *wire = wire_named(settings->wire);
    struct arena *arena = arena_new();
    struct wire_answer answer = {.status = status, .body = body, .retry_after_ns = -1};
    const char *why = NULL;
    if (wire->judge != NULL) {
        enum wire_verdict verdict = wire->judge(params, &answer, arena, &why);
        must(verdict != WIRE_ACCEPTED || (status >= 200 && status < 300));
        must(verdict == WIRE_ACCEPTED || why != NULL);
    }
    arena_end(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const void *params[SETTINGS];
    static struct arena *kept;
    struct text text = {.at = size > 0 ? (const char *)bytes : "", .length = size};
    int status = size > 0 && bytes[0] < 0x20 ? 200 + bytes[0] * 10 : 200;
    struct arena *arena = arena_new();
    if (kept == NULL) {
        kept = arena_new();
        for (size_t i = 0; i < SETTINGS; i++)
            params[i] = params_of(kept, &all[i]);
    }
    const struct message *message = message_read(arena, text);
    for (size_t i = 0; i < SETTINGS; i++) {
        if (message != NULL)
            render(&all[i], params[i], message);
        judge(&all[i], params[i], status, text);
    }
    arena_end(arena);
    return 0;
}
