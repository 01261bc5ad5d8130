/* SPDX-License-Identifier: Apache-2.0 */
/* traces.c - a ring of runs, and a thread that empties it.
 *
 * Runs are rendered by that thread, not by whoever hands them over: that is the store's writer. A
 * batch under way is out of the ring, so that what must make room is never what is being sent. */

#include "deliver/traces.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/must.h"
#include "deliver/ticker.h"
#include "deliver/traces_send.h"
#include "reporters/wire/otlp.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

static const int64_t FLUSH_NS = 5 * NS_PER_S;

struct waiting {
    const struct record *record;
    size_t spans;
};

struct traces {
    struct ticker *ticker;
    struct batch batch;   /* its thread's */
    int failed;           /* requests in a row; its thread's */
    int64_t again_ns;     /* not before; its thread's */
    pthread_mutex_t lock; /* of what follows */
    struct arena *rule_arena;
    struct traces_rule rule;
    struct waiting ring[TRACES_MOST_SPANS]; /* a run has one span at least */
    size_t first, count;
    struct traces_figures figures;
};

/* --- the ring, under the lock ---------------------------------------------------------------- */

static struct waiting take_first(struct traces *t)
{
    struct waiting first = t->ring[t->first];
    t->first = (t->first + 1) % TRACES_MOST_SPANS;
    t->count--;
    t->figures.waiting -= (int64_t)first.spans;
    return first;
}

static void drop_first(struct traces *t)
{
    struct waiting oldest = take_first(t);
    t->figures.dropped += (int64_t)oldest.spans;
    arena_end(oldest.record->arena);
}

void traces_take(struct traces *t, const struct record *record)
{
    size_t spans = otlp_span_count(record);
    pthread_mutex_lock(&t->lock);
    bool wanted = t->rule.url != NULL && spans > 0;
    if (wanted && spans > TRACES_MOST_SPANS)
        t->figures.dropped += (int64_t)spans;
    else if (wanted) {
        while (t->figures.waiting + (int64_t)spans > TRACES_MOST_SPANS)
            drop_first(t);
        arena_hold(record->arena);
        t->ring[(t->first + t->count++) % TRACES_MOST_SPANS] =
            (struct waiting){.record = record, .spans = spans};
        t->figures.waiting += (int64_t)spans;
    }
    bool enough = t->figures.waiting >= TRACES_BATCH_SPANS;
    pthread_mutex_unlock(&t->lock);
    if (wanted && enough)
        ticker_wake(t->ticker);
}

/* --- sending, on its thread ------------------------------------------------------------------ */

/* The rule and, when there is none yet, the next batch. False: there is nothing to send. */
static bool prepare(struct traces *t, struct arena *scratch, struct traces_rule *ret)
{
    pthread_mutex_lock(&t->lock);
    if (t->rule.url != NULL)
        *ret = traces_rule_copy(scratch, &t->rule);
    if (t->rule.url == NULL && t->batch.count > 0)
        t->figures.dropped += (int64_t)t->batch.spans;
    bool gone = t->rule.url == NULL;
    bool open = !gone && t->batch.count == 0;
    while (open && t->count > 0 && t->batch.count < BATCH_MOST_RUNS) {
        size_t next = t->ring[t->first].spans;
        if (t->batch.count > 0 && t->batch.spans + next > TRACES_BATCH_SPANS)
            break;
        trace_batch_add(&t->batch, take_first(t).record, next);
    }
    pthread_mutex_unlock(&t->lock);
    if (gone)
        trace_batch_end(&t->batch);
    return t->batch.count > 0;
}

static void settle(struct traces *t, const struct sent *sent)
{
    pthread_mutex_lock(&t->lock);
    t->figures.sent += sent->accepted;
    t->figures.refused += sent->refused;
    t->figures.failures += sent->again;
    pthread_mutex_unlock(&t->lock);
    if (sent->again) {
        t->failed++;
        t->again_ns = clock_now_ns() + traces_pause_ns(t->failed, sent->retry_after_ns);
        return;
    }
    t->failed = 0;
    trace_batch_end(&t->batch);
}

/* False: there is nothing to send, or not now. */
static bool send_one(struct traces *t, struct ticker *ticker, int64_t most_ns)
{
    struct arena *scratch = arena_new();
    struct traces_rule rule = {0};
    bool any = prepare(t, scratch, &rule);
    if (any) {
        rule.timeout_ns = most_ns < rule.timeout_ns ? most_ns : rule.timeout_ns;
        struct sent sent = traces_send(&t->batch, &rule, ticker, t->failed > 0);
        if (ticker == NULL || !ticker_stopping(ticker) || !sent.again)
            settle(t, &sent);
        any = !sent.again;
    }
    arena_end(scratch);
    return any;
}

static int64_t tick(struct ticker *ticker, void *thing)
{
    struct traces *t = thing;
    while (!ticker_stopping(ticker)) {
        int64_t left_ns = t->again_ns - clock_now_ns();
        if (t->failed > 0 && left_ns > 0)
            return left_ns;
        if (!send_one(t, ticker, INT64_MAX))
            return t->failed > 0 ? t->again_ns - clock_now_ns() : FLUSH_NS;
    }
    return 0;
}

/* --- life -------------------------------------------------------------------------------------- */

struct traces *traces_start(void)
{
    struct traces *t = calloc(1, sizeof *t);
    must(t != NULL);
    must(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
    must(pthread_mutex_init(&t->lock, NULL) == 0);
    t->ticker = ticker_start(tick, t);
    return t;
}

void traces_configure(struct traces *t, const struct traces_rule *rule)
{
    struct arena *arena = arena_new();
    pthread_mutex_lock(&t->lock);
    arena_end(t->rule_arena);
    t->rule_arena = arena;
    t->rule = traces_rule_copy(arena, rule);
    t->figures.configured = t->rule.url != NULL;
    while (t->rule.url == NULL && t->count > 0)
        drop_first(t);
    pthread_mutex_unlock(&t->lock);
}

static void tell_lost(size_t spans)
{
    char words[32];
    snprintf(words, sizeof words, "%zu", spans);
    if (spans > 0)
        log_write(LEVEL_WARNING, "spans were not sent before the end", "spans", words, NULL);
}

void traces_stop(struct traces *t, int64_t drain_ns)
{
    int64_t until_ns = clock_now_ns() + drain_ns, left_ns;
    ticker_stop(t->ticker);
    while ((left_ns = until_ns - clock_now_ns()) > 0 && send_one(t, NULL, left_ns))
        continue;
    tell_lost(t->batch.spans + (size_t)t->figures.waiting);
    trace_batch_end(&t->batch);
    while (t->count > 0)
        drop_first(t);
    pthread_mutex_destroy(&t->lock);
    arena_end(t->rule_arena);
    free(t);
    curl_global_cleanup();
}

struct traces_figures traces_figures(struct traces *t)
{
    pthread_mutex_lock(&t->lock);
    struct traces_figures figures = t->figures;
    pthread_mutex_unlock(&t->lock);
    return figures;
}
