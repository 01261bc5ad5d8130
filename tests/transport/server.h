/* SPDX-License-Identifier: Apache-2.0 */
/* server.h - a server that misbehaves on request: the path says how.
 *
 * Plain sockets and a thread per connection, because what is to be shown (a reset in the middle of
 * a body, a header that never ends) is what a proper HTTP server will not do. See the table in
 * server_acts.c for the paths. */
#pragma once

#include <openssl/ssl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct server;

/* One connection. */
struct talk {
    struct server *server;
    int fd;
    SSL *ssl;   /* or NULL */
    int number; /* of this connection, from 1 */
    char head[16384], body[65536];
    size_t head_length, body_length;
    int64_t asked_ns; /* when the request's last byte was read */
};

/* Listens on a free port of 127.0.0.1. `context`: speaks TLS with it; NULL: plain. */
struct server *server_new(SSL_CTX *context);
void server_end(struct server *server); /* breaks connections, waits for their threads */
int server_port(const struct server *server);
int server_connections(struct server *server); /* so far */

/* What the last request on each path told the server; copied, "" when there was none. */
void server_last_head(struct server *server, char *ret, size_t size);
/* The longest it took, by the server's own clock, from a request to the first byte of its answer. */
int64_t server_delay_ns(struct server *server);
void server_note_delay(struct server *server, int64_t delay_ns);
/* Connections that carried requests of more than one run. */
int server_crossings(struct server *server);

bool talk_read_request(struct talk *talk); /* false at the end */
bool talk_say(struct talk *talk, const char *bytes, size_t length);
bool talk_print(struct talk *talk, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void talk_reset(struct talk *talk); /* the next close sends RST */
void talk_wait_until_left(struct talk *talk);

/* server_acts.c: answers one request; false: close. */
bool server_act(struct talk *talk);
