/* SPDX-License-Identifier: Apache-2.0 */
/* listener.h - an HTTP server that keeps every request it got and answers from a list.
 *
 * Answers: "200", "503 Retry-After: 1" (a header), "hang" (never), "reset" (closes without a word). The
 * last one of the list again and again. One request a connection. */
#pragma once

#include "base/text.h"

#include <stdint.h>

struct arena;
struct listener;

struct listener *listener_new(const char *const *answers); /* NULL-terminated */
void listener_end(struct listener *listener);
/* On 127.0.0.1. */
int listener_port(const struct listener *listener);
/* Requests so far, as soon as there are `count`, or at the end of a minute. */
size_t listener_wait(struct listener *listener, size_t count);
/* The whole request of that index, head and body; empty: there is none. */
struct text listener_request(struct listener *listener, size_t index, struct arena *arena);
struct text listener_body(struct listener *listener, size_t index, struct arena *arena);
