/* SPDX-License-Identifier: Apache-2.0 */
/* registry.c - every check of how a page feels. A new one is its file and its line. */

#include "model/felt.h"

#include <stddef.h>

#define FELT_CHECKS       \
    FELT(blank)           \
    FELT(broken_image)    \
    FELT(cut_off_text)    \
    FELT(dead_click)      \
    FELT(failed_resource) \
    FELT(frozen)          \
    FELT(overlap)         \
    FELT(rage_loop)       \
    FELT(script_error)    \
    FELT(stutter)         \
    FELT(template)

#define FELT(name) extern const struct felt_check felt_##name;
FELT_CHECKS
#undef FELT

#define FELT(name) &felt_##name,
const struct felt_check *const felt_checks[] = {FELT_CHECKS NULL};
#undef FELT
