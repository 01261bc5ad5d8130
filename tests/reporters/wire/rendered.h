/* SPDX-License-Identifier: Apache-2.0 */
/* rendered.h - a message as a wire of that name renders it, by settings as they stand in xunjian.yaml. */
#pragma once

#include "document/json.h"
#include "model/message.h"
#include "model/wire.h"

struct arena;

/* What all tests send: a credit journey that timed out; and its end, 5 minutes later. */
struct message rendered_trigger(void);
struct message rendered_resolve(void);

/* The moment requests are rendered: 2023-11-14T22:13:20Z. */
extern const int64_t rendered_now_utc_ns;

const struct wire *rendered_wire(const char *name);

/* The params of a wire, from YAML; fails the test when they are wrong. */
const void *rendered_params(struct arena *arena, const char *wire, const char *yaml);

/* True when the YAML is refused. */
bool rendered_refuses(struct arena *arena, const char *wire, const char *yaml);

struct wire_request rendered(struct arena *arena, const char *wire, const char *yaml,
                             const struct message *message);

/* The body as JSON; fails the test when it is none. */
const struct json *rendered_json(struct arena *arena, const struct wire_request *request);

/* NULL: there is none. */
const char *rendered_header(const struct wire_request *request, const char *name);

/* How the wire takes an answer. */
struct rendered_row {
    const char *text; /* a sentence */
    int status;
    const char *body;
    enum wire_verdict verdict;
    const char *why; /* part of the words; NULL: any */
};
void rendered_judges(struct arena *arena, const char *wire, const char *yaml,
                     const struct rendered_row *rows, size_t count);

/* A string of `bytes` bytes: `part` over and over, cut between characters. */
const char *rendered_long(struct arena *arena, const char *part, size_t bytes);
