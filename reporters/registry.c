/* SPDX-License-Identifier: Apache-2.0 */
/* registry.c - every reporter there is. A new one is its file and its line. */

#include "model/reporter.h"

#include <stddef.h>

#define REPORTERS     \
    REPORTER(console) \
    REPORTER(dot)     \
    REPORTER(graph)   \
    REPORTER(har)     \
    REPORTER(html)    \
    REPORTER(json)    \
    REPORTER(junit)   \
    REPORTER(map)     \
    REPORTER(svg)     \
    REPORTER(tap)

#define REPORTER(name) extern const struct reporter reporter_##name;
REPORTERS
#undef REPORTER

#define REPORTER(name) &reporter_##name,
const struct reporter *const reporters[] = {REPORTERS NULL};
#undef REPORTER
