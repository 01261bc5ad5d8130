/* SPDX-License-Identifier: Apache-2.0 */
/* Messages wait in order, are claimed once, and survive. */

#include "base/arena.h"
#include "base/buffer.h"
#include "store/database.h"
#include "store/outbox.h"
#include "stored.h"

#include <criterion/criterion.h>
#include <string.h>

static struct stored s;
static struct database db;
static struct outbox *outbox;
static struct outbox_item items[8];
static int64_t next;

static void open_again(void)
{
    cr_assert(database_open(&db, s.path, DATABASE_MAKE), "%s", db.why);
    outbox = outbox_new();
    cr_assert(outbox_load(outbox, &db), "%s", db.why);
}

static void close_all(void)
{
    outbox_end(outbox);
    database_close(&db);
}

static void begin(void)
{
    stored_begin(&s);
    open_again();
}

static void end(void)
{
    close_all();
    stored_end(&s);
}

TestSuite(outbox, .init = begin, .fini = end);

static void change(struct outbox_change c)
{
    outbox_number(outbox, &c, 1);
    cr_assert(outbox_write(&db, &c, 1), "%s", db.why);
    outbox_written(outbox, &c, 1);
}

static void put(const char *channel, const char *key, enum message_kind kind, const char *title)
{
    static const char *const none[] = {NULL};
    struct message m = {.kind = kind, .key = key, .title = title, .journeys = none};
    struct buffer out;
    buffer_init(&out, 1 << 16);
    message_write(&m, &out);
    change((struct outbox_change){.channel = channel,
                                  .key = key,
                                  .kind = message_kind_name(kind),
                                  .json = text_copy(s.arena, buffer_text(&out)),
                                  .now_utc_ns = 100});
    buffer_done(&out);
}

static void settle(int64_t id, bool accepted, int64_t retry)
{
    change((struct outbox_change){
        .id = id, .accepted = accepted, .retry_utc_ns = retry, .why = "HTTP 503"});
}

static size_t claim(int64_t now)
{
    return outbox_claim(outbox, now, NULL, s.arena, items, 8, &next);
}

static struct store_figures figures(void)
{
    struct store_figures f = {0};
    outbox_figures(outbox, &f);
    return f;
}

Test(outbox, a_resolve_never_overtakes_its_trigger)
{
    put("oncall", "k1", MESSAGE_TRIGGER, "broken");
    put("oncall", "k1", MESSAGE_RESOLVE, "mended");
    put("oncall", "k2", MESSAGE_TRIGGER, "another");
    put("chat", "k1", MESSAGE_TRIGGER, "broken, elsewhere");
    cr_assert_eq(claim(99), 0, "not due yet");
    cr_assert_eq(next, 100);
    cr_assert_eq(claim(100), 3);
    cr_assert_str_eq(items[0].message->title, "broken");
    cr_assert_str_eq(items[1].message->title, "another");
    cr_assert_str_eq(items[2].channel, "chat");
    cr_assert_eq(items[0].entered_utc_ns, 100);
    cr_assert_eq(claim(100), 0, "claimed is claimed");
    cr_assert_eq(next, INT64_MAX);
    settle(items[0].id, false, 500);
    cr_assert_eq(claim(499), 0, "the resolve waits behind its trigger");
    cr_assert_eq(next, 500);
    cr_assert_eq(claim(500), 1);
    cr_assert_eq(items[0].attempts, 1);
    settle(items[0].id, true, 0);
    cr_assert_eq(claim(500), 1);
    cr_assert_str_eq(items[0].message->title, "mended");
    cr_assert_eq(items[0].message->kind, MESSAGE_RESOLVE);
}

Test(outbox, outlives_the_robot_and_forgets_its_claims)
{
    put("oncall", "k1", MESSAGE_TRIGGER, "one");
    put("oncall", "k2", MESSAGE_TRIGGER, "two");
    cr_assert_eq(claim(100), 2);
    settle(items[0].id, false, 700);
    close_all();
    open_again();
    cr_assert_eq(figures().outbox_waiting, 2);
    cr_assert_eq(claim(100), 1, "one was claimed by a robot that is gone");
    cr_assert_str_eq(items[0].message->title, "two");
    cr_assert_eq(next, 700);
    settle(items[0].id, true, 0);
    put("oncall", "k3", MESSAGE_TRIGGER, "three");
    cr_assert_eq(claim(700), 2);
    cr_assert_neq(items[0].id, items[1].id);
}

Test(outbox, what_is_given_up_is_kept_as_dead)
{
    put("oncall", "k1", MESSAGE_TRIGGER, "one");
    put("oncall", "k1", MESSAGE_RESOLVE, "two");
    cr_assert_eq(claim(100), 1);
    settle(items[0].id, false, 0);
    cr_assert_eq(figures().outbox_dead, 1);
    cr_assert_eq(stored_number(&s, "SELECT count(*) FROM outbox WHERE dead = 1 AND"
                                   " why = 'HTTP 503'"),
                 1);
    cr_assert_eq(claim(100), 1, "the next one's turn");
    close_all();
    open_again();
    cr_assert_eq(figures().outbox_dead, 1);
    cr_assert_eq(figures().outbox_waiting, 1);
}

Test(outbox, a_renewal_nobody_sent_gives_its_place_to_the_next)
{
    put("oncall", "k1", MESSAGE_TRIGGER, "broken");
    put("oncall", "k1", MESSAGE_RENEW, "still, 1");
    put("oncall", "k1", MESSAGE_RENEW, "still, 2");
    cr_assert_eq(figures().outbox_waiting, 2);
    cr_assert_eq(stored_number(&s, "SELECT count(*) FROM outbox"), 2);
    cr_assert_eq(claim(100), 1);
    settle(items[0].id, true, 0);
    cr_assert_eq(claim(100), 1);
    cr_assert_str_eq(items[0].message->title, "still, 2");
    put("oncall", "k1", MESSAGE_RENEW, "still, 3");
    cr_assert_eq(figures().outbox_waiting, 2, "one is being sent: it stays");
}

Test(outbox, what_nobody_can_read_holds_up_nobody)
{
    put("oncall", "k1", MESSAGE_TRIGGER, "one");
    put("oncall", "k1", MESSAGE_RESOLVE, "two");
    close_all();
    stored_sql(s.path, "UPDATE outbox SET json = '{' WHERE id = 1");
    open_again();
    cr_assert_eq(claim(100), 1);
    cr_assert_str_eq(items[0].message->title, "two");
    cr_assert_eq(stored_number(&s, "SELECT count(*) FROM outbox WHERE dead = 1"), 1);
}
