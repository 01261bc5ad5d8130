/* SPDX-License-Identifier: Apache-2.0 */
/* Which pages a journey means to open, by its file alone. */

#include "base/arena.h"
#include "command/vocabulary.h"
#include "plan/plan.h"
#include "transport/browser/opens.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static const char journey[] =
    "journey: buy\n"
    "variables: { base: https://app.test, code: \"7\" }\n"
    "steps:\n"
    "  - browser:\n"
    "      - open: ${base}/login\n"
    "      - click: 登录\n"
    "      - open: { url: \"${base}/fund/${code}?from=home\" }\n"
    "  - http: ${base}/api/funds\n"
    "  - browser: [{open: https://other.test/help/}, {open: about:blank}]\n";

Test(opens, are_the_routes_of_what_browser_steps_open)
{
    char path[] = "/tmp/xunjian-opens-XXXXXX.journey.yaml";
    const char *const paths[] = {path, NULL};
    const struct plan_options how = {.vocabulary = vocabulary_all()};
    int fd = mkstemps(path, sizeof ".journey.yaml" - 1);
    cr_assert_geq(fd, 0);
    cr_assert_eq(write(fd, journey, sizeof journey - 1), (ssize_t)sizeof journey - 1);
    close(fd);
    struct plan *plan = plan_load(&how, paths);
    cr_assert_eq(plan->diags.count, 0, "%s",
                 plan->diags.first != NULL ? plan->diags.first->message : "");
    const char *const *routes = browser_opens(plan->arena, plan->journeys[0]);
    cr_expect_str_eq(routes[0], "/login");
    cr_expect_str_eq(routes[1], "/fund/:id");
    cr_expect_str_eq(routes[2], "/help");
    cr_expect_null(routes[3]);
    plan_end(plan);
    unlink(path);
}
