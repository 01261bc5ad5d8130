/* SPDX-License-Identifier: Apache-2.0 */
/* text.h - foreign bytes with a length; `const char *` stays for strings of our own. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct arena;

struct text {
    const char *at; /* not NUL-terminated; never NULL when length > 0 */
    size_t length;
};

/* For printf's %.*s: printf("%.*s", TEXT_ARGS(t)). */
#define TEXT_ARGS(t) (int)(t).length, (t).at

struct text text_of(const char *string);                   /* NULL gives an empty text */
struct text text_copy(struct arena *arena, struct text t); /* the copy is NUL-terminated too */
char *text_string(struct arena *arena, struct text t);

bool text_is(struct text t, const char *string);
bool text_equal(struct text a, struct text b);
bool text_equal_ignoring_case(struct text a, struct text b); /* ASCII letters only */
bool text_starts_with(struct text t, struct text prefix);
bool text_ends_with(struct text t, struct text suffix);

/* Index of the first `needle` at or after `from`; -1 when there is none. */
ptrdiff_t text_find(struct text t, struct text needle, size_t from);

/* Cut to what is there; an empty slice still says where it is. */
struct text text_slice(struct text t, size_t from, size_t to);
struct text text_trim(struct text t); /* without ASCII white space at both ends */

/* Whole-text decimal integer in [least, most]; false leaves *ret alone. */
bool text_to_int(struct text t, long long least, long long most, long long *ret);
