/* SPDX-License-Identifier: Apache-2.0 */
/* What ships for Prometheus is what Prometheus takes: promtool reads it, and its rules fire when they
 * should. */

#include <criterion/criterion.h>

#include "base/arena.h"
#include "tests/shared/fed.h"

static void expect_good(const char *command)
{
    struct arena *arena = arena_new();
    struct fed fed = fed_to(arena, command, (struct text){.at = "", .length = 0});
    cr_expect_eq(fed.code, 0, "%s: %s", command, fed.words);
    arena_end(arena);
}

Test(prometheus, takes_the_configuration_that_ships)
{
    expect_good("promtool check config scenarios/prometheus/prometheus.yml");
}

Test(prometheus, rules_fire_when_they_should_and_only_then)
{
    expect_good("promtool check rules scenarios/prometheus/rules.yml");
    expect_good("promtool test rules tests/prometheus/rules.test.yml");
}
