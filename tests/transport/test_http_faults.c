/* SPDX-License-Identifier: Apache-2.0 */
/* What can go wrong on the way, and the phase and reason it is told as. */

#include "loop/loop.h"
#include "server.h"
#include "stage.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

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

TestSuite(http_faults, .init = open_all, .fini = close_all, .timeout = 60);

struct row {
    const char *says, *path, *want;
    int64_t timeout_ms;
};

static const struct row rows[] = {
    {"closed without a word", "/closed", "wait closed", 5000},
    {"reset before the answer", "/reset", "wait reset", 5000},
    {"reset in the middle of the body", "/reset-mid-body", "receive reset", 5000},
    {"closed in the middle of the body", "/truncated", "receive closed", 5000},
    {"nothing ever comes", "/silent", "wait timeout", 200},
    {"the body stops half-way", "/stalled", "receive timeout", 200},
    {"the headers never end", "/slow-headers", "receive timeout", 200},
    {"a chunk has no length", "/bad-chunk", "receive protocol", 5000},
    {"gzip that is none", "/bad-gzip", "receive protocol", 5000},
    {"an answer that is not HTTP", "/garbage", "receive protocol", 5000},
    {"a body without an end", "/endless", "receive limit", 5000},
    {"a compressed body that is a bomb", "/bomb", "receive limit", 5000},
    {"100,000 headers", "/many-headers", "receive limit", 5000},
    {"headers over the limit", "/long-header?70000", "receive limit", 5000},
    {"one header over libcurl's own limit", "/long-header?200000", "receive limit", 5000},
    {"a redirect to ftp", "/redirect?302+ftp://127.0.0.1/", "receive redirect", 5000},
    {"a redirect to a file", "/redirect?302+file:///etc/passwd", "receive redirect", 5000},
    {"a redirect with a password in it", "/redirect?302+http://a:b@127.0.0.1/",
     "receive redirect", 5000},
};

Test(http_faults, each_is_told_in_its_phase_and_in_time)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *row = &rows[i];
        stage.timeout_ns = row->timeout_ms * NS_PER_MS;
        int64_t began_ns = clock_now_ns();
        const struct observation *saw =
            try_now(NULL, "http: 'http://127.0.0.1:%d%s'", server_port(server), row->path);
        cr_expect_str_eq(fault_words(&saw->fault), row->want, "%s: %s (%s)", row->says,
                         fault_words(&saw->fault), saw->fault.message);
        cr_expect(saw->fault.message != NULL && strlen(saw->fault.message) > 10, "%s",
                  row->says);
        cr_expect_lt(clock_now_ns() - began_ns, (row->timeout_ms + 3000) * NS_PER_MS, "%s",
                     row->says);
        cr_assert_geq(saw->exchange_count, 1, "%s", row->says);
        const struct exchange *exchange = &saw->exchanges[saw->exchange_count - 1];
        cr_expect_eq(phases_sum_ns(&exchange->time), exchange->time.total_ns, "%s", row->says);
        cr_expect_eq(exchange->fault.reason, saw->fault.reason, "%s", row->says);
    }
}

Test(http_faults, what_came_before_the_fault_is_kept)
{
    const struct observation *saw =
        try_now(NULL, "http: 'http://127.0.0.1:%d/truncated'", server_port(server));
    const struct exchange *answer = observation_answer(saw);
    cr_expect_eq(answer->status, 200);
    cr_expect(text_is(answer->body, "ten bytes."));
    cr_expect_not_null(headers_find(&answer->headers, "content-length"));
}

Test(http_faults, nobody_listens)
{
    const struct observation *saw = try_now(NULL, "http: http://127.0.0.1:1/");
    cr_expect_str_eq(fault_words(&saw->fault), "connect refused");
    cr_expect_str_eq(saw->fault.message, "127.0.0.1:1 refused the connection");
}

Test(http_faults, a_name_nobody_has)
{
    const struct observation *saw = try_now(NULL, "http: http://no-such-host.invalid/");
    cr_expect_str_eq(fault_words(&saw->fault), "dns unresolved");
}

/* A port whose queue is full does not answer: connecting takes for ever. */
static int deaf_port(int fds[8])
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof at;
    fds[0] = socket(AF_INET, SOCK_STREAM, 0);
    cr_assert(bind(fds[0], (struct sockaddr *)&at, sizeof at) == 0 && listen(fds[0], 0) == 0);
    getsockname(fds[0], (struct sockaddr *)&at, &size);
    for (int i = 1; i < 8; i++) {
        fds[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        connect(fds[i], (struct sockaddr *)&at, sizeof at);
    }
    return ntohs(at.sin_port);
}

static void close_port(int fds[8])
{
    for (int i = 0; i < 8; i++)
        close(fds[i]);
}

Test(http_faults, connecting_takes_for_ever)
{
    int fds[8];
    int port = deaf_port(fds);
    stage.timeout_ns = 200 * NS_PER_MS;
    const struct observation *saw = try_now(NULL, "http: http://127.0.0.1:%d/", port);
    cr_expect_str_eq(fault_words(&saw->fault), "connect timeout");
    stage.timeout_ns = 20 * NS_PER_S;
    saw = try_now(NULL, "http: {url: 'http://127.0.0.1:%d/', connect_timeout: 100ms}", port);
    cr_expect_str_eq(fault_words(&saw->fault), "connect timeout", "its own time-out");
    cr_expect_lt(saw->time.total_ns, 5 * NS_PER_S);
    cr_expect_geq(saw->time.total_ns, 100 * NS_PER_MS);
    close_port(fds);
}

Test(http_faults, a_server_that_does_not_read)
{
    static char body[20000];
    int listener = socket(AF_INET, SOCK_STREAM, 0), small = 4096;
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof at;
    setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    cr_assert(bind(listener, (struct sockaddr *)&at, sizeof at) == 0);
    cr_assert(listen(listener, 4) == 0);
    getsockname(listener, (struct sockaddr *)&at, &size);
    char name[] = "/tmp/xunjian-upload-XXXXXX";
    int file = mkstemp(name);
    memset(body, 'x', sizeof body);
    for (int i = 0; i < 700; i++) /* 14 MB: more than any socket's buffers */
        cr_assert(write(file, body, sizeof body) == sizeof body);
    close(file);
    stage.timeout_ns = 500 * NS_PER_MS;
    const struct observation *saw = try_now(
        NULL, "http: {url: 'http://127.0.0.1:%d/', file: %s}", ntohs(at.sin_port), name);
    cr_expect_str_eq(fault_words(&saw->fault), "send timeout");
    unlink(name);
    close(listener);
}

struct stop {
    const char *says, *path, *want;
    int64_t after_ms;
};

static const struct stop stops[] = {
    {"at once", "/ok", "", 0},
    {"while it waits", "/silent", "wait cancelled", 50},
    {"while the body comes", "/stalled", "receive cancelled", 50},
    {"while headers come", "/slow-headers", "receive cancelled", 50},
};

Test(http_faults, cancelling_is_final_and_tells_how_far_it_came)
{
    for (size_t i = 0; i < sizeof stops / sizeof stops[0]; i++) {
        const struct stop *stop = &stops[i];
        struct try *try =
            try_start(NULL, "http: 'http://127.0.0.1:%d%s'", server_port(server), stop->path);
        int64_t until_ns = clock_now_ns() + stop->after_ms * NS_PER_MS;
        while (clock_now_ns() < until_ns)
            loop_run_once(stage.loop, NS_PER_MS);
        try->step.kind->transport->cancel(&try->attempt);
        cr_expect_eq(try->saw.fault.reason, REASON_CANCELLED, "%s", stop->says);
        if (stop->want[0] != '\0')
            cr_expect_str_eq(fault_words(&try->saw.fault), stop->want, "%s", stop->says);
        for (int round = 0; round < 5; round++)
            loop_run_once(stage.loop, NS_PER_MS);
        cr_expect(!try->done, "%s: done is not called any more", stop->says);
    }
}

Test(http_faults, a_body_file_that_is_not_there_is_the_robots_fault)
{
    const struct observation *saw =
        try_now(NULL, "http: {url: 'http://127.0.0.1:%d/echo', file: /no/such/file}",
                server_port(server));
    cr_expect_str_eq(fault_words(&saw->fault), "robot robot");
    cr_expect(strstr(saw->fault.message, "/no/such/file") != NULL);
}

Test(http_faults, a_machine_without_sockets_is_the_robots_fault)
{
    try_now(NULL, "http: http://127.0.0.1:1/"); /* the station has all it needs */
    try_now(NULL, "tcp: 127.0.0.1:1");
    struct rlimit none = {.rlim_cur = 0}, before;
    cr_assert(getrlimit(RLIMIT_NOFILE, &before) == 0);
    none.rlim_max = before.rlim_max;
    cr_assert(setrlimit(RLIMIT_NOFILE, &none) == 0);
    const struct observation *saw = try_now(NULL, "http: http://127.0.0.1:1/");
    const struct observation *probed = try_now(NULL, "tcp: 127.0.0.1:1");
    cr_assert(setrlimit(RLIMIT_NOFILE, &before) == 0);
    cr_expect_str_eq(fault_words(&saw->fault), "robot robot", "%s", saw->fault.message);
    cr_expect_str_eq(fault_words(&probed->fault), "robot robot", "%s", probed->fault.message);
}
