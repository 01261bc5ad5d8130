/* SPDX-License-Identifier: Apache-2.0 */
/* log.h - what the operator of the robot reads: lines on standard error, redacted.
 *
 *   time=2026-01-31T08:00:00.123Z level=info msg="run finished" journey=login verdict=pass
 *
 * or, the same as JSON (every value a string, so that a field never changes its type):
 *
 *   {"time":"2026-01-31T08:00:00.123Z","level":"info","msg":"run finished","journey":"login"}
 *
 * A line is one write, so that lines of several threads never mix. */
#pragma once

#include "base/text.h"

enum log_level {
    LEVEL_ERROR = 0, /* the robot cannot do what it was asked to */
    LEVEL_WARNING,   /* it goes on, somebody should look */
    LEVEL_INFO,      /* what it does, a line for each run */
    LEVEL_DEBUG,     /* why it does so */
};

/* Before the first thread starts. Until then: LEVEL_WARNING. */
void log_set_level(enum log_level most);

enum log_format { LOG_LOGFMT = 0, LOG_JSON };

/* Before the first thread starts. Until then: LOG_LOGFMT. */
void log_set_format(enum log_format format);

/* Fields are pairs of key and value (both `const char *`), ended by NULL. Keys are ours; values may
 * be foreign: they are quoted, escaped, and cut after LOG_MOST_VALUE bytes. */
enum { LOG_MOST_VALUE = 1024 };
void log_write(enum log_level level, const char *message, ...) __attribute__((sentinel));

/* "error", "warning", "info", "debug"; false leaves *ret alone. */
bool log_level_parse(struct text name, enum log_level *ret);
