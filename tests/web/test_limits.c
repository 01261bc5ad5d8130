/* SPDX-License-Identifier: Apache-2.0 */
/* Deadlines, failures and sessions, each by itself and with its own clock. */
#include "base/arena.h"
#include "base/clock.h"
#include "web/connections.h"
#include "web/listen.h"
#include "web/sessions.h"
#include "web/throttle.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define HOUR_NS (3600 * NS_PER_S)

Test(connections, what_is_late_is_shut_down_and_what_is_not_stays)
{
    struct arena *arena = arena_new();
    struct connections *all = connections_start(arena, 2);
    int late[2], stream[2], third[2];
    char byte;
    cr_assert_not_null(all);
    cr_assert(socketpair(AF_UNIX, SOCK_STREAM, 0, late) == 0);
    cr_assert(socketpair(AF_UNIX, SOCK_STREAM, 0, stream) == 0);
    cr_assert(socketpair(AF_UNIX, SOCK_STREAM, 0, third) == 0);
    struct connection *a = connections_opened(all, late[0]);
    struct connection *b = connections_opened(all, stream[0]);
    cr_expect_null(connections_opened(all, third[0]), "there is room for two");
    connections_grant(all, b, 10 * NS_PER_MS);
    connections_grant(all, b, 0);
    connections_grant(all, a, 10 * NS_PER_MS);
    struct pollfd ready = {.fd = late[1], .events = POLLIN};
    cr_assert_eq(poll(&ready, 1, 60000), 1);
    cr_expect_eq(recv(late[1], &byte, 1, 0), 0, "its end is seen");
    cr_expect_eq(recv(stream[1], &byte, 1, MSG_DONTWAIT), -1, "a stream lasts");
    connections_closed(all, a);
    cr_expect_not_null(connections_opened(all, third[0]), "its place is free");
    connections_closed(all, NULL);
    connections_stop(all);
    for (int i = 0; i < 2; i++) {
        close(late[i]);
        close(stream[i]);
        close(third[i]);
    }
    arena_end(arena);
}

static struct sockaddr_storage address(const char *name)
{
    struct sockaddr_storage made = {0};
    struct sockaddr_in *v4 = (struct sockaddr_in *)&made;
    struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&made;
    if (inet_pton(AF_INET, name, &v4->sin_addr) == 1)
        made.ss_family = AF_INET;
    else if (inet_pton(AF_INET6, name, &v6->sin6_addr) == 1)
        made.ss_family = AF_INET6;
    return made;
}

static struct throttle throttle = {.lock = PTHREAD_MUTEX_INITIALIZER};

static int64_t wait_of(const char *name, int64_t now_ns)
{
    struct sockaddr_storage from = address(name);
    return throttle_wait_s(&throttle, (struct sockaddr *)&from, now_ns);
}

static void fail(const char *name, int times, int64_t now_ns)
{
    struct sockaddr_storage from = address(name);
    while (times-- > 0)
        throttle_failed(&throttle, (struct sockaddr *)&from, now_ns);
}

Test(throttle, each_address_has_its_own_minute)
{
    fail("192.0.2.1", THROTTLE_MOST - 1, NS_PER_S);
    cr_expect_eq(wait_of("192.0.2.1", NS_PER_S), 0);
    fail("192.0.2.1", 1, 11 * NS_PER_S);
    cr_expect_eq(wait_of("192.0.2.1", 11 * NS_PER_S), 51);
    cr_expect_eq(wait_of("::ffff:192.0.2.1", 11 * NS_PER_S), 51, "the same address");
    cr_expect_eq(wait_of("192.0.2.2", 11 * NS_PER_S), 0);
    cr_expect_eq(wait_of("192.0.2.1", 61 * NS_PER_S), 0, "the minute is over");
    fail("192.0.2.1", 1, 61 * NS_PER_S);
    cr_expect_eq(wait_of("192.0.2.1", 61 * NS_PER_S), 0, "and counts from one again");
    fail("2001:db8::1", THROTTLE_MOST, 61 * NS_PER_S);
    cr_expect_gt(wait_of("2001:db8::ffff:1", 62 * NS_PER_S), 0, "a /64 is one");
    cr_expect_eq(wait_of("2001:db8:0:1::1", 62 * NS_PER_S), 0);
    for (int i = 0; i < 2 * THROTTLE_SLOTS; i++) {
        char name[32];
        snprintf(name, sizeof name, "198.51.%d.%d", i / 256, i % 256);
        fail(name, 1, 70 * NS_PER_S + i);
    }
    cr_expect_eq(wait_of("198.51.0.1", 71 * NS_PER_S), 0, "the table stays as large as it is");
}

Test(sessions, last_twelve_hours_unused_and_seven_days_at_most)
{
    struct arena *arena = arena_new();
    struct sessions *sessions = arena_make(arena, struct sessions);
    cr_assert(sessions_init(sessions));
    struct text id = text_of(sessions_open(sessions, arena, HOUR_NS));
    struct text other = text_of(sessions_open(sessions, arena, HOUR_NS));
    cr_expect_eq(id.length, 43);
    cr_expect_not(text_equal(id, other));
    cr_expect(sessions_known(sessions, id, 12 * HOUR_NS));
    cr_expect_not(sessions_known(sessions, other, 13 * HOUR_NS), "unused for 12 hours");
    for (int64_t hour = 20; hour < 7 * 24; hour += 10)
        cr_expect(sessions_known(sessions, id, hour * HOUR_NS));
    cr_expect_not(sessions_known(sessions, id, (7 * 24 + 1) * HOUR_NS), "7 days old");
    cr_expect_not(sessions_known(sessions, text_of(""), HOUR_NS));
    cr_expect_not(sessions_known(sessions, text_of("guess"), HOUR_NS));
    arena_end(arena);
}

Test(sessions, when_all_places_are_taken_the_one_unused_longest_goes)
{
    struct arena *arena = arena_new();
    struct sessions *sessions = arena_make(arena, struct sessions);
    const char *ids[SESSIONS_MOST + 1];
    cr_assert(sessions_init(sessions));
    for (int i = 0; i < SESSIONS_MOST; i++)
        ids[i] = sessions_open(sessions, arena, HOUR_NS + i);
    cr_expect(sessions_known(sessions, text_of(ids[0]), HOUR_NS + 1000));
    ids[SESSIONS_MOST] = sessions_open(sessions, arena, HOUR_NS + 1001);
    cr_expect(sessions_known(sessions, text_of(ids[0]), HOUR_NS + 1002));
    cr_expect_not(sessions_known(sessions, text_of(ids[1]), HOUR_NS + 1002));
    cr_expect(sessions_known(sessions, text_of(ids[SESSIONS_MOST]), HOUR_NS + 1002));
    arena_end(arena);
}

Test(sessions, a_csrf_token_is_of_one_session_and_one_process)
{
    struct arena *arena = arena_new();
    struct sessions *a = arena_make(arena, struct sessions);
    struct sessions *b = arena_make(arena, struct sessions);
    cr_assert(sessions_init(a) && sessions_init(b));
    struct text one = text_of("one"), two = text_of("two");
    struct text csrf = text_of(sessions_csrf(a, one, arena));
    cr_expect_eq(csrf.length, 64);
    cr_expect(sessions_csrf_is(a, one, csrf));
    cr_expect_not(sessions_csrf_is(a, two, csrf));
    cr_expect_not(sessions_csrf_is(b, one, csrf));
    cr_expect_not(sessions_csrf_is(a, one, text_slice(csrf, 0, 63)));
    cr_expect_not(sessions_csrf_is(a, one, text_of("")));
    arena_end(arena);
}

struct address_row {
    const char *listen;
    bool well, loopback;
};

static const struct address_row addresses[] = {
    {"127.0.0.1:8480", true, true},
    {"127.9.9.9:1", true, true},
    {"[::1]:8480", true, true},
    {"localhost:0", true, true},
    {"[::ffff:127.0.0.1]:1", true, true},
    {"0.0.0.0:80", true, false},
    {"[::]:80", true, false},
    {"10.0.0.1:80", true, false},
    {"[fe80::1]:80", true, false},
    {"127.0.0.1", false, false},
    {"127.0.0.1:", false, false},
    {":8480", false, false},
    {"127.1:80", false, false},
    {"[::1:80", false, false},
    {"::1:80", false, false},
    {"", false, false},
    {"127.0.0.1:-1", false, false},
    {"127.0.0.1:80x", false, false},
};

Test(listen, an_address_is_numbers_and_a_port_and_loopback_is_known)
{
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        struct sockaddr_storage at;
        bool loopback = false;
        const char *why;
        bool well = listen_read(addresses[i].listen, arena, &at, &loopback, &why);
        cr_expect_eq(well, addresses[i].well, "%s", addresses[i].listen);
        cr_expect_eq(loopback, addresses[i].loopback, "%s", addresses[i].listen);
    }
    arena_end(arena);
}
