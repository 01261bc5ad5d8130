/* SPDX-License-Identifier: Apache-2.0 */
/* query.h - what all query languages share. */
#pragma once

#include <stddef.h>

/* What is wrong with an expression. The message is static or in the arena given to compile. */
struct query_error {
    const char *message; /* lower case, no full stop: "expected ] to close the selection" */
    size_t offset;       /* byte of the expression complained of */
};
