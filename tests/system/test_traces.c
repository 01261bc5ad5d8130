/* SPDX-License-Identifier: Apache-2.0 */
/* What a live robot sends to a collector: valid, and joined to the requests its app got. Its log, asked
 * for as JSON, is. */

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "document/json.h"
#include "tests/shared/fed.h"
#include "tests/shared/listener.h"
#include "tests/system/serve.h"

static const char robot_yaml[] =
    "location: here\n"
    "scenarios: [@SCENARIOS@/login.journey.yaml]\n"
    "environments: @SCENARIOS@/environments/demo.yaml\n"
    "store: @FOLDER@/x.db\n"
    "defaults: { schedule: { every: 2s } }\n"
    "traces: { url: \"http://127.0.0.1:%d/v1/traces\", headers: { X-Tenant: seven } }\n"
    "log: { format: json, level: info }\n"
    "web: { listen: 127.0.0.1:0 }\n";

static const struct json *member(const struct json *object, const char *name)
{
    return object != NULL && object->kind == JSON_OBJECT ? json_member(object, text_of(name))
                                                         : NULL;
}

static const struct json *first(const struct json *array)
{
    return array != NULL && array->kind == JSON_ARRAY && array->count > 0 ? array->items[0]
                                                                          : NULL;
}

/* The spans of the first run of the request. */
static const struct json *spans_of(const struct json *request)
{
    const struct json *resource = first(member(request, "resourceSpans"));
    return member(first(member(resource, "scopeSpans")), "spans");
}

/* Each step's span was the traceparent of a request the app got. */
static void expect_joined(struct arena *arena, const struct json *spans, const char *requests)
{
    cr_assert(spans != NULL && spans->count > 2);
    for (size_t i = 1; i < spans->count; i++) {
        const struct json *span = spans->items[i];
        struct text name = member(span, "name")->text;
        const char *parent =
            arena_printf(arena, "00-%.*s-%.*s-01", TEXT_ARGS(member(span, "traceId")->text),
                         TEXT_ARGS(member(span, "spanId")->text));
        cr_expect_not_null(strstr(requests, parent), "no request of \"%.*s\" carried %s",
                           TEXT_ARGS(name), parent);
    }
}

/* Each line is an object; returns how many say that a run finished. */
static int read_log(const char *lines)
{
    int finished = 0;
    for (size_t length; *lines != '\0'; lines += length + (lines[length] == '\n')) {
        struct arena *arena = arena_new();
        struct json_error error;
        length = strcspn(lines, "\n");
        const struct json *line =
            json_parse(arena, (struct text){lines, length}, &json_default_limits, &error);
        cr_expect(line != NULL && line->kind == JSON_OBJECT, "%.*s", (int)length, lines);
        const struct json *message = member(line, "msg");
        finished += message != NULL && text_is(message->text, "run finished");
        arena_end(arena);
    }
    return finished;
}

Test(traces_live, a_steps_span_is_the_one_its_requests_carried_and_the_log_is_json,
     .timeout = 300)
{
    struct arena *arena = arena_new();
    struct listener *collector = listener_new((const char *const[]){"200", NULL});
    struct serving robot =
        serve_start(arena_printf(arena, robot_yaml, listener_port(collector)), NULL);
    struct json_error error;
    cr_assert_geq(listener_wait(collector, 1), 1);
    char *requests = demo_requests(robot.demo, 1000);
    struct text head = listener_request(collector, 0, arena);
    struct text body = listener_body(collector, 0, arena);
    cr_expect_geq(text_find(head, text_of("X-Tenant: seven\r\n"), 0), 0);
    const struct json *request = json_parse(arena, body, &json_default_limits, &error);
    cr_assert_not_null(request, "%s", error.message);
    expect_joined(arena, spans_of(request), requests);
    struct fed fed = fed_to(arena,
                            "tests/npm.sh tests/otlp build/node/otlp && "
                            "node tests/otlp/check.mjs build/node/otlp/node_modules",
                            body);
    cr_expect_eq(fed.code, 0, "%s", fed.words);
    char *page = serve_await(&robot, "/metrics", "xunjian_spans_total{result=\"sent\"}");
    cr_expect_null(strstr(page, "xunjian_spans_total{result=\"sent\"} 0\n"));
    free(page);
    free(requests);
    struct ran ran = serve_stop(&robot);
    cr_expect_geq(read_log(ran.err), 1, "%s", ran.err);
    ran_done(&ran);
    listener_end(collector);
    arena_end(arena);
}
