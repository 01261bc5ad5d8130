/* SPDX-License-Identifier: Apache-2.0 */
/* state.h - the inside of a run: for the files of this room only. */
#pragma once

#include "data/random.h"
#include "loop/loop.h"
#include "loop/offload.h"
#include "model/outcome.h"
#include "model/step_kind.h"
#include "plan/scope.h"
#include "run/run.h"

struct judgement;

enum next { RUN_GO_ON = 0, RUN_WAIT, RUN_DONE };

struct state {
    const char *name; /* shown by --verbose */
    enum next (*enter)(struct run *run);
};

/* A try, kept in a list until the outcome is built. */
struct try_record {
    struct tried tried;
    struct try_record *next;
};

/* What a step has come to so far. */
struct step_record {
    struct step_outcome outcome;
    struct try_record *first, **last;
    size_t tries;
};

struct canary_record {
    struct canary canary;
    struct canary_record *next;
};

/* Why a run stopped doing its ordinary steps. */
enum stop { STOP_NONE = 0, STOP_FAILED, STOP_TIMEOUT, STOP_CANCELLED };

struct run {
    struct arena *arena;   /* becomes the outcome's */
    struct arena *session; /* what transports keep between steps; ended here, on the loop */
    struct worker *worker;
    const struct run_order *order;
    const struct journey *journey;
    const struct variant *variant;
    char id[33], trace_id[33]; /* hex */
    struct random random;
    int64_t started_ns, started_utc_ns;
    int64_t deadline_ns; /* of the ordinary steps, later of the clean-up */

    struct scope globals;
    struct scope **scopes; /* by frame index; NULL: not entered */

    struct canary_record *canaries;
    size_t canary_count;

    const struct state *state;
    bool awake;
    bool timer_fired; /* the present wait ended by its deadline */
    struct loop_timer timer;

    size_t step_index; /* of the step to look at next */
    const struct step *step;
    struct step_record *records; /* by step index */
    struct step_record *record;
    int attempt, repetition; /* of the present step, from 1 */
    int64_t step_deadline_ns;
    int64_t repeat_deadline_ns;
    struct attempt trying;
    struct observation *saw;
    bool attempt_done;
    struct offload_job parked_job; /* work of the run's own in the pool: see park.c */
    void (*parked_work)(struct run *run);
    const struct state *parked_to;
    int64_t parked_until_ns;
    bool parked, interrupted, overtime;
    struct fault parked_fault; /* what the work had to say */
    const char *unwanted;      /* why the step is left out; NULL: it is not */
    void **sessions; /* by kind: transports keep what a run shares between its steps */
    const struct observation *last_saw; /* for only_if and skip_if; NULL before the first */

    struct judgement *judgement; /* of the present try, until it is recorded */
    bool judgement_under_way;    /* in the offload pool */

    enum stop stop;
    bool cancelled_twice;
    bool lost,
        anew; /* the robot lost what it had of the run; the run was begun anew for that */
    struct breakpoint breakpoint;
    enum verdict verdict;
    bool cleanup_failed;

    struct run *sibling, **sibling_slot, *next_ready;
};

/* run.c: the doors. */
enum next run_go(struct run *run, const struct state *to);
enum next run_wait_then(struct run *run, const struct state *to, int64_t until_ns);
void run_wake(struct run *run);

/* states.c */
extern const struct state RUN_BEGIN, RUN_JUDGE, RUN_DECIDE;

/* attempt.c: one try of the step is begun. */
extern const struct state RUN_ATTEMPT;
/* Its end was our doing: writes who and why into the try's fault. */
void attempt_tell_stopped(struct run *run);

/* park.c: work(run) is done in the offload pool, then the run goes to `to`. It may use the run's
 * memory and variables: nobody else does meanwhile. It is bounded and never abandoned; a deadline or a
 * cancellation that comes meanwhile is noted (interrupted; overtime: it was the deadline) and waits. */
enum next run_park(struct run *run, void (*work)(struct run *run), const struct state *to,
                   int64_t until_ns);

/* frames.c: variables. False with *ret_fault told. */
bool frames_begin(struct run *run, struct fault *ret_fault);
bool frame_enter(struct run *run, const struct frame *frame, struct fault *ret_fault);
void frame_leave(struct run *run, const struct frame *frame);

/* finish.c */
struct outcome *run_outcome(struct run *run);
