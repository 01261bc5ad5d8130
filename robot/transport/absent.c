/* SPDX-License-Identifier: Apache-2.0 */
/* absent.c - kinds the language knows and this binary does not have: named, so that a journey which
 * uses one is told so, instead of "unknown key". */

#include "model/step_kind.h"

#include <stddef.h>

#define ABSENT(id, words)                         \
    extern const struct step_kind step_kind_##id; \
    const struct step_kind step_kind_##id = {     \
        .name = #id, .text = words, .absent = #id " steps are not built into this binary"}
ABSENT(adb, "commands on an Android device, by adb");
ABSENT(ssh, "a command on a host, by SSH");
