/* SPDX-License-Identifier: Apache-2.0 */
/* What a configuration says when it says little, and what is told when it is wrong. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "command/vocabulary.h"
#include "plan/config.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct config_reading *read_text(const char *yaml)
{
    char path[] = "/tmp/xunjian-config-XXXXXX";
    const struct config_options how = {.vocabulary = vocabulary_all()};
    int fd = mkstemp(path);
    cr_assert_geq(fd, 0);
    cr_assert_eq(write(fd, yaml, strlen(yaml)), (ssize_t)strlen(yaml));
    close(fd);
    struct config_reading *reading = config_load(&how, path);
    unlink(path);
    return reading;
}

static void expect_error(const char *yaml, const char *words)
{
    struct config_reading *reading = read_text(yaml);
    bool told = false;
    for (const struct diag *d = reading->diags.first; d != NULL; d = d->next)
        told = told || strstr(d->message, words) != NULL;
    cr_expect(told, "expected \"%s\" of: %s", words, yaml);
    cr_expect_null(reading->config);
    arena_end(reading->arena);
}

Test(config, two_lines_are_enough)
{
    struct config_reading *reading = read_text("scenarios: .\nenvironments: demo\n");
    const struct config *config = reading->config;
    cr_assert_not_null(config);
    cr_expect_str_eq(config->scenarios[0], "/tmp/.");
    cr_expect_str_eq(config->environments[0], "demo");
    cr_expect_str_eq(config->store_path, "/tmp/xunjian.db");
    cr_expect_eq(config->limits.parallel, 50);
    cr_expect_eq(config->retention.runs_ns, 720 * 3600 * NS_PER_S);
    cr_expect_null(config->web.listen);
    const struct journey silent = {.name = "login"};
    cr_expect_eq(config_schedule(config, &silent).every_ns, 60 * NS_PER_S);
    cr_expect_eq(config_alert(config, &silent).fail.count, 2);
    cr_expect_eq(config_alert(config, &silent).fail.of, 3);
    cr_expect_str_eq(config_alert(config, &silent).severity, "critical");
    arena_end(reading->arena);
}

Test(config, a_journeys_word_goes_before_the_defaults)
{
    struct config_reading *reading = read_text(
        "scenarios: .\ndefaults:\n  schedule: 5m\n  alert: {recover: 4, severity: info}\n");
    const struct config *config = reading->config;
    cr_assert_not_null(config);
    const struct journey journey = {.schedule = {.cron = "0 8 * * *"}, .alert = {.recover = 3}};
    cr_expect_eq(config_schedule(config, &journey).every_ns, 0);
    cr_expect_eq(config_alert(config, &journey).recover, 3);
    cr_expect_str_eq(config_alert(config, &journey).severity, "info");
    arena_end(reading->arena);
}

Test(config, a_secret_is_put_in_as_text_and_cannot_change_the_structure)
{
    setenv("XUNJIAN_TEST_PLACE", "a: {b: ${c}}", 1);
    struct config_reading *reading = read_text("scenarios: .\nlocation: \"in ${place}\"\n"
                                               "secrets: {place: {env: XUNJIAN_TEST_PLACE}}\n");
    cr_assert_not_null(reading->config);
    cr_expect_str_eq(reading->config->location, "in a: {b: ${c}}");
    arena_end(reading->arena);
}

Test(config, names_that_lead_nowhere_are_told)
{
    expect_error("scenarios: .\nroutes: [{channels: [oncall]}]\n", "no channel \"oncall\"");
    expect_error("scenarios: .\nlocation: ${plce}\nsecrets: {place: {env: HOME}}\n",
                 "no secret \"plce\"");
    expect_error("scenarios: .\nlocations: x\n", "locations");
    expect_error("environments: demo\n", "scenarios");
    expect_error("scenarios: .\ndefaults: {alert: {fail: {count: 4, of: 3}}}\n",
                 "4 failures of 3 runs");
    expect_error("scenarios: .\ndefaults: {alert: {severity: loud}}\n", "critical, error");
}
