/* SPDX-License-Identifier: Apache-2.0 */
/* stage.h - what a step kind needs around it to be tried: a loop, a worker's station, a run. The run
 * is played by the test: it starts attempts and cancels them at their deadline. */
#pragma once

#include "base/clock.h"
#include "model/environment.h"
#include "model/journey.h"
#include "model/observation.h"
#include "model/step_kind.h"

/* Made anew for each test by stage_open; change them before the first try. */
struct stage {
    struct loop *loop;
    struct offload *offload;
    struct arena *arena; /* as long as the test */
    struct journey journey;
    struct environment environment;
    int64_t timeout_ns; /* of a try; 5 s */
};
extern struct stage stage;

void stage_open(void);
void stage_close(void);

/* A run: what it keeps between its tries. */
struct player {
    const char *id;
    void *session;
    struct arena *arena;
};
struct player *player_new(const char *id); /* ended by stage_close */

/* One try under way. */
struct
try {
    struct attempt attempt;
    struct observation saw;
    struct step step;
    bool done;
};

/* Begins a try of what is written in YAML, like `http: {url: ...}`. NULL player: a run of its own. */
struct try *try_start(struct player *player, const char *yaml, ...)
    __attribute__((format(printf, 2, 3)));
/* Runs the loop until it is done; cancels it at its deadline. */
const struct observation *try_wait(struct try *try);
const struct observation *try_now(struct player *player, const char *yaml, ...)
    __attribute__((format(printf, 2, 3)));

/* "phase reason", or "ok". In the stage's arena. */
const char *fault_words(const struct fault *fault);
/* The sum of the phases that happened. */
int64_t phases_sum_ns(const struct timing *time);
