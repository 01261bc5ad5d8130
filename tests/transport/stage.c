/* SPDX-License-Identifier: Apache-2.0 */
/* stage.c - the run played by the test. */

#include "stage.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "document/bind.h"
#include "document/node.h"
#include "document/yaml.h"
#include "loop/loop.h"
#include "loop/offload.h"
#include "plan/scope.h"
#include "plan/template.h"
#include "plan/tree.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { KINDS_MOST = 32 };

struct stage stage;
static void *stations[KINDS_MOST];
static struct scope scope;

void stage_open(void)
{
    signal(SIGPIPE, SIG_IGN); /* as main does */
    stage = (struct stage){
        .loop = loop_new(),
        .offload = offload_new(2),
        .arena = arena_new(),
        .timeout_ns = 5 * NS_PER_S,
        .environment = {.name = "test", .tls = {.verify = true}},
    };
    stage.journey = (struct journey){
        .name = "test",
        .limits = {.body_bytes = 1 << 20,
                   .header_bytes = 64 << 10,
                   .header_count = 100,
                   .redirects = 20,
                   .decompression_ratio = 50},
        .environment = &stage.environment,
    };
    scope_init(&scope, NULL, stage.arena);
}

void stage_close(void)
{
    arena_end(stage.arena);
    for (size_t i = 0; i < KINDS_MOST && step_kinds[i] != NULL; i++)
        if (stations[i] != NULL) {
            step_kinds[i]->transport->close(stations[i]);
            stations[i] = NULL;
        }
    offload_end(stage.offload);
    loop_end(stage.loop);
}

struct player *player_new(const char *id)
{
    struct player *player = arena_make(stage.arena, struct player);
    player->id = id;
    player->arena = arena_new();
    arena_adopt(stage.arena, player->arena);
    return player;
}

static const struct template *compile(struct reading *reading, const struct node *node)
{
    static const struct generator *const none[] = {NULL};
    return template_compile(reading->arena, none, node->text, node->at, node->plain,
                            reading->diags);
}

static const struct tree *compile_tree(struct reading *reading, const struct node *node)
{
    static const struct generator *const none[] = {NULL};
    return tree_compile(reading->arena, none, node, reading->diags);
}

/* A mistake in a test's own YAML stops it. */
static void complain(const struct diags *diags)
{
    struct buffer words;
    buffer_init(&words, 65536);
    diags_render(diags, &words);
    fprintf(stderr, "%s\n", words.at != NULL ? words.at : "");
    buffer_done(&words);
    must(diags->count == 0);
}

static size_t read_step(struct try *try, const char *yaml)
{
    struct source *source = arena_make(stage.arena, struct source);
    *source = (struct source){"tests/transport/step.yaml", text_of(yaml)};
    struct diags diags;
    diags_init(&diags, stage.arena);
    struct reading reading = {
        .arena = stage.arena, .diags = &diags, .template = compile, .tree = compile_tree};
    const struct node *node = yaml_read(stage.arena, source, &diags);
    if (node == NULL)
        complain(&diags);
    must(node->kind == NODE_MAPPING && node->count == 1);
    size_t kind = 0;
    while (!text_is(node->pairs[0].key->text, step_kinds[kind]->name))
        must(step_kinds[++kind] != NULL);
    const struct field_table *table = step_kinds[kind]->fields;
    void *params = arena_alloc(stage.arena, table->size);
    bool good = bind_fields(&reading, node->pairs[0].value, table, params);
    if (good && step_kinds[kind]->check != NULL)
        step_kinds[kind]->check(&reading, node->pairs[0].value, params);
    if (!good || diags.count > 0)
        complain(&diags);
    try->attempt.params = params;
    try->step.at = node->at;
    return kind;
}

static void done(struct attempt *attempt)
{
    struct try *try = attempt->owner;
    must(!try->done);
    try->done = true;
    loop_stop(stage.loop);
}

static struct try *start(struct player *player, const char *format, va_list ap)
{
    char yaml[32768];
    int length = vsnprintf(yaml, sizeof yaml, format, ap);
    must(length > 0 && (size_t)length < sizeof yaml);
    struct try *try = arena_make(stage.arena, struct try);
    size_t kind = read_step(try, arena_strdup(stage.arena, yaml));
    const struct transport *transport = step_kinds[kind]->transport;
    if (stations[kind] == NULL)
        stations[kind] = transport->open(stage.loop, stage.offload);
    if (player == NULL)
        player = player_new("run-of-its-own");
    struct arena *arena = arena_new();
    arena_adopt(stage.arena, arena);
    try->saw = (struct observation){.kind = step_kinds[kind]->name, .time = timing_none()};
    try->step.kind = step_kinds[kind];
    try->attempt = (struct attempt){
        .arena = arena,
        .saw = &try->saw,
        .journey = &stage.journey,
        .step = &try->step,
        .params = try->attempt.params,
        .scope = &scope,
        .run_id = player->id,
        .trace_id = "0af7651916cd43dd8448eb211c80319c",
        .span_id = "b7ad6b7169203331",
        .deadline_ns = clock_now_ns() + stage.timeout_ns,
        .station = stations[kind],
        .session = &player->session,
        .session_arena = player->arena,
        .done = done,
        .owner = try,
    };
    if (transport->prepare != NULL)
        transport->prepare(&try->attempt);
    transport->start(&try->attempt);
    must(!try->done); /* never from inside start */
    return try;
}

struct try *try_start(struct player *player, const char *yaml, ...)
{
    va_list ap;
    va_start(ap, yaml);
    struct try *try = start(player, yaml, ap);
    va_end(ap);
    return try;
}

static int64_t time_is_up(void *thing, int64_t now_ns)
{
    (void)thing;
    (void)now_ns;
    loop_stop(stage.loop);
    return 0;
}

const struct observation *try_wait(struct try *try)
{
    struct loop_timer timer = {.fire = time_is_up};
    loop_timer_set(stage.loop, &timer, try->attempt.deadline_ns);
    while (!try->done && clock_now_ns() < try->attempt.deadline_ns)
        loop_run(stage.loop);
    loop_timer_stop(stage.loop, &timer);
    if (!try->done)
        try->step.kind->transport->cancel(&try->attempt);
    must(try->attempt.progress == NULL);
    return &try->saw;
}

const struct observation *try_now(struct player *player, const char *yaml, ...)
{
    va_list ap;
    va_start(ap, yaml);
    struct try *try = start(player, yaml, ap);
    va_end(ap);
    return try_wait(try);
}

const char *fault_words(const struct fault *fault)
{
    if (fault->reason == REASON_NONE)
        return "ok";
    return arena_printf(stage.arena, "%s %s", phase_name(fault->phase),
                        reason_name(fault->reason));
}

int64_t phases_sum_ns(const struct timing *time)
{
    int64_t sum = 0;
    for (int p = 0; p < NETWORK_PHASES; p++)
        sum += time->phase_ns[p] > 0 ? time->phase_ns[p] : 0;
    return sum;
}
