/* SPDX-License-Identifier: Apache-2.0 */
/* scripted.c - the transport whose answers are written in the journey. */

#include "tests/run/scripted.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "document/field.h"
#include "document/json.h"
#include "loop/loop.h"
#include "loop/offload.h"
#include "model/generator.h"
#include "model/step_kind.h"
#include "model/subject.h"
#include "model/vocabulary.h"
#include "plan/include.h"
#include "plan/plan.h"
#include "plan/template.h"
#include "query/predicate.h"
#include "run/run.h"
#include "run/state.h"
#include "run/worker.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct fake {
    const char *script;
    const struct template *send;
};

struct answer {
    struct loop_timer timer;
    struct loop *loop;
    struct attempt *attempt;
    char word[200];
};

static struct buffer said;
static struct run *running;
static int began, cancel_at;
static struct outcome *ended;
static struct worker worker;
static struct plan *plan;
static atomic_int slow_calls, slow_on_loop;
static pthread_t loop_thread;
static sem_t cancelled;

static const struct field fake_fields[] = {
    {.name = "script",
     .type = FIELD_TEXT,
     .at = offsetof(struct fake, script),
     .text = "answers"},
    {.name = "send",
     .type = FIELD_TEMPLATE,
     .at = offsetof(struct fake, send),
     .text = "filled in before"},
    {0},
};
static const struct field_table fake_table = {.name = "fake",
                                              .text = "a scripted answer",
                                              .size = sizeof(struct fake),
                                              .fields = fake_fields,
                                              .shorthand = "script"};

/* The word for this attempt: how often the step has been tried is kept in the session. */
static void next_word(struct attempt *attempt, char *word)
{
    const struct fake *fake = attempt->params;
    int *tried = *attempt->session;
    if (tried == NULL)
        *attempt->session = tried = arena_array(attempt->session_arena, 100, int);
    const char *at = fake->script;
    for (int skip = tried[attempt->step->index]++; skip > 0 && strchr(at, ' ') != NULL; skip--)
        at = strchr(at, ' ') + 1;
    snprintf(word, 200, "%.*s", at[0] == '{' ? 199 : (int)strcspn(at, " "), at);
}

static struct text big_body(struct arena *arena)
{
    struct buffer body;
    buffer_init(&body, 1 << 20);
    buffer_add_string(&body, "{\"code\":\"0000\",\"list\":[");
    for (int i = 0; i < 20000; i++)
        buffer_add_string(&body, i > 0 ? ",1" : "1");
    buffer_add_string(&body, "]}");
    struct text copy = text_copy(arena, buffer_text(&body));
    buffer_done(&body);
    return copy;
}

static int64_t answer(void *thing, int64_t now_ns)
{
    struct answer *a = thing;
    struct attempt *attempt = a->attempt;
    struct exchange *e = arena_make(attempt->arena, struct exchange);
    (void)now_ns;
    *e = (struct exchange){.method = "GET", .url = text_of("fake:"), .time = timing_none()};
    e->status = atoi(a->word);
    if (a->word[0] == '{')
        e->body = text_copy(attempt->arena, text_of(a->word));
    if (strcmp(a->word, "big") == 0)
        e->body = big_body(attempt->arena);
    if (e->body.length > 0)
        e->status = 200;
    if (strcmp(a->word, "reset") == 0)
        attempt->saw->fault =
            (struct fault){.phase = PHASE_WAIT, .reason = REASON_RESET, .message = "reset"};
    attempt->saw->exchanges = e;
    attempt->saw->exchange_count = 1;
    attempt->saw->time = e->time;
    attempt->done(attempt);
    return 0;
}

static void *open_station(struct loop *loop, struct offload *offload)
{
    (void)offload;
    return loop;
}

static void close_station(void *station)
{
    (void)station;
}

static void cancel_now(void *thing)
{
    (void)thing;
    run_cancel(running);
    sem_post(&cancelled);
}

/* slow('cancel'): the run is cancelled on its loop before this ends. slow('late'): this does not end
 * before the step's time is over. */
static const struct json *make_slow(struct generator_call *call)
{
    struct text how = json_to_text(call->arena, call->arguments[0]);
    slow_calls++;
    slow_on_loop += pthread_equal(pthread_self(), loop_thread) != 0;
    if (text_is(how, "cancel")) {
        loop_post(worker.loop, cancel_now, NULL);
        while (sem_wait(&cancelled) != 0)
            continue;
    }
    while (text_is(how, "late") && clock_now_ns() < running->step_deadline_ns)
        sched_yield();
    return call->arguments[0];
}

static const struct generator slow = {.name = "slow",
                                      .usage = "slow(text)",
                                      .text = "heavy",
                                      .least = 1,
                                      .most = 1,
                                      .make = make_slow,
                                      .heavy = true};

/* The template is filled in, and a fault kept for start to tell. */
static void prepare(struct attempt *attempt)
{
    const struct fake *fake = attempt->params;
    struct answer *a = arena_make(attempt->arena, struct answer);
    struct text ignored;
    attempt->progress = a;
    a->loop = attempt->station;
    if (fake->send != NULL)
        template_text(fake->send, attempt->scope, attempt->arena, &ignored,
                      &attempt->saw->fault);
}

static void start(struct attempt *attempt)
{
    struct answer *a = attempt->progress;
    a->attempt = attempt;
    a->timer = (struct loop_timer){.fire = answer, .thing = a};
    next_word(attempt, a->word);
    buffer_printf(&said, "%s%s", said.length > 0 ? " " : "", attempt->step->name);
    if (strcmp(a->word, "hang") != 0)
        loop_timer_set(a->loop, &a->timer, loop_now_ns(a->loop));
    if (++began == cancel_at)
        run_cancel(running);
}

static void cancel(struct attempt *attempt)
{
    struct answer *a = attempt->progress;
    loop_timer_stop(a->loop, &a->timer);
    attempt->saw->fault.phase = PHASE_WAIT;
}

static const struct transport transport = {.open = open_station,
                                           .close = close_station,
                                           .prepare = prepare,
                                           .start = start,
                                           .cancel = cancel};
static const struct step_kind fake_kind = {
    .name = "fake", .text = "scripted", .fields = &fake_table, .transport = &transport};
static const struct step_kind include_kind = {
    .name = "include", .text = "include", .fields = &include_table};
static const struct step_kind *const kinds[] = {&fake_kind, &include_kind, NULL};

static void finished(void *listener, const struct run_order *order, struct outcome *outcome)
{
    (void)order;
    ended = outcome;
    loop_stop(((struct worker *)listener)->loop);
}

static void load(const struct vocabulary *vocabulary, const char *yaml)
{
    char path[] = "/tmp/scripted-XXXXXX.journey.yaml";
    const char *const paths[] = {path, NULL};
    const struct plan_options options = {.vocabulary = vocabulary};
    int fd = mkstemps(path, (int)strlen(".journey.yaml"));
    cr_assert_eq(write(fd, yaml, strlen(yaml)), (ssize_t)strlen(yaml));
    close(fd);
    plan = plan_load(&options, paths);
    unlink(path);
    cr_assert_eq(plan->diags.count, 0, "%s",
                 plan->diags.first != NULL ? plan->diags.first->message : "");
}

static void end_plan(void *thing)
{
    plan_end(thing);
}

/* The product's, and slow. */
static const struct generator **all_generators(struct arena *arena)
{
    size_t n = 0;
    while (generators[n] != NULL)
        n++;
    const struct generator **all = arena_array(arena, n + 2, const struct generator *);
    memcpy(all, generators, n * sizeof(*all));
    all[n] = &slow;
    return all;
}

struct outcome *scripted_run(const char *yaml, int cancel_after)
{
    struct arena *arena = arena_new();
    slow_calls = slow_on_loop = 0;
    loop_thread = pthread_self();
    sem_init(&cancelled, 0, 0);
    const struct vocabulary vocabulary = {.step_kinds = kinds,
                                          .subjects = subjects,
                                          .predicates = predicates,
                                          .generators = all_generators(arena)};
    load(&vocabulary, yaml);
    struct offload *offload = offload_new(1);
    buffer_done(&said); /* of the run before */
    buffer_init(&said, 4096);
    began = 0;
    cancel_at = cancel_after;
    worker_init(&worker, &vocabulary, offload);
    worker.finished = finished;
    worker.listener = &worker;
    const struct run_order order = {.journey = plan->journeys[0], .seed = 1, .repetition = 1};
    running = run_start(&worker, &order);
    loop_run(worker.loop);
    offload_end(offload);
    worker_done(&worker);
    arena_defer(ended->arena, end_plan, plan); /* the outcome points into it */
    sem_destroy(&cancelled);
    arena_end(arena);
    return ended;
}

int scripted_slow_calls(void)
{
    return slow_calls;
}

int scripted_slow_on_loop(void)
{
    return slow_on_loop;
}

const char *scripted_log(void)
{
    return said.length > 0 ? said.at : "";
}

const char *scripted_step(const struct outcome *outcome, const char *name)
{
    for (size_t i = 0; i < outcome->step_count; i++)
        if (strcmp(outcome->steps[i].name, name) == 0)
            return verdict_name(outcome->steps[i].verdict);
    return "none";
}
