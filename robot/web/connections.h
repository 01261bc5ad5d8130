/* SPDX-License-Identifier: Apache-2.0 */
/* connections.h - no connection may take its time: a deadline for each, kept by one thread.
 *
 * libmicrohttpd only knows how long a connection was silent, so that a byte every ten seconds keeps
 * a thread for ever. Here a request must be whole, and an answer taken, within a time; what is late is
 * shut down, which its thread notices. */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct arena;
struct connection;
struct connections;

/* Room for `most`; NULL: no thread was to be had. */
struct connections *connections_start(struct arena *arena, size_t most);
void connections_stop(struct connections *connections);

/* A request must be whole within CONNECTION_REQUEST_NS of the opening or of the answer before. NULL:
 * no room, the connection goes unwatched by this. */
struct connection *connections_opened(struct connections *connections, int fd);
void connections_closed(struct connections *connections, struct connection *connection);

/* From now the connection may last `most_ns`; 0: as long as it wants (a stream). */
void connections_grant(struct connections *connections, struct connection *connection,
                       int64_t most_ns);
