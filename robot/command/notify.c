/* SPDX-License-Identifier: Apache-2.0 */
/* notify.c - `xunjian notify test CHANNEL`: one message now, and in words how it went.
 *
 * What is shown is the request as it goes out, without the channel's secrets: those are in the
 * redaction table since the configuration was read. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/suggest.h"
#include "command/command.h"
#include "command/options.h"
#include "command/print.h"
#include "command/vocabulary.h"
#include "deliver/deliver.h"
#include "plan/config.h"

#include <inttypes.h>
#include <string.h>

enum { MOST_OUTPUT = 4 << 20, MOST_SHOWN = 2000 };

struct asked {
    const char *config;
    bool dry_run, resolve;
};

static const struct option options[] = {
    {.name = "config",
     .letter = 'c',
     .type = OPTION_TEXT,
     .at = offsetof(struct asked, config),
     .argument = "FILE",
     .text = "the configuration; default: xunjian.yaml"},
    {.name = "dry-run",
     .type = OPTION_FLAG,
     .at = offsetof(struct asked, dry_run),
     .text = "show the request and send nothing"},
    {.name = "resolve",
     .type = OPTION_FLAG,
     .at = offsetof(struct asked, resolve),
     .text = "say that the test is over: ends what the test opened"},
    {0},
};

/* The same key every time: a test that is repeated is one incident on the other side, and --resolve
 * ends it. */
static struct message test_message(const struct config *config, bool resolve)
{
    static const char *const none[] = {NULL};
    int64_t now = clock_now_utc_ns();
    return (struct message){
        .kind = resolve ? MESSAGE_RESOLVE : MESSAGE_TEST,
        .key = "786a74657374786a74657374786a7465",
        .incident = "test",
        .rule = "test",
        .severity = "info",
        .title = resolve ? "the test of this channel is over"
                         : "xunjian can reach you: this is a test, nothing is broken",
        .journey = "",
        .journey_title = "",
        .environment = "",
        .location = config->location != NULL ? config->location : "",
        .owner = "",
        .step = "",
        .phase = "",
        .reason = "",
        .text = "",
        .host = "",
        .endpoint = "",
        .changed = "",
        .journeys = none,
        .link = config->public_url != NULL ? config->public_url : "",
        .runbook = "",
        .first_run = "",
        .last_run = "",
        .started_utc_ns = now - NS_PER_S,
        .last_utc_ns = now,
        .ended_utc_ns = resolve ? now : 0,
        .said_utc_ns = now,
    };
}

/* --- what is shown ---------------------------------------------------------------------------- */

static void show_text(const char *name, struct text t, struct buffer *out)
{
    struct text shown = text_slice(t, 0, MOST_SHOWN);
    buffer_printf(out, "%s%.*s%s\n", name, TEXT_ARGS(shown),
                  shown.length < t.length ? "..." : "");
}

static void show_http(const struct wire_request *request, struct buffer *out)
{
    buffer_printf(out, "%s %s\n", request->method, request->url);
    for (size_t i = 0; i < request->header_count; i++)
        buffer_printf(out, "%s: %s\n", request->headers[i].name, request->headers[i].value);
    if (request->user != NULL)
        buffer_printf(out, "(with the login of %s)\n", request->user);
    show_text("\n", request->body, out);
}

static void show_mail(const struct wire_request *request, struct buffer *out)
{
    buffer_printf(out, "mail by %s%s\n", request->url, request->starttls ? ", STARTTLS" : "");
    if (request->user != NULL)
        buffer_printf(out, "(with the login of %s)\n", request->user);
    buffer_printf(out, "from %s\n", request->from);
    for (size_t i = 0; request->to[i] != NULL; i++)
        buffer_printf(out, "to %s\n", request->to[i]);
    show_text("\n", request->body, out);
}

static void show_program(const struct wire_request *request, struct buffer *out)
{
    buffer_add_string(out, "program");
    for (size_t i = 0; request->argv[i] != NULL; i++)
        buffer_printf(out, " %s", request->argv[i]);
    buffer_add_char(out, '\n');
    for (size_t i = 0; request->environment[i] != NULL; i++)
        buffer_printf(out, "%s\n", request->environment[i]);
    show_text("\n", request->body, out);
}

static void show_request(const struct wire_request *request, struct buffer *out)
{
    switch (request->medium) {
    case WIRE_HTTP:
        show_http(request, out);
        return;
    case WIRE_MAIL:
        show_mail(request, out);
        return;
    case WIRE_PROGRAM:
        show_program(request, out);
        return;
    }
}

static void show_verdict(const struct channel *channel, enum wire_verdict verdict,
                         const struct wire_answer *answer, const char *why, struct buffer *out)
{
    buffer_add_char(out, '\n');
    switch (verdict) {
    case WIRE_ACCEPTED:
        buffer_printf(out, "accepted by %s (%s)", channel->name, channel->wire->name);
        break;
    case WIRE_RETRY:
        buffer_printf(out, "not delivered to %s (%s), serve would try again: %s", channel->name,
                      channel->wire->name, why != NULL ? why : "refused");
        break;
    case WIRE_REFUSED:
        buffer_printf(out, "refused by %s (%s), trying again is of no use: %s", channel->name,
                      channel->wire->name, why != NULL ? why : "refused");
        break;
    }
    if (answer->retry_after_ns > 0)
        buffer_printf(out, " (come back in %" PRId64 " s)", answer->retry_after_ns / NS_PER_S);
    buffer_add_char(out, '\n');
    if (answer->body.length > 0)
        show_text("it said: ", text_trim(answer->body), out);
}

/* --- the command ------------------------------------------------------------------------------ */

static int notify(const struct asked *asked, const struct config *config,
                  const struct channel *channel)
{
    struct arena *arena = arena_new();
    struct message message = test_message(config, asked->resolve);
    struct wire_request request = {0};
    struct wire_answer answer;
    const char *why = NULL;
    struct buffer out;
    enum wire_verdict verdict =
        deliver_once(channel, &message, asked->dry_run, arena, &request, &answer, &why);
    buffer_init(&out, MOST_OUTPUT);
    show_request(&request, &out);
    if (asked->dry_run)
        buffer_add_string(&out, "\nnothing was sent\n");
    else
        show_verdict(channel, verdict, &answer, why, &out);
    int code = verdict == WIRE_ACCEPTED ? EXIT_PASSED : EXIT_FAILED;
    if (!print_bytes(&out))
        code = EXIT_INTERNAL;
    buffer_done(&out);
    arena_end(arena);
    return code;
}

static int unknown(const struct command *self, const struct config *config, const char *name,
                   struct arena *arena)
{
    const char **names = arena_array(arena, config->channel_count + 1, const char *);
    for (size_t i = 0; i < config->channel_count; i++)
        names[i] = config->channels[i].name;
    const char *meant = suggest(text_of(name), names);
    if (meant != NULL)
        return options_wrong(self, "%s has no channel \"%.100s\" (did you mean \"%s\"?)",
                             config->file, name, meant);
    return options_wrong(self, "%s has no channel \"%.100s\"", config->file, name);
}

static int load_and_notify(const struct command *self, const struct asked *asked,
                           const char *name)
{
    const struct config_options how = {.vocabulary = vocabulary_all()};
    struct config_reading *reading = config_load(&how, asked->config);
    int code;
    print_diags(&reading->diags);
    if (reading->config == NULL) {
        code = reading->unreadable ? EXIT_USAGE : EXIT_WRONG_FILE;
    } else {
        const struct channel *channel = config_channel(reading->config, name);
        code = channel != NULL ? notify(asked, reading->config, channel)
                               : unknown(self, reading->config, name, reading->arena);
    }
    arena_end(reading->arena);
    return code;
}

static int run(const struct command *self, int argc, char **argv)
{
    struct asked asked = {.config = "xunjian.yaml"};
    struct arena *arena = arena_new();
    const char **rest = arena_array(arena, (size_t)argc + 1, const char *);
    int code;
    if (options_read(self, argc, argv, &asked, rest, &code)) {
        if (rest[0] == NULL || strcmp(rest[0], "test") != 0)
            code = options_wrong(self, "expected: notify test CHANNEL");
        else if (rest[1] == NULL || rest[2] != NULL)
            code = options_wrong(self, "expected one channel");
        else
            code = load_and_notify(self, &asked, rest[1]);
    }
    arena_end(arena);
    return code;
}

const struct command command_notify = {
    .name = "notify",
    .text = "sends a test message by one channel and tells how it went",
    .arguments = "[OPTIONS] test CHANNEL",
    .options = options,
    .run = run,
};
