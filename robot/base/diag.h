/* SPDX-License-Identifier: Apache-2.0 */
/* diag.h - telling the author of a file what is wrong in it.
 *
 * A diag is the user's error and has a place. All of a pass are collected and printed like a
 * compiler's. Wording: lower case, no full stop, what is wrong and the value complained of; the
 * hint says what to do. */
#pragma once

#include "base/text.h"

#include <stdarg.h>
#include <stdbool.h>

struct arena;
struct buffer;

/* A file's name and bytes, kept while its places are, so that an error can show its line. */
struct source {
    const char *name;
    struct text bytes;
};

struct place {
    const struct source *source; /* NULL for values that came from no file (--set) */
    int line, column;            /* from 1; column counts characters, not bytes */
    int length;                  /* characters to underline, at least 1 */
};

/* Of the byte at `offset`; past the end: where the end is. */
struct place place_at(const struct source *source, size_t offset);

struct diag {
    struct place at;
    const char *message;
    const char *hint;         /* or NULL */
    const struct diag *cause; /* what led here (an include), or NULL */
    struct diag *next;
};

struct diags {
    struct arena *arena; /* owns every message */
    struct diag *first, **last;
    int count;
};

void diags_init(struct diags *all, struct arena *arena);

/* Records an error and returns it, so that a hint or a cause can be added. */
struct diag *diag_add(struct diags *all, struct place at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Says what led to `d`, before what was said already. `message` is not copied. */
void diag_cause(struct diags *all, struct diag *d, struct place at, const char *message);

/* Puts the errors of each file in the order of its lines; files stay in the order first met. Checks
 * run one after the other, readers read from top to bottom. What is told twice of one place stays
 * once. */
void diags_sort(struct diags *all);

/* FILE:LINE:COL: error: MESSAGE, the source line, a caret under the place, the hint, the causes. */
void diag_render(const struct diag *d, struct buffer *out);
void diags_render(const struct diags *all, struct buffer *out);
