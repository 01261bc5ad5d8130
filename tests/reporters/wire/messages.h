/* SPDX-License-Identifier: Apache-2.0 */
/* messages.h - messages for tests of what is sent. */
#pragma once

#include "model/message.h"

/* A journey that fails at a step; `key` names the incident. In `arena`. */
struct message *message_about(struct arena *arena, enum message_kind kind, const char *key);
