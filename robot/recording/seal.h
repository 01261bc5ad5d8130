/* SPDX-License-Identifier: Apache-2.0 */
/* seal.h - passwords: sent plain, or encrypted in the page with a key fetched before. */
#pragma once

#include "base/text.h"

struct draft;
struct step;

/* Remembers the public keys that this step's answer gives. */
void seal_learn(struct draft *draft, const struct step *step);

/* The template that makes such a ciphertext of a secret, when `value` has the size that a key makes;
 * NULL otherwise. The secret is named after `key`, and its value not known. */
const char *seal_again(struct draft *draft, struct text key, struct text value);

/* "${login_password}": lifts a value out. `value` may be a mark of redaction, or empty. */
const char *seal_secret(struct draft *draft, const char *name, struct text value);

/* What a secret sent as `key` is called: "login_password", "trade_password". */
const char *seal_name(struct draft *draft, struct text key);
