/* SPDX-License-Identifier: Apache-2.0 */
/* A store's file that is taken away, comes back, or may not be written to any more. */

#include "base/arena.h"
#include "base/clock.h"
#include "stored.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct stored s;

static void begin(void)
{
    stored_begin(&s);
}

static void end(void)
{
    stored_end(&s);
}

TestSuite(store_taken, .init = begin, .fini = end);

static void take(int count)
{
    for (int i = 0; i < count; i++)
        stored_take(&s, &(struct what_ran){.verdict = VERDICT_PASS});
}

static void expect_whole(int64_t runs)
{
    cr_assert_str_eq(stored_string(&s, "PRAGMA integrity_check"), "ok");
    cr_assert_eq(stored_number(&s, "SELECT count(*) FROM runs"), runs);
}

/* The open file would still take what is written to it: nobody would know until the next start. */
Test(store_taken, a_file_that_is_taken_away_or_forbidden_while_it_runs_is_told_and_outlived)
{
    const char *away = arena_printf(s.arena, "%s/away.db", s.folder);
    if (geteuid() == 0) { /* root may write anywhere: another user tries */
        cr_assert_eq(chown(s.folder, 65534, (gid_t)-1), 0);
        cr_assert_eq(seteuid(65534), 0);
    }
    stored_open(&s);
    take(2);
    stored_wait_kept(&s, 2);
    cr_assert_eq(rename(s.path, away), 0);
    take(1);
    stored_wait_failed(&s, 1);
    cr_assert_not_null(strstr(s.heard.why, "No such file"), "%s", s.heard.why);
    cr_assert_eq(rename(away, s.path), 0);
    stored_wait_recovered(&s, 1);
    int64_t failed = s.heard.failed;
    cr_assert_eq(chmod(s.path, 0444), 0);
    take(1);
    stored_wait_failed(&s, failed + 1);
    cr_assert_not_null(strstr(s.heard.why, "permissions"), "%s", s.heard.why);
    cr_assert_eq(chmod(s.path, 0644), 0);
    stored_wait_recovered(&s, 2);
    stored_wait_kept(&s, 4);
    stored_close(&s);
    cr_expect_eq(s.heard.failed, 2, "each told once: %lld", (long long)s.heard.failed);
    if (getuid() == 0)
        cr_assert_eq(seteuid(0), 0);
    expect_whole(4);
}

/* As after a kill, without one: the file comes back between two robots. */
Test(store_taken, a_failure_that_outlives_the_robot_is_over_with_the_next)
{
    const char *away = arena_printf(s.arena, "%s/away.db", s.folder);
    stored_open(&s);
    take(1);
    stored_wait_kept(&s, 1);
    cr_assert_eq(rename(s.path, away), 0);
    take(1);
    stored_wait_failed(&s, 1);
    store_close(s.store, 0);
    cr_assert_eq(rename(away, s.path), 0);
    stored_open(&s);
    take(1);
    stored_wait_recovered(&s, 1);
    stored_close(&s);
    int64_t kept = s.heard.kept;
    stored_open(&s);
    take(1);
    stored_wait_kept(&s, kept + 1);
    stored_close(&s);
    cr_expect_eq(s.heard.recovered, 1, "told once");
}

Test(store_taken, a_file_that_is_taken_away_is_never_made_anew)
{
    const char *away = arena_printf(s.arena, "%s/away.db", s.folder);
    stored_open(&s);
    take(2);
    stored_close(&s);
    cr_assert_eq(rename(s.path, away), 0);
    cr_assert_eq(mkdir(s.path, 0700), 0);
    const struct store_options options = {.path = s.path};
    const char *why = "";
    cr_assert_null(store_open(&options, s.arena, &why));
    cr_assert_not_null(strstr(why, s.path), "%s", why);
    cr_assert_eq(rmdir(s.path), 0);
    cr_assert_eq(rename(away, s.path), 0);
    stored_open(&s);
    stored_close(&s);
    expect_whole(2);
}
