/* SPDX-License-Identifier: Apache-2.0 */
/* jsonpath_scan.h - the words of a path: blanks, names, strings, integers, and where it went wrong. */
#pragma once

#include "base/text.h"

#include <stdint.h>

struct arena;
struct query_error;

struct scan {
    struct arena *arena;
    struct text in;
    size_t at;
    unsigned depth;            /* filters, parentheses and calls that are open */
    struct query_error *error; /* the first one stays */
};

/* Always false, so that a parser can return it. The message is not copied. */
bool scan_fail(struct scan *s, size_t offset, const char *message);

/* The byte at `ahead` from here; -1 at the end. */
int scan_look(const struct scan *s, size_t ahead);
bool scan_blanks(struct scan *s); /* true when there were any */
/* Moves over `word` if it is here. */
bool scan_take(struct scan *s, const char *word);

/* member-name-shorthand (section 2.5.1.1); an empty text when there is none. */
struct text scan_name(struct scan *s);
/* function-name (section 2.4), or true, false, null; an empty text when there is none. */
struct text scan_word(struct scan *s);
/* A string literal (section 2.3.1.1), from its quotation mark on. */
bool scan_string(struct scan *s, struct text *ret);
/* int (section 2.3.3.1) within the range of I-JSON (RFC 7493 section 2.2). */
bool scan_int(struct scan *s, int64_t *ret);
