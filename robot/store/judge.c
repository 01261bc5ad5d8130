/* SPDX-License-Identifier: Apache-2.0 */
/* judge.c - the alerts are asked, and what they say is gathered for the next transaction.
 *
 * The only place that calls robot/alert. Nothing here touches the disk but judge_restore. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/redact.h"
#include "store/clean.h"
#include "store/writer.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_MESSAGE = 1 << 20, MOST_EVIDENCE_WAITING = 64 << 20 };

static struct text clean_json(const struct message *message, struct arena *arena)
{
    struct buffer raw, clean;
    buffer_init(&raw, MOST_MESSAGE);
    buffer_init(&clean, MOST_MESSAGE);
    message_write(message, &raw);
    redact_text(buffer_text(&raw), &clean);
    struct text kept = text_copy(arena, buffer_text(&clean));
    buffer_done(&raw);
    buffer_done(&clean);
    return kept;
}

static void gather(struct store *store, const struct alert_output *output, int64_t now_utc_ns)
{
    struct coming *coming = &store->coming;
    for (size_t i = 0; i < output->told_count; i++) {
        const struct alert_told *told = &output->told[i];
        if (store->failing && told->message->kind == MESSAGE_RENEW)
            continue; /* they come again; what waits for the disk must not grow without end */
        struct outbox_change *change = coming_change(coming);
        *change = (struct outbox_change){
            .channel = arena_strdup(coming->arena, told->channel),
            .key = arena_strdup(coming->arena, told->message->key),
            .kind = message_kind_name(told->message->kind),
            .json = clean_json(told->message, coming->arena),
            .now_utc_ns = now_utc_ns,
        };
        coming->messages++;
    }
    for (size_t i = 0; i < output->retest_count; i++)
        coming_retest(coming, &output->retests[i]);
}

/* A probe is asked for by somebody who judges it himself. */
static void judge_round(struct store *store, struct order *order)
{
    struct arena *scratch = arena_new();
    bool room = store->evidence_bytes < MOST_EVIDENCE_WAITING && !order->judge_only;
    struct entry *entry = entry_of(order->round, &store->numbers, &store->last_run, room);
    const struct record *worst = entry->worst;
    if (worst != NULL && worst->cause != CAUSE_PROBE) {
        int64_t now_utc_ns = clock_now_utc_ns();
        struct alert_output output = alerts_take(store->alerts, worst, now_utc_ns, scratch);
        gather(store, &output, now_utc_ns);
    }
    if (worst != NULL)
        entry->state = arena_strdup(
            entry->arena, alerts_state(store->alerts, worst->journey, worst->environment));
    entry->judge_only = order->judge_only;
    store->evidence_bytes += entry_evidence_bytes(entry);
    entries_add(&store->pending, entry);
    arena_end(scratch);
}

static void judge_configure(struct store *store, const struct order *order)
{
    struct arena *scratch = arena_new();
    int64_t now_utc_ns = clock_now_utc_ns();
    struct alert_output output =
        alerts_configure(store->alerts, &order->settings, now_utc_ns, scratch);
    gather(store, &output, now_utc_ns);
    store->retention = order->retention;
    arena_end(order->settings.arena); /* held since it was given */
    arena_end(scratch);
}

static void judge_command(struct store *store, const struct order *order)
{
    struct arena *scratch = arena_new();
    struct alert_output output = {0};
    struct waiter *waiter = order->waiter;
    const char *why = "";
    int64_t now_utc_ns = clock_now_utc_ns();
    waiter->right =
        alerts_command(store->alerts, order->command, now_utc_ns, scratch, &output, &why);
    if (waiter->right)
        gather(store, &output, now_utc_ns);
    else
        strncat(waiter->why, why, sizeof waiter->why - 1);
    waiter->next = store->coming.waiters;
    store->coming.waiters = waiter;
    arena_end(scratch);
}

static void judge_connectivity(struct store *store, const struct order *order)
{
    struct arena *scratch = arena_new();
    int64_t now_utc_ns = clock_now_utc_ns();
    struct alert_output output =
        alerts_connectivity(store->alerts, order->reachable, order->text, now_utc_ns, scratch);
    gather(store, &output, now_utc_ns);
    arena_end(scratch);
}

static void settle(struct coming *coming, const struct order *order)
{
    struct outbox_change *change = coming_change(coming);
    *change = order->settled;
    change->why = clean_string(coming->arena, order->text);
    if (change->why != NULL && change->why == order->text)
        change->why = arena_strdup(coming->arena, order->text);
}

void judge_order(struct store *store, struct order *order)
{
    switch (order->kind) {
    case ORDER_ROUND:
        judge_round(store, order);
        break;
    case ORDER_CONFIGURE:
        judge_configure(store, order);
        break;
    case ORDER_CONNECTIVITY:
        judge_connectivity(store, order);
        break;
    case ORDER_COMMAND:
        judge_command(store, order);
        break;
    case ORDER_STARTED:
        coming_started(&store->coming, order->text, order->due_utc_ns);
        break;
    case ORDER_SETTLE:
        settle(&store->coming, order);
        break;
    }
    free(order->text);
    free(order);
}

void judge_tick(struct store *store)
{
    int64_t now_utc_ns = clock_now_utc_ns();
    if (alerts_next_utc_ns(store->alerts) > now_utc_ns)
        return;
    struct arena *scratch = arena_new();
    struct alert_output output = alerts_tick(store->alerts, now_utc_ns, scratch);
    gather(store, &output, now_utc_ns);
    arena_end(scratch);
}

bool judge_restore(struct store *store)
{
    bool right;
    struct arena *scratch = arena_new();
    sqlite3_stmt *rows = database_ask(
        &store->db,
        "SELECT kind, \"key\", json FROM alert_state UNION ALL"
        " SELECT 'incident', id, json FROM incidents WHERE closed_utc_ns = 0 UNION ALL"
        " SELECT * FROM (SELECT 'incident', id, json FROM incidents WHERE closed_utc_ns > 0"
        " ORDER BY closed_utc_ns DESC LIMIT 100)",
        "");
    while (database_next(&store->db, rows, &right))
        alerts_restore(store->alerts, column_string(rows, 0, scratch),
                       column_string(rows, 1, scratch), column_bytes(rows, 2, scratch));
    arena_end(scratch);
    return right;
}
