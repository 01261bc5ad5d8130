/* SPDX-License-Identifier: Apache-2.0 */
/* stored.c - rounds, a listener that counts, and looking into the file behind the store's back. */

#include "stored.h"
#include "base/arena.h"
#include "base/clock.h"
#include "model/page_sight.h"
#include "model/wire.h"
#include "tests/reporters/sample.h"

#include <criterion/criterion.h>
#include <ftw.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { DEADLINE_S = 60 };

const int64_t stored_base_utc_ns = INT64_C(1769846400) * NS_PER_S;

static void count(void *thing, int64_t *counter, int64_t by)
{
    struct heard *heard = thing;
    pthread_mutex_lock(&heard->lock);
    *counter += by;
    pthread_cond_broadcast(&heard->more);
    pthread_mutex_unlock(&heard->lock);
}

static void hear_kept(void *thing, const struct record *record, const char *state)
{
    cr_assert_not_null(record->run_id);
    cr_assert_not_null(state);
    count(thing, &((struct heard *)thing)->kept, 1);
}

static void hear_retest(void *thing, const char *journey, const char *environment)
{
    (void)thing, (void)journey, (void)environment;
}

static void hear_outbox(void *thing)
{
    count(thing, &((struct heard *)thing)->outbox, 1);
}

static void hear_changed(void *thing, const struct alerts *alerts)
{
    (void)thing, (void)alerts;
}

static void hear_failed(void *thing, const char *why)
{
    struct heard *heard = thing;
    pthread_mutex_lock(&heard->lock);
    snprintf(heard->why, sizeof heard->why, "%s", why);
    pthread_mutex_unlock(&heard->lock);
    count(thing, &heard->failed, 1);
}

static void hear_recovered(void *thing, int64_t dropped)
{
    count(thing, &((struct heard *)thing)->dropped, dropped);
    count(thing, &((struct heard *)thing)->recovered, 1);
}

void stored_begin(struct stored *s)
{
    char folder[] = "/tmp/xunjian-store-XXXXXX";
    *s = (struct stored){.arena = arena_new()};
    cr_assert_not_null(mkdtemp(folder));
    s->folder = arena_strdup(s->arena, folder);
    s->path = arena_printf(s->arena, "%s/kept/xunjian.db", folder);
    pthread_mutex_init(&s->heard.lock, NULL);
    pthread_cond_init(&s->heard.more, NULL);
}

void stored_open(struct stored *s)
{
    const struct store_options options = {
        .path = s->path,
        .retention = s->retention,
        .queue_rounds = s->queue_rounds,
        .listener = {&s->heard, hear_kept, hear_retest, hear_outbox, hear_changed, hear_failed,
                     hear_recovered},
    };
    const char *why = "";
    s->store = store_open(&options, s->arena, &why);
    cr_assert_not_null(s->store, "%s", why);
}

void stored_close(struct stored *s)
{
    if (s->store != NULL)
        store_close(s->store, DEADLINE_S * NS_PER_S);
    s->store = NULL;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *where)
{
    (void)st, (void)type, (void)where;
    return remove(path);
}

void stored_end(struct stored *s)
{
    stored_close(s);
    nftw(s->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    arena_end(s->arena);
}

static void look(struct outcome *run, struct tried *tried, struct text png)
{
    struct page_sight *page = arena_make(run->arena, struct page_sight);
    struct action_sight *action = arena_make(run->arena, struct action_sight);
    *action = (struct action_sight){.name = "open", .effect = -1, .after = {.png = png}};
    *page = (struct page_sight){.actions = action, .action_count = 1};
    ((struct observation *)tried->saw)->page = page;
}

static void make_step(struct outcome *run, const struct what_ran *ran, const char *name,
                      bool broken)
{
    enum verdict verdict = broken ? ran->verdict : VERDICT_PASS;
    struct step_outcome *step = sample_step(run, name, verdict);
    struct tried *tried = sample_try(run, step, verdict);
    sample_exchange(run, tried, "POST", "https://app.example/api/pay?token=1", 200, "{}",
                    20 * NS_PER_MS);
    if (!broken)
        return;
    if (ran->picture.length > 0)
        look(run, tried, ran->picture);
    sample_finding(tried, verdict, "status", "equals 200", ran->message);
    if (verdict == VERDICT_FAIL)
        sample_break(run, step, tried, PHASE_WAIT, REASON_TIMEOUT, ran->message);
}

struct round *stored_round(struct stored *s, const struct what_ran *ran)
{
    struct what_ran what = *ran;
    struct arena *arena = arena_new(), *life = arena_new();
    struct round *round = arena_make(arena, struct round);
    int64_t number = ++s->rounds;
    what.message = what.message != NULL ? what.message : "the answer did not come";
    what.journey = what.journey != NULL ? what.journey : "credit";
    struct outcome *run = sample_run(life, what.journey, "授信申请", what.verdict);
    run->run_id = arena_printf(life, "run-%d-%lld", (int)getpid(), (long long)number);
    run->variant = what.variant;
    run->started_utc_ns = what.started_utc_ns != 0
                              ? what.started_utc_ns
                              : stored_base_utc_ns + number * 60 * NS_PER_S;
    make_step(run, &what, "log in", false);
    make_step(run, &what, "pay", what.verdict != VERDICT_PASS);
    if (what.verdict == VERDICT_FAIL)
        sample_step(run, "look at the balance", VERDICT_SKIPPED);
    run->duration_ns = what.duration_ns != 0 ? what.duration_ns : 100 * NS_PER_MS;
    *round = (struct round){
        .arena = arena,
        .journey = arena_strdup(arena, what.journey),
        .environment = "staging",
        .location = "shanghai",
        .cause = what.cause,
        .due_utc_ns = run->started_utc_ns,
        .outcomes = arena_array(arena, 1, struct outcome *),
        .outcome_count = 1,
    };
    round->outcomes[0] = run;
    return round;
}

void stored_take(struct stored *s, const struct what_ran *ran)
{
    store_take(s->store, stored_round(s, ran));
}

void stored_alert(struct stored *s)
{
    static const struct wire plain = {.name = "webhook"};
    static const struct channel oncall = {.name = "oncall", .wire = &plain};
    static const struct channel *const to[] = {&oncall, NULL};
    static const struct route route = {.channels = to};
    static const struct config config = {.location = "shanghai",
                                         .channels = &oncall,
                                         .channel_count = 1,
                                         .routes = &route,
                                         .route_count = 1,
                                         .quorum = {.locations = 1}};
    static const char *const none[] = {NULL};
    static const struct alert_monitor credit = {
        .journey = "credit",
        .title = "授信申请",
        .environment = "staging",
        .owner = "",
        .business = "",
        .tags = none,
        .depends_on = none,
        .rule = {.fail = {1, 1}, .recover = 1, .severity = "critical", .runbook = ""}};
    const struct alert_settings settings = {
        .arena = arena_new(), .config = &config, .monitors = &credit, .monitor_count = 1};
    store_configure(s->store, &settings, s->retention);
    arena_end(settings.arena); /* the store holds it */
}

static void wait_for(struct stored *s, const int64_t *counter, int64_t count_, const char *what)
{
    struct timespec until;
    int late = 0;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += DEADLINE_S;
    pthread_mutex_lock(&s->heard.lock);
    while (*counter < count_ && late == 0)
        late = pthread_cond_timedwait(&s->heard.more, &s->heard.lock, &until);
    int64_t reached = *counter;
    pthread_mutex_unlock(&s->heard.lock);
    cr_assert_geq(reached, count_, "waited a minute for %s", what);
}

void stored_wait_kept(struct stored *s, int64_t count_)
{
    wait_for(s, &s->heard.kept, count_, "runs to be kept");
}

void stored_wait_failed(struct stored *s, int64_t count_)
{
    wait_for(s, &s->heard.failed, count_, "the store to fail");
}

void stored_wait_recovered(struct stored *s, int64_t count_)
{
    wait_for(s, &s->heard.recovered, count_, "the store to recover");
}

const char *stored_string(struct stored *s, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *rows = NULL;
    cr_assert_eq(sqlite3_open_v2(s->path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    sqlite3_busy_timeout(db, DEADLINE_S * 1000);
    cr_assert_eq(sqlite3_prepare_v2(db, sql, -1, &rows, NULL), SQLITE_OK, "%s: %s", sql,
                 sqlite3_errmsg(db));
    cr_assert_eq(sqlite3_step(rows), SQLITE_ROW, "%s: %s", sql, sqlite3_errmsg(db));
    const char *text = (const char *)sqlite3_column_text(rows, 0);
    const char *kept = arena_strdup(s->arena, text != NULL ? text : "");
    sqlite3_finalize(rows);
    sqlite3_close(db);
    return kept;
}

int64_t stored_number(struct stored *s, const char *sql)
{
    return strtoll(stored_string(s, sql), NULL, 10);
}

void stored_sql(const char *path, const char *sql)
{
    sqlite3 *db = NULL;
    char *why = NULL;
    cr_assert_eq(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_busy_timeout(db, DEADLINE_S * 1000);
    cr_assert_eq(sqlite3_exec(db, sql, NULL, NULL, &why), SQLITE_OK, "%s: %s", sql, why);
    sqlite3_close(db);
}
