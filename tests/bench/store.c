/* SPDX-License-Identifier: Apache-2.0 */
/* store.c - how fast outcomes are written, and how long questions to a full store take.
 *
 * Not a part but the whole of the way: rounds are given to a real store, and counted when its listener
 * hears that they are on disk. */

#include "store/store.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/must.h"
#include "model/step_kind.h"
#include "store/database.h"
#include "store/read.h"
#include "store/retain.h"
#include "store/rollup.h"
#include "tests/bench/bench.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROUNDS = 10000, STEPS = 10, JOURNEYS = 200, ASKED = 21 };

static const int64_t BASE_UTC_NS = INT64_C(1769846400) * NS_PER_S;

struct counted {
    pthread_mutex_t lock;
    pthread_cond_t more;
    int64_t kept;
};

static void hear_kept(void *thing, const struct record *record, const char *state)
{
    struct counted *counted = thing;
    (void)record, (void)state;
    pthread_mutex_lock(&counted->lock);
    counted->kept++;
    pthread_cond_signal(&counted->more);
    pthread_mutex_unlock(&counted->lock);
}

static void hear_retest(void *thing, const char *journey, const char *environment)
{
    (void)thing, (void)journey, (void)environment;
}

static void hear_changed(void *thing, const struct alerts *alerts)
{
    (void)thing, (void)alerts;
}

static void hear_nothing(void *thing)
{
    (void)thing;
}

static void hear_failed(void *thing, const char *why)
{
    (void)thing;
    fprintf(stderr, "bench: the store failed: %s\n", why);
    exit(1);
}

static void hear_recovered(void *thing, int64_t dropped)
{
    (void)thing, (void)dropped;
}

/* One journey of ten steps, as a plan would have it. */
static const struct journey *journey_of(struct arena *arena, int number)
{
    static const struct step_kind http = {.name = "http"};
    static const char *const none[] = {NULL};
    struct journey *journey = arena_make(arena, struct journey);
    struct step *steps = arena_array(arena, STEPS, struct step);
    for (size_t i = 0; i < STEPS; i++)
        steps[i] = (struct step){.name = arena_printf(arena, "step %zu", i), .kind = &http};
    *journey = (struct journey){.name = arena_printf(arena, "journey-%d", number),
                                .title = "授信申请",
                                .owner = "credit-team",
                                .tags = none,
                                .steps = steps,
                                .step_count = STEPS};
    return journey;
}

static void make_step(struct outcome *o, size_t at)
{
    struct step_outcome *step = (struct step_outcome *)&o->steps[at];
    struct tried *tried = arena_make(o->arena, struct tried);
    struct observation *saw = arena_make(o->arena, struct observation);
    struct exchange *e = arena_make(o->arena, struct exchange);
    *e = (struct exchange){.started_utc_ns = o->started_utc_ns,
                           .method = "POST",
                           .url = text_of("https://app.example.com/api/credit/identity?x=1"),
                           .status = 200,
                           .protocol = "HTTP/1.1",
                           .remote_address = "10.0.0.1",
                           .tls_version = "TLSv1.3",
                           .time = timing_none()};
    for (int p = 0; p < NETWORK_PHASES; p++)
        e->time.phase_ns[p] = (int64_t)(rand() % 5000) * NS_PER_US;
    e->time.total_ns = (int64_t)(rand() % 30000) * NS_PER_US;
    *saw = (struct observation){
        .kind = "http", .exchanges = e, .exchange_count = 1, .time = e->time};
    *tried = (struct tried){.saw = saw, .verdict = VERDICT_PASS, .repetition = 1, .attempt = 1};
    *step = (struct step_outcome){.step = &o->journey->steps[at],
                                  .name = o->journey->steps[at].name,
                                  .tries = tried,
                                  .try_count = 1,
                                  .started_utc_ns = o->started_utc_ns,
                                  .duration_ns = e->time.total_ns};
}

static struct round *round_of(const struct journey *journey, int number)
{
    struct arena *arena = arena_new(), *life = arena_new();
    struct round *round = arena_make(arena, struct round);
    struct outcome *o = arena_make(life, struct outcome);
    *o = (struct outcome){.arena = life,
                          .journey = journey,
                          .run_id = arena_printf(life, "%08x-%08x", rand(), number),
                          .trace_id = "4bf92f3577b34da6a3ce929d0e0e4736",
                          .environment = "production",
                          .started_utc_ns = BASE_UTC_NS + number * NS_PER_MS,
                          .duration_ns = 300 * NS_PER_MS,
                          .steps = arena_array(life, STEPS, struct step_outcome),
                          .step_count = STEPS};
    for (size_t i = 0; i < STEPS; i++)
        make_step(o, i);
    *round = (struct round){.arena = arena,
                            .journey = journey->name,
                            .environment = "production",
                            .location = "sh-1",
                            .outcomes = arena_array(arena, 1, struct outcome *),
                            .outcome_count = 1};
    round->outcomes[0] = o;
    return round;
}

static void remove_store(const char *folder)
{
    char command[300];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    must(system(command) == 0);
}

/* Runs of ten steps a second, from the first one given to the last one on disk. */
static void bench_write(const char *path)
{
    struct arena *arena = arena_new();
    struct counted counted = {.lock = PTHREAD_MUTEX_INITIALIZER,
                              .more = PTHREAD_COND_INITIALIZER};
    const struct store_options options = {
        .path = path,
        .queue_rounds = ROUNDS + 1,
        .listener = {&counted, hear_kept, hear_retest, hear_nothing, hear_changed, hear_failed,
                     hear_recovered},
    };
    const struct journey *journeys[JOURNEYS];
    struct round **rounds = arena_array(arena, ROUNDS, struct round *);
    const char *why = "";
    for (int i = 0; i < JOURNEYS; i++)
        journeys[i] = journey_of(arena, i);
    for (int i = 0; i < ROUNDS; i++)
        rounds[i] = round_of(journeys[i % JOURNEYS], i);
    struct store *store = store_open(&options, arena, &why);
    must(store != NULL);
    int64_t began_ns = clock_now_ns();
    for (int i = 0; i < ROUNDS; i++)
        store_take(store, rounds[i]);
    pthread_mutex_lock(&counted.lock);
    while (counted.kept < ROUNDS)
        pthread_cond_wait(&counted.more, &counted.lock);
    pthread_mutex_unlock(&counted.lock);
    int64_t took_ns = clock_now_ns() - began_ns;
    store_close(store, 60 * NS_PER_S);
    arena_end(arena);
    tell_least("outcomes_stored_per_second", ROUNDS / ((double)took_ns / 1e9), "1/s", 5000);
}

/* 200,000 runs of one journey within two days: 2,000,000 steps. The least favourable case: nothing
 * of it belongs to another journey. */
static const char fill[] =
    "INSERT INTO series VALUES (1, 'credit', 'production', 'sh-1', '');"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10)"
    " INSERT INTO names SELECT i, 'step ' || i FROM n;"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)"
    " INSERT INTO runs SELECT i, 'run-' || i, 1, NULL, 0, 0, 1769817600000000000 + i * 864000000,"
    " 300000000, i % 50 = 0, 0, NULL, NULL, NULL, NULL, NULL, NULL FROM n;"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)"
    " INSERT INTO steps SELECT i, p.id - 1, p.id, 0, 0, 1769817600000000000 + i * 864000000,"
    " 30000000, 1, 200, 1000000, 2000000, 3000000, 50000, 20000000 + i % 997 * 1000, 500000,"
    " 26000000, 27000000, 0, 'app.example.com:443', 'POST /api/credit/identity', NULL, NULL, NULL"
    " FROM n, names p;";

static void bench_funnel(const char *path)
{
    struct arena *arena = arena_new();
    const char *why = "";
    const struct funnel_row *rows;
    const struct uptime_row *uptime;
    size_t count;
    double ms[ASKED], up_ms[ASKED];
    struct reader *reader = reader_open(path, arena, &why);
    must(reader != NULL);
    /* From midnight to 23:30 of the second day: half an hour comes from the rows, each day. */
    int64_t from = INT64_C(1769904000) * NS_PER_S, to = from + 84600 * NS_PER_S;
    const struct run_filter filter = {.from_utc_ns = from, .to_utc_ns = to, .verdict = -1};
    for (int i = 0; i < ASKED; i++) {
        int64_t began_ns = clock_now_ns();
        must(read_funnel(reader, "credit", "production", NULL, from, to, arena, &rows, &count,
                         &why));
        ms[i] = (double)(clock_now_ns() - began_ns) / 1e6;
        must(count == STEPS && rows[0].reached > 90000 && rows[0].reached_before > 90000);
        began_ns = clock_now_ns();
        must(read_uptime(reader, &filter, false, arena, &uptime, &count, &why));
        up_ms[i] = (double)(clock_now_ns() - began_ns) / 1e6;
    }
    tell("store_funnel_2m_steps", median(ms, ASKED), "ms", 50);
    tell("store_uptime_2m_steps", median(up_ms, ASKED), "ms", 50);
    reader_close(reader);
    arena_end(arena);
}

static double p99(const struct histogram *h)
{
    return (double)histogram_percentile(h, 99) / 1e6;
}

/* How long a round would wait behind a slice of roll-up or of forgetting. */
static void bench_slices(const char *path)
{
    struct arena *arena = arena_new();
    struct database db;
    struct retain retain = {0};
    struct histogram rolled, forgotten;
    bool more = true;
    histogram_init(&rolled, arena);
    histogram_init(&forgotten, arena);
    must(database_open(&db, path, DATABASE_MAKE));
    must(database_exec(&db, "BEGIN") && database_exec(&db, fill) &&
         database_exec(&db, "COMMIT"));
    while (more) {
        int64_t began_ns = clock_now_ns();
        must(rollup_some(&db, &more));
        histogram_add(&rolled, clock_now_ns() - began_ns);
    }
    database_close(&db);
    bench_funnel(path);
    must(database_open(&db, path, DATABASE_AGAIN));
    for (int i = 0; i < 500; i++) {
        int64_t began_ns = clock_now_ns();
        must(retain_some(&retain, &db, (struct retention){.runs_ns = 1}, INT64_MAX, &more));
        histogram_add(&forgotten, clock_now_ns() - began_ns);
    }
    database_close(&db);
    tell("store_roll_up_slice_p99", p99(&rolled), "ms", 20);
    tell("store_retention_slice_p99", p99(&forgotten), "ms", 20);
    arena_end(arena);
}

void bench_store(void)
{
    char folder[] = "/tmp/xunjian-bench-XXXXXX", path[300];
    must(mkdtemp(folder) != NULL);
    snprintf(path, sizeof path, "%s/written.db", folder);
    bench_write(path);
    snprintf(path, sizeof path, "%s/full.db", folder);
    bench_slices(path);
    remove_store(folder);
}
