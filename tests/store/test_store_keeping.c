/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept, how long, and that no secret is. */

#include "base/arena.h"
#include "base/clock.h"
#include "base/files.h"
#include "base/packed.h"
#include "base/redact.h"
#include "store/database.h"
#include "store/retain.h"
#include "store/rollup.h"
#include "stored.h"

#include <criterion/criterion.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define HOUR_NS (3600 * NS_PER_S)

static struct stored s;

static void begin(void)
{
    stored_begin(&s);
}

static void end(void)
{
    stored_end(&s);
}

TestSuite(store_keeping, .init = begin, .fini = end);

static int files_found;

static int count_file(const char *path, const struct stat *st, int type, struct FTW *where)
{
    (void)path, (void)st, (void)where;
    files_found += type == FTW_F;
    return 0;
}

static int artefacts(void)
{
    files_found = 0;
    nftw(arena_printf(s.arena, "%s.artefacts", s.path), count_file, 8, FTW_PHYS);
    return files_found;
}

static void forget_all(struct retention keep, int64_t now_utc_ns)
{
    struct database db;
    struct retain retain = {0};
    bool more = true;
    cr_assert(database_open(&db, s.path, DATABASE_AGAIN), "%s", db.why);
    while (more)
        cr_assert(rollup_some(&db, &more), "%s", db.why);
    retain_begin(&retain);
    more = true;
    for (int slice = 0; more; slice++) {
        cr_assert(retain_some(&retain, &db, keep, now_utc_ns, &more), "%s", db.why);
        cr_assert_lt(slice, 2000, "slices come to an end");
    }
    database_close(&db);
}

static void fill(void)
{
    stored_open(&s);
    for (int i = 0; i < 600; i++)
        stored_take(&s,
                    &(struct what_ran){.verdict = i % 30 == 29 ? VERDICT_FAIL : VERDICT_PASS});
    stored_close(&s);
}

Test(store_keeping, runs_go_by_age_and_roll_ups_stay)
{
    const struct retention keep = {.runs_ns = HOUR_NS, .evidence_ns = 24 * HOUR_NS};
    fill();
    int64_t pages = stored_number(&s, "PRAGMA page_count");
    /* The last run began 600 minutes after the base: 59 are younger than an hour at 601. */
    forget_all(keep, stored_base_utc_ns + 601 * 60 * NS_PER_S);
    cr_assert_eq(stored_number(&s, "SELECT count(*) FROM runs"), 60);
    cr_assert_eq(stored_number(&s, "SELECT count(DISTINCT run) FROM steps"), 60);
    cr_assert_eq(stored_number(&s, "SELECT count(DISTINCT run) FROM findings"), 2);
    cr_assert_eq(stored_number(&s, "SELECT sum(reached) FROM rollups WHERE name = 0"), 600);
    cr_assert_eq(stored_number(&s, "SELECT count(*) FROM runs WHERE evidence IS NOT NULL"),
                 artefacts(), "evidence of forgotten runs is gone");
    cr_assert_lt(stored_number(&s, "PRAGMA page_count"), pages, "pages are given back");
    cr_assert_str_eq(stored_string(&s, "PRAGMA integrity_check"), "ok");
    forget_all((struct retention){.rollups_ns = HOUR_NS}, stored_base_utc_ns + 1000 * HOUR_NS);
    cr_assert_eq(stored_number(&s, "SELECT count(*) FROM rollups"), 0);
    cr_assert_eq(stored_number(&s, "SELECT count(*) FROM runs"), 60, "0 is for ever");
}

static bool is_kept(int run, const char *sha256)
{
    const char *why = "", *const * names;
    size_t count;
    struct text png = {0};
    struct reader *reader = reader_open(s.path, s.arena, &why);
    const char *id = arena_printf(s.arena, "run-%d-%d", (int)getpid(), run);
    cr_assert_not_null(reader, "%s", why);
    cr_assert(read_pictures(reader, id, s.arena, &names, &count, &why), "%s", why);
    cr_assert(read_picture(reader, id, sha256, s.arena, &png, &why), "%s", why);
    reader_close(reader);
    cr_expect_eq(count, png.length > 0, "run %d", run);
    return png.length > 0;
}

Test(store_keeping, a_picture_goes_with_the_last_evidence_that_names_it)
{
    struct text first = text_of("\x89PNG\r\n\x1A\n one"),
                second = text_of("\x89PNG\r\n\x1A\n two");
    struct packed one, two;
    cr_assert(packed_of_picture(s.arena, first, &one));
    cr_assert(packed_of_picture(s.arena, second, &two));
    cr_assert_not(packed_of_picture(s.arena, text_of("<svg>"), &two));
    const struct text seen[] = {first, first, second, text_of("no picture")};
    stored_open(&s);
    for (size_t i = 0; i < sizeof seen / sizeof *seen; i++)
        stored_take(&s, &(struct what_ran){.verdict = VERDICT_FAIL, .picture = seen[i]});
    stored_close(&s);
    cr_expect_eq(artefacts(), 4 + 2, "the same is one file: %d", artefacts());
    cr_expect(is_kept(1, one.name) && is_kept(2, one.name) && is_kept(3, two.name));
    cr_expect_not(is_kept(4, two.name), "another run's");
    /* The first run is older than three minutes at 4. */
    const struct retention keep = {.evidence_ns = 180 * NS_PER_S - 1};
    forget_all(keep, stored_base_utc_ns + 240 * NS_PER_S);
    cr_expect_not(is_kept(1, one.name));
    cr_expect(is_kept(2, one.name), "the second still shows it");
    cr_expect_eq(artefacts(), 3 + 2);
    forget_all(keep, stored_base_utc_ns + 300 * NS_PER_S);
    cr_expect_eq(artefacts(), 2 + 1, "nobody shows it any more: %d", artefacts());
    forget_all((struct retention){.runs_ns = 1}, stored_base_utc_ns + 1000 * HOUR_NS);
    cr_expect_eq(artefacts(), 0);
    cr_expect_eq(stored_number(&s, "SELECT count(*) FROM pictures"), 0);
}

Test(store_keeping, a_number_is_never_given_twice)
{
    fill();
    forget_all((struct retention){.runs_ns = 1}, stored_base_utc_ns + 1000 * HOUR_NS);
    cr_assert_eq(stored_number(&s, "SELECT count(*) FROM runs"), 0);
    stored_open(&s);
    stored_take(&s, &(struct what_ran){.verdict = VERDICT_PASS});
    stored_close(&s);
    cr_assert_eq(stored_number(&s, "SELECT id FROM runs"), 601);
}

Test(store_keeping, evidence_of_what_broke_and_of_one_good_run)
{
    fill();
    cr_assert_eq(stored_number(&s, "SELECT count(*) FROM runs WHERE verdict = 2 AND"
                                   " evidence IS NULL"),
                 0, "of every run that broke");
    cr_assert_eq(stored_number(&s, "SELECT count(*) FROM runs WHERE verdict = 0 AND"
                                   " evidence IS NOT NULL"),
                 1, "of good ones, the newest");
    forget_all((struct retention){0}, stored_base_utc_ns);
    cr_assert_eq(artefacts(), 21, "nothing else lies about: %d", artefacts());
    const char *name = stored_string(&s, "SELECT max(evidence) FROM runs");
    const char *path =
        arena_printf(s.arena, "%s.artefacts/%.2s/%s.json.gz", s.path, name, name);
    const char *stray = arena_printf(s.arena, "%s.artefacts/%.2s/stray", s.path, name);
    const char *why = "";
    struct text text;
    cr_assert(files_write(s.arena, stray, text_of("left by a kill"), &why));
    forget_all((struct retention){0}, stored_base_utc_ns);
    cr_assert_not(files_read(s.arena, stray, 100, &text, &why), "a stray file is swept");
    cr_assert(files_read(s.arena, path, 1 << 20, &text, &why), "%s", why);
    remove(path);
    struct reader *reader = reader_open(s.path, s.arena, &why);
    const char *run_id = stored_string(
        &s, "SELECT run_id FROM runs WHERE evidence = (SELECT max(evidence) FROM runs)");
    cr_assert_not(read_evidence(reader, run_id, s.arena, &text, &why));
    cr_assert_not_null(strstr(why, "no such file"), "%s", why);
    reader_close(reader);
}

/* --- secrets --------------------------------------------------------------------------------- */

static const char secret[] = "hunter2-correct-horse", captured[] = "246810121";
static const char *leak;

static int look(const char *path, const struct stat *st, int type, struct FTW *where)
{
    struct text bytes, unpacked;
    const char *why = "";
    (void)st, (void)where;
    if (type != FTW_F)
        return 0;
    cr_assert(files_read(s.arena, path, 64 << 20, &bytes, &why), "%s: %s", path, why);
    files_found++;
    if (text_ends_with(text_of(path), text_of(".gz"))) {
        cr_assert(packed_read(s.arena, bytes, &unpacked, &why), "%s: %s", path, why);
        bytes = unpacked;
    }
    if (text_find(bytes, text_of(secret), 0) >= 0 ||
        text_find(bytes, text_of(captured), 0) >= 0)
        leak = arena_strdup(s.arena, path);
    return 0;
}

Test(store_keeping, no_secret_reaches_the_disk)
{
    redact_add(text_of(secret), "password");
    stored_open(&s);
    const char *message =
        arena_printf(s.arena, "the page said %s and then %s", secret, captured);
    for (int i = 0; i < 20; i++) {
        struct round *round =
            stored_round(&s, &(struct what_ran){.verdict = VERDICT_FAIL, .message = message});
        redact_add_for(round->outcomes[0]->arena, text_of(captured), "code");
        store_take(s.store, round);
    }
    store_outbox_settle(s.store, 1, false, 5, secret);
    stored_wait_kept(&s, 20);
    files_found = 0;
    nftw(s.folder, look, 8, FTW_PHYS); /* with the log not yet in the database */
    cr_assert_null(leak, "%s", leak);
    cr_assert_geq(files_found, 23);
    stored_close(&s);
    nftw(s.folder, look, 8, FTW_PHYS);
    cr_assert_null(leak, "%s", leak);
    cr_assert_not_null(
        strstr(stored_string(&s, "SELECT message FROM runs"), "[redacted:password]"));
    cr_assert_not_null(
        strstr(stored_string(&s, "SELECT actual FROM findings"), "[redacted:code]"));
}
