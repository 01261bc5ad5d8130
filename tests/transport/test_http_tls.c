/* SPDX-License-Identifier: Apache-2.0 */
/* HTTPS: whom it trusts, and what it keeps of those it does not. */

#include "authority.h"
#include "server.h"
#include "stage.h"

#include <criterion/criterion.h>
#include <string.h>

static struct authority *authority;

static void open_all(void)
{
    stage_open();
    authority = authority_new();
    stage.environment.tls.ca_pem = text_of(authority_pem(authority));
}

static void close_all(void)
{
    stage_close();
    authority_end(authority);
}

TestSuite(http_tls, .init = open_all, .fini = close_all, .timeout = 60);

struct row {
    const char *says;
    enum shown shown;
    const char *fault, *error; /* "": none; what the words hold */
    size_t certificates;
};

static const struct row rows[] = {
    {"a good one", SHOWN_GOOD, "ok", "", 1},
    {"an expired one", SHOWN_EXPIRED, "tls tls_verify", "expired", 1},
    {"another's", SHOWN_WRONG_NAME, "tls tls_verify",
     "it is for other.example, not for 127.0.0.1", 1},
    {"one nobody vouches for", SHOWN_SELF_SIGNED, "tls tls_verify", "self-signed certificate",
     1},
};

static const struct observation *ask(struct server *server, const char *kind)
{
    if (strcmp(kind, "tls") == 0)
        return try_now(NULL, "tls: 127.0.0.1:%d", server_port(server));
    return try_now(NULL, "http: https://127.0.0.1:%d/ok", server_port(server));
}

static void check(const struct row *row, struct server *server, const char *kind)
{
    const struct observation *saw = ask(server, kind);
    cr_expect_str_eq(fault_words(&saw->fault), row->fault, "%s %s: %s (%s)", kind, row->says,
                     fault_words(&saw->fault), saw->fault.message);
    const struct exchange *exchange = observation_answer(saw);
    cr_assert_eq(exchange->certificate_count, row->certificates, "%s %s", kind, row->says);
    const struct certificate *leaf = &exchange->certificates[0];
    cr_expect_str_eq(leaf->subject, "CN=the app");
    cr_expect_str_eq(leaf->key, "EC P-256");
    cr_expect_eq(strlen(leaf->sha256), 64);
    cr_expect_gt(leaf->not_after_utc_ns, leaf->not_before_utc_ns);
    if (row->error[0] == '\0')
        cr_expect_null(exchange->tls_verify_error);
    else
        cr_expect(strstr(exchange->tls_verify_error, row->error) != NULL, "%s: %s", row->says,
                  exchange->tls_verify_error);
    cr_expect_geq(exchange->time.phase_ns[PHASE_TLS], 0);
    cr_expect_eq(phases_sum_ns(&exchange->time), exchange->time.total_ns);
}

Test(http_tls, certificates_are_kept_whatever_is_wrong_with_them)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct server *server = server_new(authority_context(authority, rows[i].shown));
        check(&rows[i], server, "http");
        check(&rows[i], server, "tls");
        server_end(server);
    }
}

Test(http_tls, without_verification_all_are_served_and_the_error_is_kept)
{
    stage.environment.tls.verify = false;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct server *server = server_new(authority_context(authority, rows[i].shown));
        struct row row = rows[i];
        row.fault = "ok";
        check(&row, server, "http");
        check(&row, server, "tls");
        server_end(server);
    }
}

Test(http_tls, what_was_agreed_on_is_recorded_on_warm_connections_too)
{
    stage.journey.warm = true;
    struct server *server = server_new(authority_context(authority, SHOWN_GOOD));
    struct player *player = player_new("warm");
    for (int i = 0; i < 2; i++) {
        const struct observation *saw =
            try_now(player, "http: https://localhost:%d/ok", server_port(server));
        const struct exchange *exchange = observation_answer(saw);
        cr_assert_str_eq(fault_words(&saw->fault), "ok", "%s", saw->fault.message);
        cr_expect_eq(exchange->reused, i == 1);
        cr_expect_str_eq(exchange->tls_version, "TLSv1.3");
        cr_expect(strncmp(exchange->tls_cipher, "TLS_", 4) == 0);
        cr_expect_eq(exchange->certificate_count, 1);
        cr_expect_eq(exchange->certificates[0].name_count, 2);
        cr_expect_str_eq(exchange->certificates[0].names[0], "localhost");
        cr_expect_str_eq(exchange->certificates[0].names[1], "127.0.0.1");
    }
    server_end(server);
}

Test(http_tls, a_plain_server_is_not_a_certificate_problem)
{
    struct server *server = server_new(NULL);
    const struct observation *saw =
        try_now(NULL, "http: https://127.0.0.1:%d/ok", server_port(server));
    cr_expect_eq(saw->fault.phase, PHASE_TLS);
    cr_expect_neq(saw->fault.reason, REASON_TLS_VERIFY);
    server_end(server);
}

Test(http_tls, a_ca_file_without_certificates_is_the_robots_fault)
{
    stage.environment.tls.ca_pem = text_of("nothing");
    struct server *server = server_new(authority_context(authority, SHOWN_GOOD));
    const struct observation *saw =
        try_now(NULL, "http: https://127.0.0.1:%d/ok", server_port(server));
    cr_expect_str_eq(fault_words(&saw->fault), "robot robot");
    saw = try_now(NULL, "tls: 127.0.0.1:%d", server_port(server));
    cr_expect_str_eq(fault_words(&saw->fault), "robot robot");
    server_end(server);
}

Test(http_tls, faults_below_and_above_tls_keep_their_phase)
{
    static const struct {
        const char *path, *want;
    } cases[] = {
        {"/closed", "wait closed"},       {"/reset", "wait reset"},
        {"/truncated", "receive closed"}, {"/reset-mid-body", "receive reset"},
        {"/silent", "wait timeout"},      {"/stalled", "receive timeout"},
    };
    struct server *server = server_new(authority_context(authority, SHOWN_GOOD));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        stage.timeout_ns = strstr(cases[i].want, "timeout") ? 300 * NS_PER_MS : 5 * NS_PER_S;
        const struct observation *saw =
            try_now(NULL, "http: https://127.0.0.1:%d%s", server_port(server), cases[i].path);
        cr_expect_str_eq(fault_words(&saw->fault), cases[i].want, "%s: %s (%s; %s)",
                         cases[i].path, fault_words(&saw->fault), saw->fault.message,
                         saw->fault.detail);
    }
    server_end(server);
}
