/* SPDX-License-Identifier: Apache-2.0 */
/* What steps of one run share, and that runs share nothing. */

#include "base/arena.h"
#include "loop/loop.h"
#include "server.h"
#include "stage.h"

#include <criterion/criterion.h>
#include <string.h>

static struct server *server;

static void open_all(void)
{
    stage_open();
    server = server_new(NULL);
}

static void close_all(void)
{
    stage_close();
    server_end(server);
}

TestSuite(http_runs, .init = open_all, .fini = close_all, .timeout = 60);

static const struct observation *ask(struct player *player, const char *path)
{
    return try_now(player, "http: 'http://127.0.0.1:%d%s'", server_port(server), path);
}

Test(http_runs, a_cold_step_makes_its_own_connection)
{
    struct player *player = player_new("cold");
    for (int i = 1; i <= 3; i++) {
        const struct observation *saw = ask(player, "/ok");
        cr_expect(!observation_answer(saw)->reused);
        cr_expect_geq(saw->time.phase_ns[PHASE_CONNECT], 0);
        cr_expect_eq(server_connections(server), i);
    }
}

Test(http_runs, a_warm_run_keeps_its_connection)
{
    stage.journey.warm = true;
    struct player *player = player_new("warm");
    ask(player, "/ok");
    const struct observation *saw = ask(player, "/ok");
    cr_expect(observation_answer(saw)->reused);
    cr_expect_eq(saw->time.phase_ns[PHASE_DNS], -1, "it did not happen");
    cr_expect_eq(saw->time.phase_ns[PHASE_CONNECT], -1);
    cr_expect_eq(phases_sum_ns(&saw->time), saw->time.total_ns);
    cr_expect_eq(server_connections(server), 1);
    ask(player_new("another"), "/ok");
    cr_expect_eq(server_connections(server), 2, "another run makes its own");
}

static void walk(const char *name, bool warm)
{
    enum { RUNS = 6, STEPS = 15 };
    static const char *const ids[RUNS] = {"one", "two", "three", "four", "five", "six"};
    struct player *players[RUNS];
    struct try *tries[RUNS];
    stage.journey.warm = warm;
    for (int r = 0; r < RUNS; r++)
        players[r] = player_new(ids[r]);
    for (int s = 0; s < STEPS; s++) {
        for (int r = 0; r < RUNS; r++)
            tries[r] = try_start(players[r], "http: 'http://127.0.0.1:%d/later?%d'",
                                 server_port(server), (r * 37 + s * 11) % 500);
        for (int r = 0; r < RUNS; r++)
            cr_expect_str_eq(fault_words(&try_wait(tries[r])->fault), "ok", "%s", name);
    }
    cr_expect_eq(server_crossings(server), 0, "%s: no connection carried two runs", name);
}

Test(http_runs, no_connection_crosses_cold_runs)
{
    walk("cold", false);
}

Test(http_runs, no_connection_crosses_warm_runs)
{
    walk("warm", true);
    cr_expect_eq(server_connections(server), 6, "one for each run");
}

Test(http_runs, cookies_belong_to_the_run)
{
    struct player *one = player_new("one"), *two = player_new("two");
    ask(one, "/cookie?session=first");
    ask(two, "/cookie?session=second");
    struct text body = observation_answer(ask(one, "/echo"))->body;
    cr_expect(text_find(body, text_of("Cookie: session=first\r\n"), 0) >= 0);
    body = observation_answer(ask(two, "/echo"))->body;
    cr_expect(text_find(body, text_of("Cookie: session=second\r\n"), 0) >= 0);
    body = observation_answer(ask(NULL, "/echo"))->body;
    cr_expect(text_find(body, text_of("Cookie"), 0) < 0);
}

Test(http_runs, a_request_budget_is_never_exceeded)
{
    enum { REQUESTS = 8, PER_SECOND = 40 };
    struct host_rule rules[] = {{.host = "127.0.0.1", .per_second = PER_SECOND}};
    stage.environment.hosts = rules;
    stage.environment.host_count = 1;
    struct try *tries[REQUESTS];
    int64_t began_ns[REQUESTS];
    for (int i = 0; i < REQUESTS; i++)
        tries[i] = try_start(NULL, "http: 'http://127.0.0.1:%d/ok'", server_port(server));
    for (int i = 0; i < REQUESTS; i++) {
        const struct observation *saw = try_wait(tries[i]);
        cr_expect_str_eq(fault_words(&saw->fault), "ok");
        began_ns[i] = saw->exchanges[0].started_ns;
        cr_expect_lt(saw->time.total_ns, 2 * NS_PER_S, "waiting for the budget is no phase");
    }
    int64_t apart_ns = NS_PER_S / PER_SECOND;
    for (int i = 1; i < REQUESTS; i++)
        cr_expect_geq(began_ns[i] - began_ns[i - 1], apart_ns - 5 * NS_PER_MS,
                      "request %d waited its turn", i);
    cr_expect_geq(began_ns[REQUESTS - 1] - began_ns[0],
                  (REQUESTS - 1) * apart_ns - 5 * NS_PER_MS,
                  "what one was late is not caught up");
}

Test(http_runs, a_budget_without_room_is_not_the_apps_fault)
{
    struct host_rule rules[] = {{.host = "localhost", .per_second = 1}};
    stage.environment.hosts = rules;
    stage.environment.host_count = 1;
    stage.timeout_ns = 100 * NS_PER_MS;
    try_now(NULL, "http: 'http://localhost:%d/ok'", server_port(server));
    const struct observation *saw =
        try_now(NULL, "http: 'http://localhost:%d/ok'", server_port(server));
    cr_expect_str_eq(fault_words(&saw->fault), "robot timeout");
    cr_expect_eq(saw->exchange_count, 0, "nothing was sent");
}
