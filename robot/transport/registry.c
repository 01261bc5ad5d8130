/* SPDX-License-Identifier: Apache-2.0 */
/* registry.c - every step kind there is. A new one is its file and its line. */

#include "model/step_kind.h"

#include <stddef.h>

#define STEP_KINDS     \
    STEP_KIND(adb)     \
    STEP_KIND(app)     \
    STEP_KIND(browser) \
    STEP_KIND(dns)     \
    STEP_KIND(http)    \
    STEP_KIND(include) \
    STEP_KIND(ssh)     \
    STEP_KIND(tcp)     \
    STEP_KIND(tls)     \
    STEP_KIND(wait)

#define STEP_KIND(name) extern const struct step_kind step_kind_##name;
STEP_KINDS
#undef STEP_KIND

#define STEP_KIND(name) &step_kind_##name,
const struct step_kind *const step_kinds[] = {STEP_KINDS NULL};
#undef STEP_KIND
