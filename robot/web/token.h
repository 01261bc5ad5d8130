/* SPDX-License-Identifier: Apache-2.0 */
/* token.h - the one password of the page: made by `xunjian token`, kept as a hash.
 *
 * A token is 256 bits of chance, so its hash needs no slowness: nobody guesses it, and a Prometheus
 * that scrapes with it each second must cost nothing. Salted SHA-256, compared in constant time. */
#pragma once

#include "base/text.h"

struct arena;

/* *ret_token: 43 characters of base64url. *ret_hash: "sha256:SALT:HASH" in hex, for web.token_hash.
 * False: the system gave no chance. */
bool token_make(struct arena *arena, const char **ret_token, const char **ret_hash);

bool token_matches(const char *hash, struct text token);

/* `bytes` of chance as base64url: for tokens, sessions and keys. NULL: the system gave none. */
const char *token_chance(struct arena *arena, size_t bytes);
