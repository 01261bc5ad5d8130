/* SPDX-License-Identifier: Apache-2.0 */
/* judgement.h - what the assertions and captures of a step say of one try.
 *
 * Prepared while the run stands still (on the loop; in the pool when its templates encrypt): every
 * template is filled in. Worked out on the loop when it is light, else in the offload pool: after
 * preparing it touches nothing of the run but the observation, which is immutable. It owns its arena; the run adopts it when it is taken in, or
 * it is dropped when the run has moved on. */
#pragma once

#include "base/fault.h"
#include "checks/assert.h"
#include "loop/offload.h"
#include "model/finding.h"
#include "model/journey.h"
#include "model/subject.h"

struct felt_check;
struct run;

/* A capture's question, filled in, and what it found. */
struct capture_result {
    const struct capture *capture;
    struct claim claim;
    const struct json *fallback;
    const struct json *value; /* what the variable becomes; NULL: nothing was found */
    const char *problem;      /* why, then */
};

struct judgement {
    struct arena *arena;
    struct run *run;
    struct offload_job job;
    struct arena *holds; /* the run's arena, where the observation lives; while in the pool */
    struct sight sight;
    const struct step *step;
    const struct journey *journey;
    const struct felt_check *const *felt_checks; /* NULL: none */
    struct claim *until, *asserts;
    struct capture_result *captures;
    struct fault fault; /* preparing failed: a template, a bad operand */

    bool until_holds; /* true without `repeat` */
    struct finding *findings;
    size_t finding_count;
};

/* Never NULL; check ->fault. */
struct judgement *judgement_new(struct run *run, const struct step *step,
                                const struct observation *saw);

/* True when working it out may take over 50 us. */
bool judgement_is_heavy(const struct judgement *judgement);

/* Works it out. Any thread, once. */
void judgement_work(void *judgement);

void judgement_end(struct judgement *judgement);

/* True when all of `asked` hold for the step seen last: only_if, skip_if, a variant's rule.
 * False with *ret_fault told when a template fails. */
bool judgement_holds(struct run *run, const struct assertions *asked, bool *ret_holds,
                     struct fault *ret_fault);
