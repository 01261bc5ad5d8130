/* SPDX-License-Identifier: Apache-2.0 */
/* css_scan.h - the words of a selector. For css*.c only. */
#pragma once

#include "base/text.h"
#include "query/query.h"

struct arena;

struct css_scan {
    struct arena *arena;
    struct text text;
    size_t at;
    int nesting;
    struct query_error *error;
};

char css_look(const struct css_scan *s);                    /* NUL at the end */
bool css_blanks(struct css_scan *s);                        /* true when there were any */
bool css_name(struct css_scan *s, struct text *ret);        /* an identifier, escapes undone */
bool css_value(struct css_scan *s, struct text *ret);       /* an identifier or a quoted text */
bool css_nth(struct css_scan *s, long *ret_a, long *ret_b); /* 2n+1, odd, even, 3, -n+2 */
bool css_at_attr(const struct css_scan *s);                 /* whether ::attr( stands here */
struct text css_lower(struct arena *arena, struct text t);

/* Both tell the error, once, and return false. */
bool css_fail(struct css_scan *s, const char *message);
bool css_unknown(struct css_scan *s, struct text name, size_t from, const char *const *names);
