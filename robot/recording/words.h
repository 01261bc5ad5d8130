/* SPDX-License-Identifier: Apache-2.0 */
/* words.h - names as APIs write them, as words, as variables, and whether two mean one thing. */
#pragma once

#include "base/text.h"

struct arena;

/* tradePassword, trade-password, X_Trade_Password: "trade_password". Empty when nothing is left. */
const char *words_snake(struct arena *arena, struct text name);
/* "bank-card": "bank card". */
const char *words_plain(struct arena *arena, struct text name);
/* orders: order; policies: policy; status: status. Of the last word. */
const char *words_singular(struct arena *arena, const char *words);

/* "id", "orderId", "order_no", "questionnaireId", "access_token": names of what identifies. */
bool words_identify(struct text name);
/* Names of passwords and other secrets that customers know. */
bool words_password(struct text name);
/* Names of tokens and keys that machines hold. */
bool words_token(struct text name);
/* Names of codes sent to a customer. */
bool words_code(struct text name);
/* Names under which an answer says how far something is: state, status ... */
bool words_state(struct text name);

/* Whether any of the words, separated by blanks, occurs in `t`, whatever the case. */
bool words_any(struct text t, const char *words);

/* A segment of a path that is a value and no name: digits, long hex, a mark of redaction. */
bool words_value(struct text segment);

/* Words of a path that say little alone: code, list, detail ... */
bool words_vague(const char *words);
