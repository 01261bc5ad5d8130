/* SPDX-License-Identifier: Apache-2.0 */
/* vocabulary.c - the one place that includes every registry. */

#include "command/vocabulary.h"
#include "base/must.h"
#include "model/felt.h"
#include "model/generator.h"
#include "model/reporter.h"
#include "model/step_kind.h"
#include "model/subject.h"
#include "model/vocabulary.h"
#include "model/wire.h"
#include "plan/outside.h"
#include "query/predicate.h"

#include <pthread.h>
#include <stddef.h>

enum { MOST_FUNCTIONS = 128 };

static const struct generator *functions[MOST_FUNCTIONS + 1];

/* The pure functions of robot/data, and the two that look at the world. */
static void list_functions(void)
{
    size_t n = 0;
    for (; generators[n] != NULL && n < MOST_FUNCTIONS - 2; n++)
        functions[n] = generators[n];
    must(generators[n] == NULL);
    functions[n++] = &generator_env;
    functions[n++] = &generator_file;
}

const struct vocabulary *vocabulary_all(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    static const struct vocabulary all = {
        .step_kinds = step_kinds,
        .subjects = subjects,
        .felt_checks = felt_checks,
        .predicates = predicates,
        .generators = functions,
        .reporters = reporters,
        .wires = wires,
    };
    pthread_once(&once, list_functions);
    return &all;
}
