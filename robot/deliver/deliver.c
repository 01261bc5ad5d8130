/* SPDX-License-Identifier: Apache-2.0 */
/* deliver.c - the sending thread: a lane for each channel, all on one curl multi.
 *
 * A lane takes no more out of the outbox than it can send soon, and nothing while it is closed: however
 * many channels hang, with however much to tell, the others never wait for them. */

#include "deliver/deliver.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/must.h"
#include "deliver/inside.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST_SLEEP_MS = 10000, STOPPING_MS = 50 };
static const int64_t give_up_unless_told_ns = 24 * 3600 * NS_PER_S;

void deliver_claim_by(struct deliver *deliver, int64_t at_ns)
{
    if (at_ns < deliver->claim_ns)
        deliver->claim_ns = at_ns;
}

/* --- lanes ----------------------------------------------------------------------------------- */

static struct lane *lane_of(struct deliver *deliver, const char *name)
{
    for (struct lane *lane = deliver->lanes; lane != NULL; lane = lane->next)
        if (strcmp(lane->name, name) == 0)
            return lane;
    struct lane *lane = calloc(1, sizeof *lane);
    must(lane != NULL);
    lane->name = strdup(name);
    must(lane->name != NULL);
    lane->last = &lane->first;
    lane->next = deliver->lanes;
    pthread_mutex_lock(&deliver->lock);
    deliver->lanes = lane;
    pthread_mutex_unlock(&deliver->lock);
    return lane;
}

static void end_held(void *arena)
{
    arena_end(arena);
}

static void take_config(struct deliver *deliver)
{
    pthread_mutex_lock(&deliver->lock);
    struct arena *arena = deliver->next_arena;
    const struct config *config = deliver->next_config;
    deliver->next_arena = NULL;
    pthread_mutex_unlock(&deliver->lock);
    if (arena == NULL)
        return;
    for (struct lane *lane = deliver->lanes; lane != NULL; lane = lane->next)
        lane->channel = NULL;
    for (size_t i = 0; i < config->channel_count; i++) {
        struct lane *lane = lane_of(deliver, config->channels[i].name);
        lane->channel = &config->channels[i];
        lane->open_ns = 0; /* it may have been repaired */
    }
    if (deliver->config_arena != NULL)
        arena_end(deliver->config_arena);
    deliver->config_arena = arena;
    deliver->claim_ns = 0;
}

/* --- sending -------------------------------------------------------------------------------- */

static void begin_lane(struct lane *lane)
{
    int64_t now_ns = clock_now_ns();
    while (lane->first != NULL && lane->in_flight < LANE_MOST_IN_FLIGHT &&
           lane_ready_ns(lane) <= now_ns) {
        struct item *item = lane->first;
        lane->first = item->next;
        if (lane->first == NULL)
            lane->last = &lane->first;
        lane->waiting--;
        item_begin(item);
    }
}

static void finish_transfers(struct deliver *deliver)
{
    CURLMsg *message;
    int left;
    while ((message = curl_multi_info_read(deliver->multi, &left)) != NULL) {
        struct item *item = NULL;
        CURLcode code = message->data.result;
        const char *why = NULL;
        if (message->msg != CURLMSG_DONE)
            continue;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&item);
        bool answered = send_end(&item->sending, code, &why);
        curl_multi_remove_handle(deliver->multi, item->sending.curl);
        send_done(&item->sending);
        item_settle(item, answered, why);
    }
}

static void finish_programs(struct deliver *deliver)
{
    pthread_mutex_lock(&deliver->lock);
    struct item *done = deliver->done;
    deliver->done = NULL;
    pthread_mutex_unlock(&deliver->lock);
    for (struct item *next; done != NULL; done = next) {
        next = done->next;
        must(pthread_join(done->thread, NULL) == 0);
        item_settle(done, done->answered, done->why);
    }
}

/* --- claiming -------------------------------------------------------------------------------- */

static bool takes(void *thing, const char *channel)
{
    struct lane *lane = lane_of(thing, channel);
    if (lane->open_ns > clock_now_ns() || lane->waiting + lane->asked >= LANE_MOST_WAITING)
        return false;
    lane->asked++;
    return true;
}

static void line_up(struct item *item)
{
    struct lane *lane = item->lane;
    if (item->channel == NULL) {
        item_give_up(item, "there is no such channel any more");
        return;
    }
    item->next = NULL;
    *lane->last = item;
    lane->last = &item->next;
    lane->waiting++;
}

/* A closed lane is asked again when it opens, a full one when a message of its is settled. */
static void plan_claim(struct deliver *deliver, int64_t wait_ns)
{
    int64_t now_ns = clock_now_ns();
    deliver->claim_ns = wait_ns == INT64_MAX ? INT64_MAX : now_ns + wait_ns;
    for (struct lane *lane = deliver->lanes; lane != NULL; lane = lane->next) {
        lane->asked = 0;
        if (lane->open_ns > now_ns)
            deliver_claim_by(deliver, lane->open_ns);
    }
}

static void claim(struct deliver *deliver)
{
    struct outbox_item found[DELIVER_MOST_CLAIMED];
    const struct outbox_taker taker = {.thing = deliver, .takes = takes};
    int64_t next_utc_ns = INT64_MAX, now_utc_ns = clock_now_utc_ns();
    if (clock_now_ns() < deliver->claim_ns)
        return;
    struct arena *arena = arena_new();
    size_t count = deliver->outbox.claim(deliver->outbox.thing, now_utc_ns, &taker, arena,
                                         found, DELIVER_MOST_CLAIMED, &next_utc_ns);
    plan_claim(deliver, next_utc_ns == INT64_MAX   ? INT64_MAX
                        : next_utc_ns > now_utc_ns ? next_utc_ns - now_utc_ns
                                                   : 0);
    take_config(deliver); /* what was claimed may be for a channel that came with it just now */
    for (size_t i = 0; i < count; i++) {
        struct item *item = item_new(deliver, arena_new(), lane_of(deliver, found[i].channel));
        arena_hold(arena); /* the message lives there */
        arena_defer(item->arena, end_held, arena);
        item->id = found[i].id;
        item->message = found[i].message;
        item->attempts = found[i].attempts;
        item->entered_utc_ns = found[i].entered_utc_ns;
        line_up(item);
    }
    arena_end(arena);
}

static void begin_direct(struct deliver *deliver)
{
    pthread_mutex_lock(&deliver->lock);
    struct direct *direct = deliver->direct;
    deliver->direct = NULL;
    deliver->claim_ns = deliver->woken ? 0 : deliver->claim_ns;
    deliver->woken = false;
    pthread_mutex_unlock(&deliver->lock);
    for (struct direct *next; direct != NULL; direct = next) {
        next = direct->next;
        struct item *item = item_new(deliver, direct->arena, lane_of(deliver, direct->channel));
        item->message = direct->message;
        if (item->channel != NULL)
            item_begin(item);
        else
            item_give_up(item, "there is no such channel any more");
    }
}

/* --- the thread ------------------------------------------------------------------------------- */

static int sleep_ms(const struct deliver *deliver)
{
    int64_t until_ns = deliver->claim_ns;
    for (const struct lane *lane = deliver->lanes; lane != NULL; lane = lane->next) {
        int64_t ready_ns = lane_ready_ns(lane);
        if (lane->first != NULL && lane->in_flight < LANE_MOST_IN_FLIGHT && ready_ns < until_ns)
            until_ns = ready_ns;
    }
    int64_t left_ms = (until_ns - clock_now_ns()) / NS_PER_MS + 1;
    return left_ms < 0 ? 0 : left_ms < LONGEST_SLEEP_MS ? (int)left_ms : LONGEST_SLEEP_MS;
}

static bool goes_on(struct deliver *deliver, bool *ret_stopping)
{
    pthread_mutex_lock(&deliver->lock);
    *ret_stopping = deliver->stopping;
    bool more =
        !deliver->stopping || (deliver->in_flight > 0 && clock_now_ns() < deliver->stop_ns);
    pthread_mutex_unlock(&deliver->lock);
    return more;
}

static void *work(void *thing)
{
    struct deliver *deliver = thing;
    bool stopping;
    while (goes_on(deliver, &stopping)) {
        int running;
        take_config(deliver);
        begin_direct(deliver);
        if (!stopping && deliver->config_arena != NULL)
            claim(deliver);
        for (struct lane *lane = deliver->lanes; !stopping && lane != NULL; lane = lane->next)
            begin_lane(lane);
        curl_multi_perform(deliver->multi, &running);
        finish_transfers(deliver);
        finish_programs(deliver);
        curl_multi_poll(deliver->multi, NULL, 0, stopping ? STOPPING_MS : sleep_ms(deliver),
                        NULL);
    }
    return NULL;
}

struct deliver *deliver_start(const struct deliver_options *options)
{
    struct deliver *deliver = calloc(1, sizeof *deliver);
    must(deliver != NULL && pthread_mutex_init(&deliver->lock, NULL) == 0);
    deliver->outbox = options->outbox;
    deliver->give_up_ns =
        options->give_up_ns > 0 ? options->give_up_ns : give_up_unless_told_ns;
    deliver->multi = curl_multi_init();
    must(deliver->multi != NULL);
    must(pthread_create(&deliver->thread, NULL, work, deliver) == 0);
    return deliver;
}

void deliver_configure(struct deliver *deliver, struct arena *arena,
                       const struct config *config)
{
    arena_hold(arena);
    pthread_mutex_lock(&deliver->lock);
    struct arena *unread = deliver->next_arena;
    deliver->next_arena = arena;
    deliver->next_config = config;
    pthread_mutex_unlock(&deliver->lock);
    if (unread != NULL)
        arena_end(unread);
    curl_multi_wakeup(deliver->multi);
}

void deliver_wake(struct deliver *deliver)
{
    pthread_mutex_lock(&deliver->lock);
    deliver->woken = true;
    pthread_mutex_unlock(&deliver->lock);
    curl_multi_wakeup(deliver->multi);
}

void deliver_direct(struct deliver *deliver, const struct channel *channel,
                    const struct message *message)
{
    struct arena *arena = arena_new();
    struct direct *direct = arena_make(arena, struct direct);
    struct buffer bytes;
    *direct = (struct direct){.arena = arena, .channel = arena_strdup(arena, channel->name)};
    buffer_init(&bytes, DELIVER_MOST_MESSAGE);
    message_write(message, &bytes);
    direct->message = message_read(arena, buffer_text(&bytes));
    buffer_done(&bytes);
    must(direct->message != NULL);
    pthread_mutex_lock(&deliver->lock);
    direct->next = deliver->direct;
    deliver->direct = direct;
    pthread_mutex_unlock(&deliver->lock);
    curl_multi_wakeup(deliver->multi);
}

static void end_lanes(struct deliver *deliver)
{
    for (struct lane *lane = deliver->lanes, *next; lane != NULL; lane = next) {
        next = lane->next;
        for (struct item *item = lane->first, *after; item != NULL; item = after) {
            after = item->next;
            arena_end(item->arena); /* still claimed: the next start has it again */
        }
        free((char *)(uintptr_t)lane->name);
        free(lane);
    }
}

void deliver_stop(struct deliver *deliver, int64_t drain_ns)
{
    pthread_mutex_lock(&deliver->lock);
    deliver->stopping = true;
    deliver->stop_ns = clock_now_ns() + drain_ns;
    pthread_mutex_unlock(&deliver->lock);
    curl_multi_wakeup(deliver->multi);
    must(pthread_join(deliver->thread, NULL) == 0);
    item_abandon_all(deliver);
    end_lanes(deliver);
    if (deliver->config_arena != NULL)
        arena_end(deliver->config_arena);
    if (deliver->next_arena != NULL)
        arena_end(deliver->next_arena);
    curl_multi_cleanup(deliver->multi);
    pthread_mutex_destroy(&deliver->lock);
    free(deliver);
}

size_t deliver_figures(struct deliver *deliver, struct arena *arena,
                       const struct deliver_figures **ret)
{
    size_t count = 0, n = 0;
    pthread_mutex_lock(&deliver->lock);
    for (const struct lane *lane = deliver->lanes; lane != NULL; lane = lane->next)
        count++;
    struct deliver_figures *figures = arena_array(arena, count + 1, struct deliver_figures);
    for (const struct lane *lane = deliver->lanes; lane != NULL; lane = lane->next)
        figures[n++] = (struct deliver_figures){.channel = arena_strdup(arena, lane->name),
                                                .accepted = lane->accepted,
                                                .retried = lane->retried,
                                                .refused = lane->refused,
                                                .latency_ns = lane->latency_ns};
    pthread_mutex_unlock(&deliver->lock);
    *ret = figures;
    return count;
}
