/* SPDX-License-Identifier: Apache-2.0 */
/* item.c - one message: begun, answered, and what the answer means for it and for its lane. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/must.h"
#include "base/redact.h"
#include "deliver/inside.h"
#include "store/store.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/random.h>

enum { MOST_DOUBLINGS = 8 };

static uint64_t chance(void)
{
    uint64_t number = 0;
    must(getrandom(&number, sizeof number, 0) == sizeof number);
    return number;
}

static void end_held(void *arena)
{
    arena_end(arena);
}

struct item *item_new(struct deliver *deliver, struct arena *arena, struct lane *lane)
{
    struct item *item = arena_make(arena, struct item);
    *item = (struct item){.deliver = deliver, .arena = arena};
    item->lane = lane;
    item->channel = lane->channel;
    if (deliver->config_arena != NULL) {
        arena_hold(deliver->config_arena);
        arena_defer(arena, end_held, deliver->config_arena);
    }
    return item;
}

/* --- an item's end --------------------------------------------------------------------------- */

static void item_end(struct item *item)
{
    arena_end(item->arena);
}

void item_put_back(struct item *item, int64_t ready_ns)
{
    struct deliver *deliver = item->deliver;
    int64_t wait_ns = ready_ns - clock_now_ns();
    wait_ns = wait_ns > 0 ? wait_ns : 0;
    if (item->id != 0)
        deliver->outbox.settle(deliver->outbox.thing, item->id, false,
                               clock_now_utc_ns() + wait_ns + 1, "the channel is waiting");
    deliver_claim_by(deliver, clock_now_ns() + wait_ns);
    item_end(item);
}

static void log_failure(const struct item *item, const char *what, const char *why)
{
    char attempts[24];
    snprintf(attempts, sizeof attempts, "%" PRId64, item->attempts + 1);
    log_write(LEVEL_WARNING, what, "channel", item->lane->name, "kind",
              message_kind_name(item->message->kind), "title", item->message->title, "reason",
              why, "attempt", attempts, NULL);
}

void item_give_up(struct item *item, const char *why)
{
    item->lane->refused++;
    log_failure(item, "message given up: it is kept as dead", why);
    if (item->id != 0)
        item->deliver->outbox.settle(item->deliver->outbox.thing, item->id, false, 0, why);
    deliver_claim_by(item->deliver, clock_now_ns());
    item_end(item);
}

static void take_yes(struct item *item)
{
    struct lane *lane = item->lane;
    lane_note_accepted(lane);
    lane->accepted++;
    lane->latency_ns = clock_now_ns() - item->began_ns;
    if (item->id != 0)
        item->deliver->outbox.settle(item->deliver->outbox.thing, item->id, true, 0, "");
    log_write(LEVEL_INFO, "message delivered", "channel", lane->name, "kind",
              message_kind_name(item->message->kind), "title", item->message->title, NULL);
    deliver_claim_by(item->deliver, clock_now_ns()); /* the next of its key may go */
    item_end(item);
}

/* The lane is closed for a while, its line goes back to the outbox; this message waits longer when it
 * has failed before, so that one that can never succeed does not stand in the way. */
static void try_again(struct item *item, const char *why)
{
    struct deliver *deliver = item->deliver;
    struct lane *lane = item->lane;
    int64_t now_ns = clock_now_ns();
    int64_t delay_ns =
        lane_note_failed(lane, now_ns, item->sending.answer.retry_after_ns, chance());
    int64_t doublings = item->attempts < MOST_DOUBLINGS ? item->attempts : MOST_DOUBLINGS;
    int64_t own_ns = NS_PER_S << doublings;
    if (clock_now_utc_ns() - item->entered_utc_ns > deliver->give_up_ns) {
        item_give_up(item, why);
        return;
    }
    lane->retried++;
    log_failure(item, "message not delivered: it is tried again", why);
    delay_ns = delay_ns > own_ns ? delay_ns : own_ns;
    if (item->id != 0)
        deliver->outbox.settle(deliver->outbox.thing, item->id, false,
                               clock_now_utc_ns() + delay_ns, why);
    deliver_claim_by(deliver, now_ns + delay_ns);
    item_end(item);
    while (lane->first != NULL) {
        struct item *next = lane->first;
        lane->first = next->next;
        lane->waiting--;
        item_put_back(next, lane->open_ns);
    }
    lane->last = &lane->first;
}

static void land(struct item *item)
{
    *item->flying_slot = item->next_flying;
    if (item->next_flying != NULL)
        item->next_flying->flying_slot = item->flying_slot;
    item->lane->in_flight--;
    item->deliver->in_flight--;
}

static void take_off(struct item *item)
{
    struct deliver *deliver = item->deliver;
    item->next_flying = deliver->flying;
    if (deliver->flying != NULL)
        deliver->flying->flying_slot = &item->next_flying;
    item->flying_slot = &deliver->flying;
    deliver->flying = item;
    item->lane->in_flight++;
    deliver->in_flight++;
}

void item_settle(struct item *item, bool answered, const char *why)
{
    const struct sending *sending = &item->sending;
    land(item);
    enum wire_verdict verdict = WIRE_RETRY;
    if (answered)
        verdict = send_judge(item->channel->wire, item->channel->params,
                             sending->request.medium, &sending->answer, item->arena, &why);
    if (why == NULL)
        why = "refused";
    if (verdict == WIRE_ACCEPTED)
        take_yes(item);
    else if (item->id == 0 || verdict == WIRE_REFUSED)
        item_give_up(item, why);
    else
        try_again(item, why);
}

/* --- sending --------------------------------------------------------------------------------- */

static void *run_program(void *thing)
{
    struct item *item = thing;
    struct deliver *deliver = item->deliver;
    item->answered =
        program_run(item->arena, &item->sending.request, &item->sending.answer, &item->why);
    pthread_mutex_lock(&deliver->lock);
    item->next = deliver->done;
    deliver->done = item;
    pthread_mutex_unlock(&deliver->lock);
    curl_multi_wakeup(deliver->multi);
    return NULL;
}

/* What a run saw may hold a secret; what the channel itself needs (a key in the body) must stay. So
 * the message is redacted, not what is made of it. */
static const struct message *redacted(struct arena *arena, const struct message *message)
{
    struct buffer plain, clean;
    buffer_init(&plain, DELIVER_MOST_MESSAGE);
    buffer_init(&clean, DELIVER_MOST_MESSAGE);
    message_write(message, &plain);
    redact_text(buffer_text(&plain), &clean);
    const struct message *made = message_read(arena, buffer_text(&clean));
    buffer_done(&plain);
    buffer_done(&clean);
    return made;
}

void item_begin(struct item *item)
{
    struct deliver *deliver = item->deliver;
    struct wire_request request = {0};
    const struct message *message = redacted(item->arena, item->message);
    item->began_ns = clock_now_ns();
    lane_note_sent(item->lane, item->began_ns);
    take_off(item);
    if (message == NULL) {
        item_settle(item, false, "the message is too large");
        return;
    }
    item->channel->wire->render(item->channel->params, message, clock_now_utc_ns(), item->arena,
                                &request);
    if (request.medium == WIRE_PROGRAM) {
        item->sending = (struct sending){.arena = item->arena, .request = request};
        must(pthread_create(&item->thread, NULL, run_program, item) == 0);
        return;
    }
    send_begin(&item->sending, item->arena, &request, item);
    must(curl_multi_add_handle(deliver->multi, item->sending.curl) == CURLM_OK);
}

void item_abandon_all(struct deliver *deliver)
{
    for (struct item *item; (item = deliver->flying) != NULL;) {
        land(item);
        if (item->sending.curl != NULL) {
            curl_multi_remove_handle(deliver->multi, item->sending.curl);
            send_done(&item->sending);
        } else {
            must(pthread_join(item->thread, NULL) == 0); /* at most its time-out */
        }
        item_end(item);
    }
}
