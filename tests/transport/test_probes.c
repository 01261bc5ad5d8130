/* SPDX-License-Identifier: Apache-2.0 */
/* tcp, tls, dns and wait. */

#include "authority.h"
#include "loop/loop.h"
#include "loop/offload.h"
#include "server.h"
#include "stage.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

TestSuite(probes, .init = stage_open, .fini = stage_close, .timeout = 60);

Test(probes, wait_takes_the_time_it_says)
{
    const struct observation *saw = try_now(NULL, "wait: 20ms");
    cr_expect_str_eq(fault_words(&saw->fault), "ok");
    cr_expect_geq(saw->time.total_ns, 20 * NS_PER_MS);
    stage.timeout_ns = 20 * NS_PER_MS;
    saw = try_now(NULL, "wait: 20s");
    cr_expect_str_eq(fault_words(&saw->fault), "wait timeout");
}

Test(probes, dns_tells_addresses)
{
    const struct observation *saw = try_now(NULL, "dns: {name: localhost, type: A}");
    cr_assert_str_eq(fault_words(&saw->fault), "ok");
    cr_assert_eq(saw->address_count, 1);
    cr_expect_str_eq(saw->addresses[0], "127.0.0.1");
    cr_expect(text_is(observation_answer(saw)->body, "127.0.0.1\n"), "for assertions");
    cr_expect_gt(saw->time.phase_ns[PHASE_DNS], 0);
    cr_expect_eq(saw->time.phase_ns[PHASE_DNS], saw->time.total_ns);
    saw = try_now(NULL, "dns: no-such-host.invalid");
    cr_expect_str_eq(fault_words(&saw->fault), "dns unresolved");
    cr_expect_eq(saw->address_count, 0);
}

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

static void hold(void *thing)
{
    (void)thing;
    pthread_mutex_lock(&gate);
    pthread_mutex_unlock(&gate);
}

static void let_go(void *thing)
{
    (void)thing;
}

/* A resolver that hangs, played by workers that do. */
Test(probes, a_name_that_takes_for_ever_holds_up_nobody)
{
    static struct offload_job held[2];
    pthread_mutex_lock(&gate);
    for (int i = 0; i < 2; i++) {
        held[i] = (struct offload_job){.work = hold, .done = let_go, .drop = let_go};
        offload_submit(stage.offload, stage.loop, &held[i]);
    }
    static const char *const kinds[] = {"dns: localhost", "tcp: localhost:1",
                                        "tls: localhost:1"};
    stage.timeout_ns = 50 * NS_PER_MS;
    for (int i = 0; i < 3; i++) {
        const struct observation *saw = try_now(NULL, "%s", kinds[i]);
        cr_expect_str_eq(fault_words(&saw->fault), "dns timeout", "%s", kinds[i]);
        cr_expect_gt(saw->time.phase_ns[PHASE_DNS], 0, "%s", kinds[i]);
    }
    pthread_mutex_unlock(&gate);
}

Test(probes, tcp_connects)
{
    struct server *server = server_new(NULL);
    const struct observation *saw = try_now(NULL, "tcp: localhost:%d", server_port(server));
    cr_assert_str_eq(fault_words(&saw->fault), "ok", "%s", saw->fault.message);
    const struct exchange *exchange = observation_answer(saw);
    cr_expect_str_eq(exchange->remote_address, "127.0.0.1");
    cr_expect_eq(exchange->remote_port, server_port(server));
    cr_expect_eq(exchange->status, 0);
    cr_expect_eq(phases_sum_ns(&exchange->time), exchange->time.total_ns);
    cr_expect_eq(exchange->time.phase_ns[PHASE_WAIT], -1, "nothing was asked");
    server_end(server);
}

struct row {
    const char *says, *path, *expect, *want;
};

static const struct row rows[] = {
    {"says it", "/ok", "\"0000\"", "ok"},
    {"says something else, then nothing", "/ok", "\"1111\"", "receive timeout"},
    {"says too much else", "/endless", "never", "receive protocol"},
    {"says nothing", "/silent", "a", "wait timeout"},
    {"hangs up", "/closed", "a", "wait closed"},
    {"hangs up half-way", "/truncated", "a", "receive closed"},
    {"resets", "/reset", "a", "wait reset"},
};

Test(probes, tcp_talks)
{
    struct server *server = server_new(NULL);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *row = &rows[i];
        stage.timeout_ns = strstr(row->want, "timeout") ? 200 * NS_PER_MS : 5 * NS_PER_S;
        const struct observation *saw = try_now(
            NULL,
            "tcp: {address: '127.0.0.1:%d', send: \"GET %s HTTP/1.1\\r\\n\\r\\n\", expect: '%s'}",
            server_port(server), row->path, row->expect);
        cr_expect_str_eq(fault_words(&saw->fault), row->want, "the server %s: %s", row->says,
                         fault_words(&saw->fault));
        const struct exchange *exchange = observation_answer(saw);
        cr_expect_eq(phases_sum_ns(&exchange->time), exchange->time.total_ns, "%s", row->says);
        if (strcmp(row->want, "ok") == 0)
            cr_expect(text_find(exchange->body, text_of(row->expect), 0) >= 0);
    }
    server_end(server);
}

Test(probes, tcp_and_tls_where_nobody_listens)
{
    const struct observation *saw = try_now(NULL, "tcp: 127.0.0.1:1");
    cr_expect_str_eq(fault_words(&saw->fault), "connect refused");
    saw = try_now(NULL, "tls: 127.0.0.1:1");
    cr_expect_str_eq(fault_words(&saw->fault), "connect refused");
}

struct address {
    const char *says, *text, *want;
};

static const struct address addresses[] = {
    {"no port", "127.0.0.1", "send template"},
    {"no host", "':80'", "send template"},
    {"no number", "localhost:http", "send template"},
    {"port 0", "localhost:0", "send template"},
    {"port 65536", "localhost:65536", "send template"},
    {"IPv6 in brackets", "'[::1]:1'", "connect refused"},
    {"a NUL byte", "\"a\\0b:1\"", "send template"},
};

Test(probes, addresses_are_host_and_port)
{
    for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++) {
        const struct observation *saw = try_now(NULL, "tcp: %s", addresses[i].text);
        cr_expect_str_eq(fault_words(&saw->fault), addresses[i].want, "%s: %s",
                         addresses[i].says, saw->fault.message);
    }
}

Test(probes, tls_tells_what_was_agreed_on)
{
    struct authority *authority = authority_new();
    stage.environment.tls.ca_pem = text_of(authority_pem(authority));
    struct server *server = server_new(authority_context(authority, SHOWN_GOOD));
    const struct observation *saw = try_now(
        NULL, "tls: {address: 'localhost:%d', alpn: [h2, http/1.1]}", server_port(server));
    cr_assert_str_eq(fault_words(&saw->fault), "ok", "%s", saw->fault.message);
    const struct exchange *exchange = observation_answer(saw);
    cr_expect_str_eq(exchange->protocol, "http/1.1");
    cr_expect_str_eq(exchange->tls_version, "TLSv1.3");
    saw = try_now(NULL, "tls: {address: '127.0.0.1:%d', server_name: localhost}",
                  server_port(server));
    cr_expect_str_eq(fault_words(&saw->fault), "ok");
    cr_expect_null(observation_answer(saw)->protocol);
    saw = try_now(NULL, "tls: {address: '127.0.0.1:%d', server_name: elsewhere.example}",
                  server_port(server));
    cr_expect_str_eq(fault_words(&saw->fault), "tls tls_verify");
    server_end(server);
    authority_end(authority);
}

/* Accepts nothing, says nothing: the kernel completes the connection. */
static int silent_port(int *ret_fd)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof at;
    *ret_fd = socket(AF_INET, SOCK_STREAM, 0);
    cr_assert(bind(*ret_fd, (struct sockaddr *)&at, sizeof at) == 0);
    cr_assert(listen(*ret_fd, 8) == 0);
    getsockname(*ret_fd, (struct sockaddr *)&at, &size);
    return ntohs(at.sin_port);
}

Test(probes, a_handshake_that_never_ends_does)
{
    int fd, port = silent_port(&fd);
    stage.timeout_ns = 100 * NS_PER_MS;
    const struct observation *saw = try_now(NULL, "tls: 127.0.0.1:%d", port);
    cr_expect_str_eq(fault_words(&saw->fault), "tls timeout");
    saw = try_now(NULL, "http: https://127.0.0.1:%d/", port);
    cr_expect_str_eq(fault_words(&saw->fault), "tls timeout");
    cr_expect_eq(phases_sum_ns(&saw->time), saw->time.total_ns);
    close(fd);
}
