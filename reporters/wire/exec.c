/* SPDX-License-Identifier: Apache-2.0 */
/* exec.c - a program of the operator's own: the message as JSON on its standard input, the most wanted
 * parts as XUNJIAN_* variables. No shell: what a run saw must never be read as a command. */

#include "base/arena.h"
#include "base/buffer.h"
#include "document/field.h"
#include "model/wire.h"
#include "reporters/wire/say.h"

struct exec {
    const char *const *command;
    int64_t timeout_ns;
};

static const struct field fields[] = {
    {.name = "command",
     .type = FIELD_TEXTS,
     .at = offsetof(struct exec, command),
     .required = true,
     .text = "the program and its arguments, each an item; no shell"},
    {.name = "timeout",
     .type = FIELD_DURATION,
     .at = offsetof(struct exec, timeout_ns),
     .least = 100000000,
     .most = 600000000000,
     .fallback = "30s",
     .text = "it is ended after this long, with all it started"},
    {0},
};
static const struct field_table table = {.name = "exec",
                                         .text = "a program",
                                         .size = sizeof(struct exec),
                                         .fields = fields,
                                         .shorthand = "command"};

static void render(const void *params, const struct message *message, int64_t now_utc_ns,
                   struct arena *arena, struct wire_request *ret)
{
    const struct exec *to = params;
    const char *const pairs[][2] = {
        {"KIND", message_kind_name(message->kind)},
        {"KEY", message->key},
        {"RULE", message->rule},
        {"SEVERITY", message->severity},
        {"TITLE", message->title},
        {"JOURNEY", message->journey},
        {"ENVIRONMENT", message->environment},
        {"LOCATION", message->location},
        {"STEP", message->step},
        {"PHASE", message->phase},
        {"REASON", message->reason},
        {"TEXT", message->text},
        {"HOST", message->host},
        {"LINK", message->link},
        {"RUNBOOK", message->runbook},
        {"LASTED", say_lasted(arena, message, now_utc_ns)},
    };
    enum { PAIRS = sizeof pairs / sizeof pairs[0], MOST_VALUE = 4096 };
    const char **environment = arena_array(arena, PAIRS + 1, const char *);
    struct buffer body;
    for (size_t i = 0; i < PAIRS; i++)
        environment[i] = arena_printf(arena, "XUNJIAN_%s=%s", pairs[i][0],
                                      say_cut(arena, pairs[i][1], MOST_VALUE));
    buffer_init(&body, SAY_MOST_BODY);
    message_write(message, &body);
    buffer_add_char(&body, '\n');
    *ret = (struct wire_request){
        .medium = WIRE_PROGRAM,
        .argv = to->command,
        .environment = environment,
        .body = say_body(arena, &body),
        .timeout_ns = to->timeout_ns,
    };
}

const struct wire wire_exec = {
    .name = "exec",
    .text = "a program: the message as JSON on its standard input",
    .params = &table,
    .render = render,
};
