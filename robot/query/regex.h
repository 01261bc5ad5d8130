/* SPDX-License-Identifier: Apache-2.0 */
/* regex.h - regular expressions by PCRE2, compiled once and run within limits.
 *
 * Patterns are UTF-8 and Unicode-aware; the JIT compiles them where it can. A compiled regex is
 * immutable and shared by threads. A subject that is not UTF-8 is searched as bytes. */
#pragma once

#include "base/text.h"
#include "query/query.h"

struct arena;
struct regex;

enum regex_result {
    REGEX_NO_MATCH = 0,
    REGEX_MATCH,
    REGEX_LIMIT, /* the match would take too long: an expression that backtracks without end */
};

enum { REGEX_MOST_GROUPS = 32 };

/* What matched: groups[0] the whole, then the parentheses; one that took no part has at NULL. */
struct regex_match {
    struct text groups[REGEX_MOST_GROUPS];
    size_t count;
};

/* NULL with *ret_error told. Lives until the arena ends. */
const struct regex *regex_compile(struct arena *arena, struct text pattern,
                                  struct query_error *ret_error);

/* Looks for the first match at or after byte `from`, the beginning of a character. `ret` may be
 * NULL; its groups point into `subject`. */
enum regex_result regex_search(const struct regex *regex, struct text subject, size_t from,
                               struct regex_match *ret);

/* Calls `found` for each match, in order, none overlapping, until it returns false. REGEX_LIMIT
 * when a limit was crossed on the way, else whether there was any. */
enum regex_result regex_each(const struct regex *regex, struct text subject,
                             bool (*found)(void *thing, const struct regex_match *match),
                             void *thing);
