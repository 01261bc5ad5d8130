/* SPDX-License-Identifier: Apache-2.0 */
/* What is given to the store can be asked for; it is opened once, and only when it is ours. */

#include "base/arena.h"
#include "base/clock.h"
#include "base/files.h"
#include "store/database.h"
#include "store/schema.h"
#include "stored.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct stored s;
static struct reader *reader;
static const char *why = "";

static void begin(void)
{
    stored_begin(&s);
}

static void end(void)
{
    reader_close(reader);
    stored_end(&s);
}

TestSuite(store, .init = begin, .fini = end);

static void ask(void)
{
    reader = reader_open(s.path, s.arena, &why);
    cr_assert_not_null(reader, "%s", why);
}

static const struct run_filter any = {.verdict = -1};

Test(store, gives_back_what_it_was_given)
{
    const struct run_row *runs;
    const struct step_row *steps;
    size_t count;
    struct text evidence;
    stored_open(&s);
    stored_take(&s, &(struct what_ran){.verdict = VERDICT_PASS});
    stored_take(&s, &(struct what_ran){.verdict = VERDICT_FAIL, .variant = "new"});
    stored_wait_kept(&s, 2);
    ask();
    cr_assert(read_runs(reader, &any, s.arena, &runs, &count, &why), "%s", why);
    cr_assert_eq(count, 2);
    const struct run_row *run = &runs[0];
    cr_assert_eq(run->verdict, VERDICT_FAIL, "the newest comes first");
    cr_assert_str_eq(run->journey, "credit");
    cr_assert_str_eq(run->environment, "staging");
    cr_assert_str_eq(run->location, "shanghai");
    cr_assert_str_eq(run->variant, "new");
    cr_assert_str_eq(run->cause, "schedule");
    cr_assert_str_eq(run->step, "pay");
    cr_assert_str_eq(run->phase, "wait");
    cr_assert_str_eq(run->reason, "timeout");
    cr_assert_str_eq(run->message, "the answer did not come");
    cr_assert_eq(run->duration_ns, 100 * NS_PER_MS);
    cr_assert(run->has_evidence);
    cr_assert(read_steps(reader, run->run_id, s.arena, &steps, &count, &why), "%s", why);
    cr_assert_eq(count, 3);
    cr_assert_str_eq(steps[1].name, "pay");
    cr_assert_str_eq(steps[1].host, "app.example:443");
    cr_assert_str_eq(steps[1].endpoint, "POST /api/pay");
    cr_assert_eq(steps[1].status, 200);
    cr_assert_eq(steps[1].phase_ns[PHASE_WAIT], 20 * NS_PER_MS);
    cr_assert_eq(steps[2].verdict, VERDICT_SKIPPED);
    cr_assert_eq(steps[2].phase_ns[PHASE_WAIT], -1, "what did not happen took no time");
    cr_assert(read_evidence(reader, run->run_id, s.arena, &evidence, &why), "%s", why);
    cr_assert_geq(text_find(evidence, text_of("\"format\""), 0), 0);
    cr_assert_geq(text_find(evidence, text_of(run->run_id), 0), 0);
    cr_assert_eq(stored_number(&s, "SELECT count(*) FROM findings WHERE \"check\" = 'status'"),
                 1);
}

Test(store, answers_before_anything_was_stored)
{
    const struct run_row *runs;
    const struct step_row *steps;
    const struct latency_row *latency;
    const struct funnel_row *funnel;
    const struct uptime_row *uptime;
    const struct breakpoint_row *breakpoints;
    const struct incident_row *incidents;
    const struct started_row *started;
    const struct latency_filter filter = {.journey = "credit", .slot_ns = 60 * NS_PER_S};
    size_t count = 9;
    struct text evidence;
    stored_open(&s);
    ask();
    cr_assert(read_runs(reader, &any, s.arena, &runs, &count, &why) && count == 0);
    cr_assert(read_steps(reader, "none", s.arena, &steps, &count, &why) && count == 0);
    cr_assert(read_latency(reader, &filter, s.arena, &latency, &count, &why) && count == 0);
    cr_assert(read_funnel(reader, "credit", NULL, NULL, 0, 0, s.arena, &funnel, &count, &why) &&
              count == 0);
    cr_assert(read_uptime(reader, &any, true, s.arena, &uptime, &count, &why) && count == 0);
    cr_assert(read_breakpoints(reader, &any, s.arena, &breakpoints, &count, &why) &&
              count == 0);
    cr_assert(read_incidents(reader, false, 10, s.arena, &incidents, &count, &why) &&
              count == 0);
    cr_assert(read_windows(reader, s.arena, &incidents, &count, &why) && count == 0);
    cr_assert(read_started(reader, s.arena, &started, &count, &why) && count == 0);
    cr_assert(read_evidence(reader, "none", s.arena, &evidence, &why) && evidence.length == 0);
}

Test(store, remembers_when_monitors_were_started)
{
    const struct started_row *started;
    size_t count;
    stored_open(&s);
    store_started(s.store, "credit@staging", 5);
    store_started(s.store, "login@", 6);
    store_started(s.store, "credit@staging", 7);
    stored_close(&s);
    stored_open(&s);
    ask();
    cr_assert(read_started(reader, s.arena, &started, &count, &why));
    cr_assert_eq(count, 2);
    for (size_t i = 0; i < count; i++)
        cr_assert_eq(started[i].due_utc_ns, strcmp(started[i].monitor, "login@") == 0 ? 6 : 7);
}

Test(store, is_for_its_owners_eyes_alone)
{
    struct stat st;
    const char *files[] = {"", "-wal", "-shm", ".lock"};
    stored_open(&s);
    stored_take(&s, &(struct what_ran){.verdict = VERDICT_FAIL});
    stored_wait_kept(&s, 1);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        cr_assert_eq(stat(arena_printf(s.arena, "%s%s", s.path, files[i]), &st), 0);
        cr_expect_eq(st.st_mode & 0777, 0600, "%s", files[i]);
    }
    cr_assert_eq(stat(arena_printf(s.arena, "%s/kept", s.folder), &st), 0);
    cr_assert_eq(st.st_mode & 0777, 0700);
    const char *name = stored_string(&s, "SELECT evidence FROM runs");
    const char *file =
        arena_printf(s.arena, "%s.artefacts/%.2s/%s.json.gz", s.path, name, name);
    cr_assert_eq(stat(file, &st), 0);
    cr_assert_eq(st.st_mode & 0777, 0600);
}

static const char *refusal(void)
{
    const struct store_options options = {.path = s.path};
    why = "";
    cr_assert_null(store_open(&options, s.arena, &why));
    return why;
}

static void expect_words(const char *words, const char *part)
{
    cr_expect_not_null(strstr(words, part), "\"%s\" should say \"%s\"", words, part);
}

Test(store, is_opened_by_one_robot_at_a_time)
{
    stored_open(&s);
    expect_words(refusal(), "another robot uses it (process ");
    stored_close(&s);
    stored_open(&s);
}

static void put(const char *bytes)
{
    cr_assert(files_write(s.arena, s.path, text_of(bytes), &why), "%s", why);
}

Test(store, refuses_a_file_that_is_not_its_own)
{
    put("this is a letter, not a database; it is long enough to have a header of its own ......."
        "..................................................................................");
    expect_words(refusal(), "not a SQLite database");
    expect_words(why, "backup");
    remove(s.path);
    stored_sql(s.path, "CREATE TABLE notes (text)");
    expect_words(refusal(), "another program's database");
    remove(s.path);
    stored_open(&s);
    stored_close(&s);
    stored_sql(s.path, "PRAGMA user_version = 99");
    expect_words(refusal(), "newer xunjian");
    expect_words(why, "its version is 99");
    cr_assert_null(reader_open(s.path, s.arena, &why));
    expect_words(why, "newer xunjian");
    s.path = "/proc/nowhere/xunjian.db";
    expect_words(refusal(), "/proc/nowhere");
}

Test(store, does_what_people_say_and_says_why_not)
{
    static const char *const credit[] = {"credit", NULL};
    const struct alert_command mute = {.action = ALERT_MUTE,
                                       .name = "release",
                                       .match = {.journeys = credit},
                                       .to_utc_ns = clock_now_utc_ns() + 3600 * NS_PER_S,
                                       .who = "Li",
                                       .text = "tonight"};
    const struct alert_command acknowledge = {
        .action = ALERT_ACKNOWLEDGE, .incident = "no-such", .who = "Li", .text = ""};
    const struct alert_command unmute = {
        .action = ALERT_UNMUTE, .name = "release", .who = "Li"};
    const struct incident_row *windows;
    size_t count;
    stored_open(&s);
    stored_alert(&s);
    cr_assert_not(store_command(s.store, &acknowledge, s.arena, &why));
    cr_assert_gt(strlen(why), 0);
    cr_assert(store_command(s.store, &mute, s.arena, &why), "%s", why);
    stored_close(&s);
    stored_open(&s);
    stored_alert(&s);
    ask();
    cr_assert(read_windows(reader, s.arena, &windows, &count, &why), "%s", why);
    cr_assert_eq(count, 1, "it outlives the robot");
    cr_assert_str_eq(windows[0].id, "release");
    cr_assert_geq(text_find(windows[0].json, text_of("tonight"), 0), 0);
    stored_take(&s, &(struct what_ran){.verdict = VERDICT_FAIL});
    stored_wait_kept(&s, 1);
    cr_assert_eq(store_figures(s.store).outbox_waiting, 0, "muted");
    cr_assert(store_command(s.store, &unmute, s.arena, &why), "%s", why);
    cr_assert(read_windows(reader, s.arena, &windows, &count, &why) && count == 0);
}

/* As README.md of the room says; then read by somebody who may not write there. */
Test(store, is_backed_up_while_it_runs_and_read_where_nobody_may_write)
{
    const struct run_row *runs;
    size_t count;
    const char *folder = arena_printf(s.arena, "%s/backup", s.folder);
    stored_open(&s);
    for (int i = 0; i < 20; i++)
        stored_take(&s, &(struct what_ran){.verdict = VERDICT_PASS});
    stored_wait_kept(&s, 20);
    const char *command = arena_printf(
        s.arena,
        "mkdir %s && sqlite3 %s '.backup %s/kept.db' && chmod 755 %s && chmod 444 %s/*", folder,
        s.path, folder, s.folder, folder);
    cr_assert_eq(system(command), 0);
    chmod(folder, 0555);
    if (geteuid() == 0)
        cr_assert_eq(seteuid(65534), 0);
    reader = reader_open(arena_printf(s.arena, "%s/kept.db", folder), s.arena, &why);
    cr_assert_not_null(reader, "%s", why);
    cr_assert(read_runs(reader, &any, s.arena, &runs, &count, &why), "%s", why);
    if (getuid() == 0)
        cr_assert_eq(seteuid(0), 0);
    cr_assert_eq(count, 20);
    chmod(folder, 0755);
}

/* Of each version that ever shipped there is a way to the newest. */
Test(store, brings_an_older_file_up_to_date)
{
    const struct run_row *runs;
    size_t count;
    struct database db;
    stored_open(&s);
    stored_close(&s);
    remove(s.path);
    stored_sql(s.path, "PRAGMA user_version = 0");
    cr_assert_eq(sqlite3_open(s.path, &db.sqlite), SQLITE_OK);
    db.path = (char *)s.path;
    db.prepared_count = 0;
    cr_assert(schema_update_to(&db, 1), "%s", db.why);
    cr_assert(database_exec(
        &db, "INSERT INTO series VALUES (1, 'credit', 'staging', '', '');"
             "INSERT INTO runs VALUES (7, 'old', 1, NULL, 0, 0, 5, 6, 0, 0, NULL, NULL, NULL,"
             " NULL, NULL, NULL)"));
    for (size_t i = 0; i < db.prepared_count; i++)
        sqlite3_finalize(db.prepared[i].statement);
    sqlite3_close(db.sqlite);
    stored_open(&s);
    stored_take(&s, &(struct what_ran){.verdict = VERDICT_PASS});
    stored_wait_kept(&s, 1);
    cr_assert_eq(stored_number(&s, "PRAGMA user_version"), schema_newest());
    cr_assert_eq(stored_number(&s, "SELECT count(*) FROM newest_good"), 1);
    cr_assert_eq(stored_number(&s, "SELECT count(*) FROM visits"), 0);
    cr_assert_eq(stored_number(&s, "SELECT count(*) FROM pictures"), 0);
    ask();
    cr_assert(read_runs(reader, &any, s.arena, &runs, &count, &why), "%s", why);
    cr_assert_eq(count, 2);
    cr_assert_str_eq(runs[1].run_id, "old");
    cr_assert_eq(runs[0].id, 8, "numbers go on");
}
