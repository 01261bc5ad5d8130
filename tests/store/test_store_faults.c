/* SPDX-License-Identifier: Apache-2.0 */
/* Disks that are full, locked, damaged or forbidden; a robot that is killed. */

#include "base/arena.h"
#include "base/clock.h"
#include "stored.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct stored s;
static const struct what_ran passes = {.verdict = VERDICT_PASS};

static void begin(void)
{
    stored_begin(&s);
}

static void end(void)
{
    stored_end(&s);
}

TestSuite(store_faults, .init = begin, .fini = end);

static void take(int count)
{
    for (int i = 0; i < count; i++)
        stored_take(&s,
                    &(struct what_ran){.verdict = i % 2 == 0 ? VERDICT_PASS : VERDICT_FAIL});
}

static void expect_whole(int64_t runs)
{
    cr_assert_str_eq(stored_string(&s, "PRAGMA integrity_check"), "ok");
    cr_assert_eq(stored_number(&s, "SELECT count(*) FROM runs"), runs, "%lld runs",
                 (long long)stored_number(&s, "SELECT count(*) FROM runs"));
    cr_assert_eq(stored_number(&s, "SELECT count(*) FROM runs WHERE id NOT IN"
                                   " (SELECT run FROM steps)"),
                 0, "no run without its steps");
}

static void limit_files(int64_t bytes)
{
    struct rlimit limit;
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = bytes > 0 ? (rlim_t)bytes : limit.rlim_max;
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

Test(store_faults, a_full_disk_stops_nothing_and_loses_nothing)
{
    struct stat st;
    signal(SIGXFSZ, SIG_IGN);
    stored_open(&s);
    take(3);
    stored_wait_kept(&s, 3);
    cr_assert_eq(stat(arena_printf(s.arena, "%s-wal", s.path), &st), 0);
    limit_files((int64_t)st.st_size);
    take(200);
    stored_wait_failed(&s, 1);
    stored_wait_kept(&s, 203); /* judged and told all the same */
    cr_assert(store_figures(s.store).failing);
    cr_assert_gt(store_figures(s.store).rounds_waiting, 0);
    int64_t recovered = s.heard.recovered; /* a log that was emptied had room for some */
    limit_files(0);
    stored_wait_recovered(&s, recovered + 1);
    cr_assert_eq(s.heard.dropped, 0);
    take(1);
    stored_wait_kept(&s, 204);
    cr_assert_not(store_figures(s.store).failing, "%s", s.heard.why);
    stored_close(&s);
    expect_whole(204);
    cr_assert_eq(s.heard.kept, 204, "each run is told once");
}

/* Another program's transaction, held until told to let go. */
static sqlite3 *hold_lock(void)
{
    sqlite3 *other = NULL;
    cr_assert_eq(sqlite3_open(s.path, &other), SQLITE_OK);
    sqlite3_busy_timeout(other, 60000);
    cr_assert_eq(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    return other;
}

Test(store_faults, another_programs_lock_is_waited_for_and_told)
{
    stored_open(&s);
    sqlite3 *other = hold_lock();
    take(2);
    stored_wait_failed(&s, 1);
    cr_assert_not_null(strstr(s.heard.why, "locked"), "%s", s.heard.why);
    stored_wait_kept(&s, 2);
    sqlite3_close(other);
    stored_wait_recovered(&s, 1);
    stored_close(&s);
    cr_assert_eq(s.heard.failed, 1, "told once, not at each try");
    expect_whole(2);
}

/* Titles of the messages in the order they would be sent, each settled at once. */
static const char *deliver_all(void)
{
    const char *said = "";
    struct outbox_item item;
    int64_t next;
    while (store_outbox_claim(s.store, clock_now_utc_ns(), NULL, s.arena, &item, 1, &next) ==
           1) {
        said = arena_printf(s.arena, "%s %s", said, message_kind_name(item.message->kind));
        store_outbox_settle(s.store, item.id, true, 0, NULL);
        while (store_figures(s.store).outbox_waiting > 0 && next == INT64_MAX)
            store_outbox_claim(s.store, 0, NULL, s.arena, &item, 0, &next);
    }
    return said;
}

static const struct what_ran fails = {.verdict = VERDICT_FAIL};

Test(store_faults, what_was_decided_while_the_disk_was_away_is_told_once)
{
    stored_open(&s);
    stored_alert(&s);
    sqlite3 *other = hold_lock();
    stored_take(&s, &fails);
    stored_wait_failed(&s, 1);
    stored_wait_kept(&s, 1);
    stored_take(&s, &passes);
    stored_wait_kept(&s, 2);
    cr_assert_eq(store_figures(s.store).outbox_waiting, 0, "nothing is sent that is not kept");
    sqlite3_close(other);
    stored_wait_recovered(&s, 1);
    stored_take(&s, &fails);
    stored_wait_kept(&s, 3);
    stored_close(&s); /* all of it is on disk, none of it sent */
    stored_open(&s);
    stored_alert(&s);
    stored_take(&s, &fails);
    stored_wait_kept(&s, 4);
    cr_assert_str_eq(deliver_all(), " trigger resolve trigger");
    stored_take(&s, &passes);
    stored_wait_kept(&s, 5);
    cr_assert_str_eq(deliver_all(), " resolve");
    cr_assert_eq(stored_number(&s, "SELECT count(*) FROM incidents WHERE closed_utc_ns = 0"),
                 0);
    cr_assert_eq(stored_number(&s, "SELECT count(*) FROM incidents"), 2);
}

Test(store_faults, what_there_is_no_room_for_is_judged_counted_and_told)
{
    s.queue_rounds = 5;
    stored_open(&s);
    sqlite3 *other = hold_lock();
    for (int i = 1; i <= 50; i++) {
        take(1);
        stored_wait_kept(&s, i > 5 ? i - 5 : 0);
    }
    stored_wait_failed(&s, 1);
    cr_assert_gt(store_figures(s.store).rounds_dropped, 0);
    sqlite3_close(other);
    stored_wait_recovered(&s, 1);
    int64_t dropped = s.heard.dropped;
    cr_assert_eq(dropped, store_figures(s.store).rounds_dropped);
    stored_close(&s);
    expect_whole(50 - dropped);
}

static void overwrite(const char *path, const char *garbage, size_t size, int from, int to)
{
    int fd = open(path, O_WRONLY);
    for (int page = from; page < to; page++)
        cr_assert_eq(pwrite(fd, garbage, size, page * (off_t)size), (ssize_t)size);
    close(fd);
}

Test(store_faults, a_damaged_file_is_refused_in_words)
{
    const struct store_options options = {.path = s.path};
    const char *why = "";
    stored_open(&s);
    take(20);
    stored_close(&s);
    char garbage[4096];
    memset(garbage, 0x5a, sizeof garbage);
    overwrite(s.path, garbage, sizeof garbage, 1, 12);
    cr_assert_null(store_open(&options, s.arena, &why));
    cr_assert_not_null(strstr(why, "damaged"), "%s", why);
    cr_assert_not_null(strstr(why, "backup"), "%s", why);
}

/* The operator puts the file back as it was: the robot goes on with what it has in memory. */
Test(store_faults, damage_while_it_runs_is_told_and_outlived)
{
    char good[4096], garbage[4096];
    memset(garbage, 0x5a, sizeof garbage);
    stored_open(&s);
    take(40);
    stored_wait_kept(&s, 40);
    stored_close(&s);
    stored_open(&s);
    take(1);
    stored_wait_kept(&s, 41);
    stored_sql(s.path, "PRAGMA wal_checkpoint(TRUNCATE)");
    int fd = open(s.path, O_RDONLY);
    cr_assert_eq(pread(fd, good, sizeof good, 0), (ssize_t)sizeof good);
    close(fd);
    sqlite3 *other = hold_lock(); /* makes the store fail, so that it opens the file again */
    take(1);
    stored_wait_failed(&s, 1);
    overwrite(s.path, garbage, sizeof garbage, 0, 1);
    stored_wait_failed(&s, 2); /* the words changed */
    cr_assert_not_null(strstr(s.heard.why, "not a SQLite database"), "%s", s.heard.why);
    sqlite3_close(other);
    take(1);
    stored_wait_kept(&s, 43);
    overwrite(s.path, good, sizeof good, 0, 1);
    stored_wait_recovered(&s, 1);
    take(1);
    stored_wait_kept(&s, 44);
    stored_close(&s);
    expect_whole(44);
}

/* Root may write anywhere: another user tries. */
Test(store_faults, a_file_that_may_not_be_written_to_is_refused_in_words)
{
    const struct store_options options = {.path = s.path};
    const char *why = "";
    stored_open(&s);
    stored_close(&s);
    chmod(s.path, 0444);
    chmod(s.folder, 0755);
    chmod(arena_printf(s.arena, "%s/kept", s.folder), 0777);
    chmod(arena_printf(s.arena, "%s.lock", s.path), 0666);
    if (geteuid() == 0)
        cr_assert_eq(seteuid(65534), 0);
    cr_assert_null(store_open(&options, s.arena, &why));
    if (getuid() == 0)
        cr_assert_eq(seteuid(0), 0);
    cr_assert_not_null(strstr(why, "permissions"), "%s", why);
}

/* --- kill -9 ------------------------------------------------------------------------------ */

enum { KILLS = 12 };

static void tell_pipe(void *thing, const struct record *record, const char *state)
{
    (void)state;
    int64_t number = strtoll(strrchr(record->run_id, '-') + 1, NULL, 10);
    (void)!write(*(int *)thing, &number, sizeof number);
}

static void hear_nothing(void *thing)
{
    (void)thing;
}
static void hear_changed(void *thing, const struct alerts *alerts)
{
    (void)thing, (void)alerts;
}
static void hear_retest(void *thing, const char *journey, const char *environment)
{
    (void)thing, (void)journey, (void)environment;
}
static void hear_failed(void *thing, const char *why)
{
    (void)thing, (void)why;
}
static void hear_recovered(void *thing, int64_t dropped)
{
    (void)thing, (void)dropped;
}

/* Stores without end, telling each run that was kept. */
static void __attribute__((noreturn)) store_for_ever(int out)
{
    const struct store_options options = {
        .path = s.path,
        .listener = {&out, tell_pipe, hear_retest, hear_nothing, hear_changed, hear_failed,
                     hear_recovered},
    };
    const char *why = "";
    s.store = store_open(&options, s.arena, &why);
    if (s.store == NULL)
        _exit(1);
    for (;;) {
        stored_take(&s, &passes);
        if (s.rounds % 8 == 0)
            stored_take(&s, &(struct what_ran){.verdict = VERDICT_FAIL});
        while (store_figures(s.store).rounds_waiting > 500)
            sched_yield();
    }
}

/* Reads so many numbers of kept runs; the last one. */
static int64_t hear(int in, int count)
{
    int64_t number = 0;
    for (int i = 0; i < count; i++)
        if (read(in, &number, sizeof number) != sizeof number)
            return -1;
    return number;
}

Test(store_faults, a_kill_at_any_point_loses_nothing_that_was_kept)
{
    int64_t kept = 0;
    srand(7);
    for (int i = 0; i < KILLS; i++) {
        int ends[2], status;
        cr_assert_eq(pipe2(ends, O_CLOEXEC), 0);
        pid_t child = fork();
        if (child == 0)
            store_for_ever(ends[1]);
        close(ends[1]);
        int64_t last = hear(ends[0], 1 + rand() % 400);
        kill(child, SIGKILL);
        waitpid(child, &status, 0);
        cr_assert(WIFSIGNALED(status), "the robot ended by itself");
        cr_assert_gt(last, 0);
        const char *run_id = arena_printf(s.arena, "run-%d-%lld", (int)child, (long long)last);
        cr_assert_eq(stored_number(&s, arena_printf(s.arena,
                                                    "SELECT count(*) FROM runs WHERE id <="
                                                    " (SELECT id FROM runs WHERE run_id = '%s')"
                                                    " AND run_id LIKE 'run-%d-%%'",
                                                    run_id, (int)child)),
                     last, "every run before the one that was told");
        int64_t now = stored_number(&s, "SELECT count(*) FROM runs");
        cr_assert_geq(now, kept + last);
        kept = now;
        expect_whole(now);
        close(ends[0]);
    }
    cr_assert_eq(stored_number(&s, "SELECT count(*) FROM runs WHERE id > (SELECT coalesce("
                                   "(SELECT value FROM state), 0))") +
                     stored_number(&s, "SELECT coalesce(sum(reached), 0) FROM rollups WHERE"
                                       " name = 0"),
                 kept, "each run is in the roll-ups or behind their mark, never both");
}
