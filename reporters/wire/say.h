/* SPDX-License-Identifier: Apache-2.0 */
/* say.h - what wires have in common: JSON bodies, moments as text, cuts that fit a service's limit. For
 * this room only. */
#pragma once

#include "model/message.h"
#include "model/wire.h"

struct arena;
struct buffer;

enum { SAY_MOST_BODY = 1 << 20 };

/* RFC 3339 with milliseconds, in UTC. */
const char *say_utc(struct arena *arena, int64_t utc_ns);

/* "1h 12m", "45s": how long an incident has lasted or lasted. */
const char *say_lasted(struct arena *arena, const struct message *message, int64_t now_utc_ns);

/* At most `most` bytes, cut between UTF-8 characters, "..." where something was cut. */
const char *say_cut(struct arena *arena, const char *string, size_t most);

/* The buffer's bytes in the arena; ends the buffer. */
struct text say_body(struct arena *arena, struct buffer *body);

/* One more header, in the arena. */
void say_header(struct arena *arena, struct wire_request *request, const char *name,
                const char *value);

/* A URL without slashes at its end. */
const char *say_base(struct arena *arena, const char *url);

bool say_is_over(const struct message *message); /* a resolve */
