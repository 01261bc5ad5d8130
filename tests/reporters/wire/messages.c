/* SPDX-License-Identifier: Apache-2.0 */
/* messages.c - one incident, told in every kind of message. */

#include "tests/reporters/wire/messages.h"
#include "base/arena.h"

struct message *message_about(struct arena *arena, enum message_kind kind, const char *key)
{
    static const char *const journeys[] = {"credit-application", NULL};
    struct message *message = arena_make(arena, struct message);
    *message = (struct message){
        .kind = kind,
        .key = key,
        .incident = "i-1",
        .rule = "journey",
        .severity = "critical",
        .title = "credit-application fails at identity (wait: timeout)",
        .journey = "credit-application",
        .journey_title = "授信申请",
        .environment = "demo",
        .location = "shanghai-1",
        .owner = "credit-team",
        .step = "identity",
        .phase = "wait",
        .reason = "timeout",
        .text = "no answer within 10 s",
        .host = "app.example.com:443",
        .endpoint = "POST /api/credit/identity",
        .changed = "wait 40 ms -> 10 s",
        .journeys = journeys,
        .link = "http://127.0.0.1:8480/#/incidents/i-1",
        .runbook = "https://wiki.example.com/credit",
        .first_run = "r-1",
        .last_run = "r-3",
        .started_utc_ns = 1700000000000000000,
        .last_utc_ns = 1700000060000000000,
        .ended_utc_ns = kind == MESSAGE_RESOLVE ? 1700000600000000000 : 0,
        .said_utc_ns = 1700000060000000000,
        .failures = 3,
    };
    return message;
}
