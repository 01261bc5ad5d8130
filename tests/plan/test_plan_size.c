/* SPDX-License-Identifier: Apache-2.0 */
/* How much a plan keeps of a journey. A robot with thousands of monitors holds all of them in memory. */

#include "base/arena.h"
#include "command/vocabulary.h"
#include "plan/plan.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { JOURNEYS = 200, MOST_BYTES = 4096 };

static char folder[] = "/tmp/xunjian-plan-XXXXXX";

static const char *path_of(int i)
{
    static char path[64];
    snprintf(path, sizeof path, "%s/j%d.journey.yaml", folder, i);
    return path;
}

Test(plan_size, a_journey_of_one_step_is_kept_in_four_kilobytes)
{
    const char *const paths[] = {folder, NULL};
    const struct plan_options how = {.vocabulary = vocabulary_all()};
    cr_assert_not_null(mkdtemp(folder));
    for (int i = 0; i < JOURNEYS; i++) {
        FILE *file = fopen(path_of(i), "w");
        cr_assert_not_null(file);
        fprintf(file,
                "journey: j%d\nsteps:\n  - name: a\n    http: http://127.0.0.1:9/x\n"
                "    assert: [{status: 200}]\n",
                i);
        fclose(file);
    }
    struct plan *plan = plan_load(&how, paths);
    cr_expect_eq(plan->diags.count, 0);
    cr_assert_eq(plan->journey_count, (size_t)JOURNEYS);
    size_t bytes = arena_bytes(plan->arena) / JOURNEYS;
    cr_expect_leq(bytes, (size_t)MOST_BYTES, "%zu bytes a journey", bytes);
    plan_end(plan);
    for (int i = 0; i < JOURNEYS; i++)
        unlink(path_of(i));
    rmdir(folder);
}
