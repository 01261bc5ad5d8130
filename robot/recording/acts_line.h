/* SPDX-License-Identifier: Apache-2.0 */
/* acts_line.h - what stands in an event of a recording, and one action as a line of YAML. For acts*.c only. */
#pragma once

#include "base/buffer.h"
#include "base/text.h"

#include <stdbool.h>

struct acts_draft;
struct json;

/* "" and 0 where there is no such member, or one of another type. */
struct text acts_word(const struct json *event, const char *name);
long long acts_number(const struct json *event, const char *name);
/* Does it say which element, in a way we know? */
bool acts_has_aim(const struct json *event);

/* A line in flow style, {key: value, ...}, made piece by piece. */
struct acts_line {
    struct buffer out;
    bool open; /* something stands in the braces */
};

void acts_line_begin(struct acts_line *line, const char *what);
void acts_line_text(struct acts_line *line, const char *key, struct text value);
void acts_line_raw(struct acts_line *line, const char *key, const char *value);
/* The element, in the words recorder.js found for it: one way to say it, and what belongs to that. */
void acts_line_aim(struct acts_draft *draft, struct acts_line *line, const struct json *event);
/* Goes to the step that is being written. */
void acts_line_end(struct acts_draft *draft, struct acts_line *line);
