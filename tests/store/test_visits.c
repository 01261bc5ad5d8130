/* SPDX-License-Identifier: Apache-2.0 */
/* Pages that runs came to: the newest time of each series, until it is forgotten. */

#include "base/arena.h"
#include "base/clock.h"
#include "base/redact.h"
#include "model/page_sight.h"
#include "store/database.h"
#include "store/retain.h"
#include "store/rollup.h"
#include "stored.h"
#include "tests/reporters/sample.h"

#include <criterion/criterion.h>

static struct stored s;

static void begin(void)
{
    stored_begin(&s);
}

static void end(void)
{
    stored_end(&s);
}

TestSuite(visited, .init = begin, .fini = end);

/* A step in a browser that came there. */
static void browse(struct outcome *run, enum verdict verdict, const char *first,
                   const char *then)
{
    struct step_outcome *step = sample_step(run, "browse", verdict);
    struct tried *tried = sample_try(run, step, verdict);
    struct page_sight *page = arena_make(run->arena, struct page_sight);
    struct text *addresses = arena_array(run->arena, 2, struct text);
    addresses[page->address_count++] = text_copy(run->arena, text_of(first));
    if (then != NULL)
        addresses[page->address_count++] = text_copy(run->arena, text_of(then));
    page->addresses = addresses;
    ((struct observation *)(uintptr_t)tried->saw)->page = page;
}

/* A round whose last step was that. */
static void take(const struct what_ran *what, const char *first, const char *then)
{
    struct round *round = stored_round(&s, what);
    browse(round->outcomes[0], what->verdict, first, then);
    store_take(s.store, round);
}

static const char *visits(const char *environment)
{
    const char *why = "", *all = "";
    const struct visit_row *rows;
    size_t count;
    struct reader *reader = reader_open(s.path, s.arena, &why);
    cr_assert_not_null(reader, "%s", why);
    cr_assert(read_visits(reader, environment, s.arena, &rows, &count, &why), "%s", why);
    for (size_t i = 0; i < count; i++)
        all =
            arena_printf(s.arena, "%s%s%s%s %s %s at %lld of %lld %s\n", all, rows[i].journey,
                         rows[i].variant[0] != '\0' ? "/" : "", rows[i].variant, rows[i].route,
                         verdict_name(rows[i].verdict),
                         (long long)((rows[i].started_utc_ns - stored_base_utc_ns) / NS_PER_S),
                         (long long)((rows[i].newest_utc_ns - stored_base_utc_ns) / NS_PER_S),
                         verdict_name(rows[i].newest_verdict));
    reader_close(reader);
    return all;
}

Test(visited, the_newest_time_of_each_series_is_kept)
{
    stored_open(&s);
    take(&(struct what_ran){.verdict = VERDICT_PASS}, "https://h/home", "https://h/fund/7");
    take(&(struct what_ran){.verdict = VERDICT_FAIL}, "https://h/home", NULL);
    take(&(struct what_ran){.verdict = VERDICT_PASS, .variant = "new"}, "https://h/home", NULL);
    stored_wait_kept(&s, 3);
    cr_expect_str_eq(visits(NULL), "credit /fund/:id pass at 60 of 120 fail\n"
                                   "credit /home fail at 120 of 120 fail\n"
                                   "credit/new /home pass at 180 of 180 pass\n");
    cr_expect_str_eq(visits("production"), "");
}

Test(visited, a_page_that_was_slow_once_in_a_run_was_slow)
{
    stored_open(&s);
    struct round *round = stored_round(&s, &(struct what_ran){.verdict = VERDICT_DEGRADED});
    struct outcome *run = round->outcomes[0];
    browse(run, VERDICT_DEGRADED, "https://h/home", NULL);
    browse(run, VERDICT_PASS, "https://h/fund/7", "https://h/home");
    store_take(s.store, round);
    stored_wait_kept(&s, 1);
    cr_expect_str_eq(visits(NULL), "credit /fund/:id pass at 60 of 60 degraded\n"
                                   "credit /home degraded at 60 of 60 degraded\n");
}

Test(visited, a_run_that_was_forgotten_came_nowhere)
{
    bool more = true;
    struct database db;
    struct retain retain = {0};
    stored_open(&s);
    take(&(struct what_ran){.verdict = VERDICT_PASS}, "https://h/home", NULL);
    stored_wait_kept(&s, 1);
    stored_close(&s);
    cr_assert_eq(stored_number(&s, "SELECT count(*) FROM visits"), 1);
    cr_assert(database_open(&db, s.path, DATABASE_AGAIN), "%s", db.why);
    while (more)
        cr_assert(rollup_some(&db, &more), "%s", db.why);
    cr_assert(retain_some(&retain, &db, (struct retention){.runs_ns = 1},
                          stored_base_utc_ns + 3600 * NS_PER_S, &more),
              "%s", db.why);
    database_close(&db);
    cr_expect_eq(stored_number(&s, "SELECT count(*) FROM runs"), 0);
    cr_expect_eq(stored_number(&s, "SELECT count(*) FROM visits"), 0);
}

Test(visited, a_secret_in_an_address_is_not_kept)
{
    cr_assert(redact_add(text_of("hush-hush-hush"), "test"));
    stored_open(&s);
    take(&(struct what_ran){.verdict = VERDICT_PASS}, "https://h/invite/hush-hush-hush", NULL);
    stored_wait_kept(&s, 1);
    cr_expect_eq(stored_number(&s, "SELECT count(*) FROM visits WHERE route LIKE '%hush%'"), 0);
    cr_expect_eq(stored_number(&s, "SELECT count(*) FROM visits"), 1);
}
