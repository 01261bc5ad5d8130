/* SPDX-License-Identifier: Apache-2.0 */
/* phase.c - the phases' names, as they stand in YAML, reports and alerts. */

#include "base/phase.h"
#include "base/must.h"

const char *phase_name(enum phase phase)
{
    static const char *const names[PHASE_COUNT] = {
        [PHASE_DNS] = "dns",   [PHASE_CONNECT] = "connect", [PHASE_TLS] = "tls",
        [PHASE_SEND] = "send", [PHASE_WAIT] = "wait",       [PHASE_RECEIVE] = "receive",
        [PHASE_ACT] = "act",   [PHASE_JUDGE] = "judge",     [PHASE_ROBOT] = "robot",
    };
    must((unsigned)phase < PHASE_COUNT);
    return names[phase];
}
