/* SPDX-License-Identifier: Apache-2.0 */
/* Timings are the server's, not the robot's, also when the robot is busy. */

#include "authority.h"
#include "loop/loop.h"
#include "server.h"
#include "stage.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <time.h>

static struct authority *authority;
static int64_t busy_ns;

/* What assertions evaluated on the loop look like to it, once a round. Asleep, not spinning: the
 * server needs the processor to keep its own word. */
static void work_hard(void *thing)
{
    (void)thing;
    struct timespec length = {.tv_nsec = busy_ns};
    if (busy_ns > 0)
        nanosleep(&length, NULL);
}

static struct loop_hook chore = {.before_sleep = work_hard};

static void open_all(void)
{
    stage_open();
    authority = authority_new();
    stage.environment.tls.ca_pem = text_of(authority_pem(authority));
    loop_hook_add(stage.loop, &chore);
}

static void close_all(void)
{
    loop_hook_remove(stage.loop, &chore);
    stage_close();
    authority_end(authority);
}

TestSuite(http_clock, .init = open_all, .fini = close_all, .timeout = 60);

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

/* The median error of the wait phase against the server's own clock, over some tries. libcurl's own
 * timers are wrong by the whole absence here; a loaded machine makes the best clock wrong by some. */
static int64_t median_error_ns(struct server *server, const char *scheme)
{
    enum { TRIES = 7 };
    int64_t errors[TRIES];
    for (int i = 0; i < TRIES; i++) {
        const struct observation *saw =
            try_now(NULL, "http: %s://127.0.0.1:%d/later?3000", scheme, server_port(server));
        cr_assert_str_eq(fault_words(&saw->fault), "ok", "%s", saw->fault.message);
        int64_t told_ns = saw->time.phase_ns[PHASE_WAIT];
        int64_t error_ns = told_ns - server_delay_ns(server);
        errors[i] = error_ns < 0 ? -error_ns : error_ns;
        cr_expect_eq(phases_sum_ns(&saw->time), saw->time.total_ns);
        cr_expect_lt(saw->time.phase_ns[PHASE_RECEIVE], busy_ns / 2,
                     "the loop's absence is not told as receiving");
    }
    qsort(errors, TRIES, sizeof errors[0], by_size);
    return errors[TRIES / 2];
}

Test(http_clock, a_busy_loop_is_not_told_as_the_servers_time)
{
    struct server *server = server_new(NULL);
    busy_ns = 40 * NS_PER_MS;
    cr_expect_lt(median_error_ns(server, "http"), busy_ns / 4);
    server_end(server);
}

Test(http_clock, nor_over_tls_where_tickets_come_first)
{
    struct server *server = server_new(authority_context(authority, SHOWN_GOOD));
    busy_ns = 40 * NS_PER_MS;
    cr_expect_lt(median_error_ns(server, "https"), busy_ns / 4);
    server_end(server);
}

Test(http_clock, tickets_read_with_the_handshake_are_not_the_answer)
{
    struct server *server = server_new(authority_context(authority, SHOWN_GOOD));
    for (int i = 0; i < 30; i++) {
        const struct observation *saw =
            try_now(NULL, "http: https://127.0.0.1:%d/later?1000", server_port(server));
        cr_expect_geq(saw->time.phase_ns[PHASE_WAIT], NS_PER_MS, "try %d", i);
    }
    server_end(server);
}

Test(http_clock, what_is_not_known_is_told_as_uncertain)
{
    struct server *server = server_new(authority_context(authority, SHOWN_GOOD));
    const struct observation *saw =
        try_now(NULL, "http: https://127.0.0.1:%d/later?1000", server_port(server));
    int64_t idle_ns = saw->time.uncertainty_ns;
    busy_ns = 40 * NS_PER_MS;
    saw = try_now(NULL, "http: https://127.0.0.1:%d/later?1000", server_port(server));
    cr_expect_geq(saw->time.uncertainty_ns, busy_ns,
                  "the handshake went on whenever the loop came back");
    cr_expect_lt(idle_ns, saw->time.uncertainty_ns);
    server_end(server);
}

Test(http_clock, first_byte_is_all_up_to_it)
{
    struct server *server = server_new(NULL);
    const struct observation *saw =
        try_now(NULL, "http: http://127.0.0.1:%d/later?2000", server_port(server));
    const struct timing *time = &saw->time;
    cr_expect_geq(time->first_byte_ns, 2 * NS_PER_MS);
    cr_expect_eq(time->first_byte_ns + time->phase_ns[PHASE_RECEIVE], time->total_ns);
    server_end(server);
}
