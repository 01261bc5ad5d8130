/* SPDX-License-Identifier: Apache-2.0 */
/* must.c - the end of a program whose invariant broke. */

#include "base/must.h"

#include <stdio.h>
#include <stdlib.h>

void must_fail(const char *truth, const char *file, int line, const char *func)
{
    fprintf(stderr, "xunjian: broken invariant: %s (%s:%d, %s)\n", truth, file, line, func);
    abort();
}
