/* SPDX-License-Identifier: Apache-2.0 */
/* clean.h - foreign text without secrets, before a reporter cuts or encodes it.
 *
 * All that is written is redacted by value at the door to disk (base/files.h), in every encoding
 * known there. Two things would slip through: a secret cut in half by an excerpt, and an encoding
 * of an encoding (a JSON body within a JSON report, in base64). So what reporters cut or encode is
 * redacted as it came, first. */
#pragma once

#include "base/buffer.h"

struct clean {
    struct text text; /* valid until clean_done */
    struct buffer held;
};

void clean_init(struct clean *clean, struct text foreign);
void clean_done(struct clean *clean);

/* Bodies of steps that passed, and of those that did not: what a report keeps of each. */
enum { BODY_BYTES_PASSED = 4 << 10, BODY_BYTES_FAILED = 64 << 10 };

/* The same of a WebSocket's messages, and of each of them. */
enum { MESSAGES_PASSED = 50, MESSAGES_FAILED = 500, MESSAGE_BYTES = 4 << 10 };

/* What a report shows of a body. */
struct excerpt {
    struct clean clean;
    struct text text; /* at most so many bytes, whole characters when it is text */
    bool is_text;     /* valid UTF-8 without NUL; else it must be encoded */
    bool cut;
};

void excerpt_init(struct excerpt *excerpt, struct text body, size_t most);
void excerpt_done(struct excerpt *excerpt);
