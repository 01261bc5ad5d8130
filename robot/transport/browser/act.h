/* SPDX-License-Identifier: Apache-2.0 */
/* act.h - the shape of an action of a `browser` step, and what actions are made of.
 *
 * To add one: write act_NAME.c defining `const struct action_kind action_NAME`, and add its line to
 * actions.h. An action starts, asks the driver for things one after the other, and ends by act_done or
 * act_fail, once. What goes wrong with the browser itself ends it without its doing. */
#pragma once

#include "base/fault.h"
#include "document/field.h"
#include "transport/browser/driver.h"

struct action_sight;
struct aim;
struct browsing;

struct act;

/* What to do with an answer that went well (DRIVE_OK). */
typedef void act_next_fn(struct act *act, const struct json *value);

struct act {
    struct browsing *browsing;
    const struct action_kind *kind;
    const void *params;
    struct attempt *attempt;
    struct arena *arena; /* of the attempt */
    struct drive *drive;
    struct action_sight *sight;
    const struct json *aim; /* evaluated; NULL: it has none */
    int64_t deadline_ns;
    int64_t timeout_ns; /* as the journey says it, for messages */
    act_next_fn *next;
    void *own; /* the kind's */
    /* Undoes what the kind has set up outside of its memory (timers), however the action ends. May be
     * called twice. NULL: nothing. */
    void (*stop)(struct act *act);
};

struct action_kind {
    const char *name;
    const struct field_table *fields;
    size_t aim_at; /* offsetof its struct aim in params */
    bool has_aim;
    bool has_timeout;  /* else its aim's, or the step's */
    size_t timeout_at; /* offsetof an int64_t of ns in params */
    bool wants_effect; /* a customer expects that something happens */
    void (*start)(struct act *act);
};

/* The end. */
void act_done(struct act *act);
void act_fail(struct act *act, enum phase phase, enum reason reason, const char *message);
void act_fault(struct act *act, const struct fault *fault);

/* Evaluates a template; false when that ended the action. */
bool act_text(struct act *act, const struct template *t, struct text *ret);

/* What is left of the action's time, in ms, for agent.js; at least 1. */
const struct json *act_time(struct act *act);

/* Asks a function of agent.js. An answer {ok: false} ends the action as act_refused says. */
void act_ask(struct act *act, const char *function, const struct json *argument,
             act_next_fn *next);
/* The same, and {ok: false} goes to `next`, too. */
void act_ask_anyway(struct act *act, const char *function, const struct json *argument,
                    act_next_fn *next);
/* agent.js's {ok: false, why, detail} as a failure of this action. */
void act_refused(struct act *act, const struct json *answer);

/* Waits for the element and learns where it is: {x, y, path ...}. `needs`: of agent.js's locate. */
void act_locate(struct act *act, const struct json *needs, act_next_fn *next);
const struct json *act_needs(struct act *act, bool enabled, bool editable, bool hit);

void act_input(struct act *act, const struct input *inputs, size_t count, act_next_fn *next);

/* act_way.c: with the mouse's button or a finger down from one place to another; takes act->own. */
struct act_way {
    bool finger;
    double x, y, to_x, to_y;
};
void act_walk(struct act *act, const struct act_way *way, act_next_fn *next);

/* For the driver's other requests: pass act_answered and the act, having set act->next. */
drive_done_fn act_answered;
