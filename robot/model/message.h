/* SPDX-License-Identifier: Apache-2.0 */
/* message.h - what is told to a channel: one trigger, reminder or resolve about one incident.
 *
 * Made by robot/alert, kept in the outbox as JSON (message_write, message_read), rendered for its
 * wire when it is sent. */
#pragma once

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct buffer;

enum message_kind {
    MESSAGE_TRIGGER = 0,
    MESSAGE_UPDATE, /* the incident grew or changed its severity */
    MESSAGE_REMIND, /* still failing, after alert.remind */
    MESSAGE_RENEW, /* for wires that forget (alertmanager): the same trigger again, nobody is paged */
    MESSAGE_ACKNOWLEDGE, /* for wires that know of it: somebody has taken it, on the page */
    MESSAGE_RESOLVE,
    MESSAGE_TEST, /* xunjian notify test */
    MESSAGE_KIND_COUNT,
};

/* "trigger" "update" "remind" "renew" "acknowledge" "resolve" "test" */
const char *message_kind_name(enum message_kind kind);

struct message {
    enum message_kind kind;
    const char *key; /* dedupe key: the same for all messages of an incident, 32 hex digits */
    const char *incident; /* its id on the page */
    const char *rule; /* "journey" "latency" "certificate" "connectivity" "store" "missed" */
    const char *severity;        /* "critical" "error" "warning" "info" */
    const char *severity_before; /* of an update that tells of a rise; "" or NULL: it did not */
    const char *title; /* one line: "credit-application fails at identity (wait: timeout)" */
    const char *journey, *journey_title, *environment, *location, *owner;
    const char
        *opener; /* the journey it opened with, whatever fails by now; "" or NULL: unknown */
    const char *step, *phase, *reason, *text; /* of the breakpoint; "" when there is none */
    const char *host, *endpoint; /* the shared place, or where it broke; "" unknown */
    const char *changed; /* what changed since the last good run, lines; "" nothing known */
    const char *why;     /* of a resolve: "well again", "no longer in the configuration" */
    const char *const *journeys;      /* all journeys of the incident, NULL-terminated */
    const char *link, *runbook;       /* "" when there is none */
    const char *first_run, *last_run; /* run ids: first and last failing one */
    int64_t started_utc_ns;           /* first failing run */
    int64_t last_utc_ns;              /* last failing run */
    int64_t ended_utc_ns;             /* first good run; 0 while it lasts */
    int64_t said_utc_ns;              /* when this message was decided on */
    int64_t failures;                 /* failing runs so far */
    int64_t flapping;                 /* 1: it fails and recovers by turns; told once */
    int64_t renew_ns;                 /* the wire is told again within this; 0: not */
};

/* As one JSON object. */
void message_write(const struct message *message, struct buffer *out);

/* NULL when it is not what message_write wrote. Strings never NULL. */
struct message *message_read(struct arena *arena, struct text json);
