/* SPDX-License-Identifier: Apache-2.0 */
/* predicates.c - every predicate there is. A new one is its definition and its line. */

#include "query/predicate.h"

#define PREDICATES         \
    PREDICATE(any_of)      \
    PREDICATE(between)     \
    PREDICATE(contains)    \
    PREDICATE(count)       \
    PREDICATE(empty)       \
    PREDICATE(ends_with)   \
    PREDICATE(equals)      \
    PREDICATE(exists)      \
    PREDICATE(ge)          \
    PREDICATE(gt)          \
    PREDICATE(in)          \
    PREDICATE(le)          \
    PREDICATE(lt)          \
    PREDICATE(matches)     \
    PREDICATE(not )        \
    PREDICATE(starts_with) \
    PREDICATE(type)

#define PREDICATE(name) extern const struct predicate predicate_##name;
PREDICATES
#undef PREDICATE

#define PREDICATE(name) &predicate_##name,
const struct predicate *const predicates[] = {PREDICATES NULL};
#undef PREDICATE
