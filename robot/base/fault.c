/* SPDX-License-Identifier: Apache-2.0 */
/* fault.c - the reasons' names, as they stand in reports, metrics and dedupe keys. */

#include "base/fault.h"
#include "base/must.h"

const char *reason_name(enum reason reason)
{
    static const char *const names[REASON_COUNT] = {
        [REASON_NONE] = "none",
        [REASON_TIMEOUT] = "timeout",
        [REASON_REFUSED] = "refused",
        [REASON_UNREACHABLE] = "unreachable",
        [REASON_RESET] = "reset",
        [REASON_CLOSED] = "closed",
        [REASON_UNRESOLVED] = "unresolved",
        [REASON_TLS_VERIFY] = "tls_verify",
        [REASON_TLS] = "tls",
        [REASON_PROTOCOL] = "protocol",
        [REASON_LIMIT] = "limit",
        [REASON_REDIRECT] = "redirect",
        [REASON_STATUS] = "status",
        [REASON_ASSERTION] = "assertion",
        [REASON_CAPTURE] = "capture",
        [REASON_REPEAT] = "repeat",
        [REASON_BUDGET] = "budget",
        [REASON_ELEMENT] = "element",
        [REASON_FROZEN] = "frozen",
        [REASON_CRASHED] = "crashed",
        [REASON_DEAD_CLICK] = "dead_click",
        [REASON_BLANK] = "blank",
        [REASON_BLEMISH] = "blemish",
        [REASON_LOOP] = "loop",
        [REASON_RESOURCE] = "resource",
        [REASON_SCRIPT] = "script",
        [REASON_STUTTER] = "stutter",
        [REASON_NOT_EVALUATED] = "not_evaluated",
        [REASON_CANCELLED] = "cancelled",
        [REASON_TEMPLATE] = "template",
        [REASON_ROBOT] = "robot",
    };
    must((unsigned)reason < REASON_COUNT);
    return names[reason];
}
