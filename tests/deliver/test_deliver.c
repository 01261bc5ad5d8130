/* SPDX-License-Identifier: Apache-2.0 */
/* From an outbox to a program that writes down what it is told: order, failures, back-off, give-up.
 *
 * The programs are real and the thread is; the outbox is a list in memory that keeps the promises of
 * store.h. */

#include "base/arena.h"
#include "base/clock.h"
#include "deliver/deliver.h"
#include "store/store.h"
#include "tests/reporters/wire/messages.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

extern const struct wire wire_exec;

enum { MOST = 512, POLLS = 6000 };

struct kept {
    const char *channel, *key;
    enum message_kind kind;
    int64_t due_utc_ns, attempts;
    bool claimed, done, accepted;
    char why[128];
};

static struct {
    pthread_mutex_t lock;
    struct kept items[MOST];
    int count;
    char folder[64], log[96], flag[96];
    struct deliver *deliver;
    struct arena *arena; /* of the configuration */
} box = {.lock = PTHREAD_MUTEX_INITIALIZER};

static size_t claim(void *thing, int64_t now_utc_ns, const struct outbox_taker *taker,
                    struct arena *arena, struct outbox_item *ret, size_t room,
                    int64_t *ret_next)
{
    size_t n = 0;
    (void)thing;
    *ret_next = INT64_MAX;
    pthread_mutex_lock(&box.lock);
    for (int i = 0; i < box.count; i++) {
        struct kept *item = &box.items[i];
        bool first = true;
        for (int k = 0; k < i; k++)
            first = first && (box.items[k].done || strcmp(box.items[k].key, item->key) != 0 ||
                              strcmp(box.items[k].channel, item->channel) != 0);
        if (item->done || item->claimed || !first)
            continue;
        if (item->due_utc_ns > now_utc_ns) {
            *ret_next = item->due_utc_ns < *ret_next ? item->due_utc_ns : *ret_next;
            continue;
        }
        if (n == room) {
            *ret_next = now_utc_ns;
            break;
        }
        if (!taker->takes(taker->thing, item->channel))
            continue;
        item->claimed = true;
        struct message *message = message_about(arena, item->kind, item->key);
        ret[n++] = (struct outbox_item){.id = i + 1,
                                        .channel = item->channel,
                                        .message = message,
                                        .attempts = item->attempts,
                                        .entered_utc_ns = clock_now_utc_ns() - 60 * NS_PER_S};
    }
    pthread_mutex_unlock(&box.lock);
    return n;
}

static void settle(void *thing, int64_t id, bool accepted, int64_t retry_utc_ns,
                   const char *why)
{
    (void)thing;
    pthread_mutex_lock(&box.lock);
    struct kept *item = &box.items[id - 1];
    item->claimed = false;
    item->accepted = accepted;
    item->done = accepted || retry_utc_ns == 0;
    /* Real back-off, a hundred times as fast. */
    int64_t now = clock_now_utc_ns();
    item->due_utc_ns = now + (retry_utc_ns > now ? (retry_utc_ns - now) / 100 : 0);
    item->attempts++;
    snprintf(item->why, sizeof item->why, "%s", why);
    pthread_mutex_unlock(&box.lock);
}

static void put(const char *channel, const char *key, enum message_kind kind)
{
    pthread_mutex_lock(&box.lock);
    cr_assert_lt(box.count, MOST);
    box.items[box.count++] = (struct kept){.channel = channel, .key = key, .kind = kind};
    pthread_mutex_unlock(&box.lock);
    deliver_wake(box.deliver);
}

/* Its parameters, as the field table lays them out: filled by the reader in real life. */
struct exec_params {
    const char *const *command;
    int64_t timeout_ns;
};

static struct channel exec_channel(const char *name, const char *script, int64_t timeout_ns)
{
    const char **command = arena_array(box.arena, 4, const char *);
    struct exec_params *params = arena_make(box.arena, struct exec_params);
    command[0] = "/bin/sh";
    command[1] = "-c";
    command[2] = script;
    *params = (struct exec_params){.command = command, .timeout_ns = timeout_ns};
    return (struct channel){.name = name, .wire = &wire_exec, .params = params};
}

static void start(void)
{
    signal(SIGPIPE,
           SIG_IGN); /* as the service does: a program may end before it has read all */
    strcpy(box.folder, "/tmp/xunjian-deliver-XXXXXX");
    cr_assert_not_null(mkdtemp(box.folder));
    snprintf(box.log, sizeof box.log, "%s/log", box.folder);
    snprintf(box.flag, sizeof box.flag, "%s/flag", box.folder);
    box.arena = arena_new();
    const char *write_down =
        arena_printf(box.arena, "echo \"$XUNJIAN_KIND $XUNJIAN_KEY\" >> %s", box.log);
    const char *when_flag = arena_printf(
        box.arena, "test -e %s || { echo not yet >&2; exit 1; }; %s", box.flag, write_down);
    struct channel *channels = arena_array(box.arena, 3, struct channel);
    struct config *config = arena_make(box.arena, struct config);
    channels[0] = exec_channel("good", write_down, 30 * NS_PER_S);
    channels[1] = exec_channel("later", when_flag, 30 * NS_PER_S);
    channels[2] = exec_channel("hangs", "sleep 600", 200 * NS_PER_MS);
    *config = (struct config){.channels = channels, .channel_count = 3};
    const struct deliver_options options = {.outbox = {.claim = claim, .settle = settle},
                                            .give_up_ns = 3600 * NS_PER_S};
    box.deliver = deliver_start(&options);
    deliver_configure(box.deliver, box.arena, config);
}

static void stop(void)
{
    deliver_stop(box.deliver, 10 * NS_PER_S);
    arena_end(box.arena);
    unlink(box.log);
    unlink(box.flag);
    rmdir(box.folder);
}

static bool is_done(int i)
{
    pthread_mutex_lock(&box.lock);
    bool done = box.items[i].done;
    pthread_mutex_unlock(&box.lock);
    return done;
}

static void await_done(int i)
{
    const struct timespec pause = {.tv_nsec = 10000000};
    for (int k = 0; k < POLLS && !is_done(i); k++)
        nanosleep(&pause, NULL);
    cr_assert(is_done(i), "item %d was never settled: %s", i, box.items[i].why);
}

static void expect_log(const char *expected)
{
    char got[1024] = "";
    FILE *file = fopen(box.log, "r");
    cr_assert_not_null(file);
    got[fread(got, 1, sizeof got - 1, file)] = '\0';
    fclose(file);
    cr_expect_str_eq(got, expected, "%s", got);
}

TestSuite(deliver, .init = start, .fini = stop);

Test(deliver, what_is_accepted_is_settled_and_a_resolve_never_overtakes_its_trigger)
{
    put("good", "aa", MESSAGE_TRIGGER);
    put("good", "aa", MESSAGE_REMIND);
    put("good", "aa", MESSAGE_RESOLVE);
    await_done(2);
    cr_expect(box.items[0].accepted && box.items[1].accepted && box.items[2].accepted);
    expect_log("trigger aa\nremind aa\nresolve aa\n");
}

Test(deliver, what_fails_is_tried_again_until_it_is_accepted)
{
    put("later", "bb", MESSAGE_TRIGGER);
    const struct timespec pause = {.tv_nsec = 10000000};
    for (int k = 0; k < POLLS && box.items[0].attempts < 2; k++)
        nanosleep(&pause, NULL);
    cr_expect_not(is_done(0));
    cr_expect_str_eq(box.items[0].why, "ended with exit code 1");
    FILE *flag = fopen(box.flag, "w");
    cr_assert_not_null(flag);
    fclose(flag);
    await_done(0);
    cr_expect(box.items[0].accepted);
    expect_log("trigger bb\n");
}

Test(deliver, a_channel_that_hangs_is_ended_and_holds_nobody_up)
{
    for (int i = 0; i < 8; i++)
        put("hangs", "cc", MESSAGE_TRIGGER);
    put("good", "dd", MESSAGE_TRIGGER);
    await_done(8);
    cr_expect_not(is_done(0));
    expect_log("trigger dd\n");
}

/* Each with more to tell than a lane takes; the programs end when the flag is there. */
Test(deliver, however_many_channels_hang_nobody_waits_for_them)
{
    enum { HANGING = 12, EACH = 30 };
    const char *hang =
        arena_printf(box.arena, "until test -e %s; do sleep 0.05; done; exit 1", box.flag);
    struct channel *channels = arena_array(box.arena, HANGING + 1, struct channel);
    struct config *config = arena_make(box.arena, struct config);
    channels[0] = exec_channel(
        "good", arena_printf(box.arena, "echo \"$XUNJIAN_KEY\" >> %s", box.log), 30 * NS_PER_S);
    for (int i = 1; i <= HANGING; i++)
        channels[i] = exec_channel(arena_printf(box.arena, "hangs-%d", i), hang, 50 * NS_PER_S);
    *config = (struct config){.channels = channels, .channel_count = HANGING + 1};
    deliver_configure(box.deliver, box.arena, config);
    for (int i = 0; i < HANGING * EACH; i++)
        put(channels[1 + i % HANGING].name, arena_printf(box.arena, "k%d", i), MESSAGE_TRIGGER);
    put("good", "dd", MESSAGE_TRIGGER);
    await_done(HANGING * EACH);
    int tried = 0;
    for (int i = 0; i < HANGING * EACH; i++)
        tried += box.items[i].attempts > 0;
    cr_expect_eq(tried, 0, "%d of those that hang came back first", tried);
    expect_log("dd\n");
    FILE *flag = fopen(box.flag, "w");
    cr_assert_not_null(flag);
    fclose(flag);
}

Test(deliver, a_message_for_a_channel_that_is_gone_is_dead)
{
    put("nobody", "ee", MESSAGE_TRIGGER);
    await_done(0);
    cr_expect_not(box.items[0].accepted);
}

Test(deliver, what_goes_past_the_outbox_arrives)
{
    struct arena *arena = arena_new();
    const struct channel channel = {.name = "good"};
    deliver_direct(box.deliver, &channel, message_about(arena, MESSAGE_TRIGGER, "ff"));
    arena_end(arena);
    const struct timespec pause = {.tv_nsec = 10000000};
    struct stat log = {0}; /* there is a file before there is a line in it */
    for (int k = 0; k < POLLS && (stat(box.log, &log) != 0 || log.st_size == 0); k++)
        nanosleep(&pause, NULL);
    put("good", "gg", MESSAGE_TRIGGER); /* after it: the log is complete then */
    await_done(0);
    expect_log("trigger ff\ntrigger gg\n");
}
