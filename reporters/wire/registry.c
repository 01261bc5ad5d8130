/* SPDX-License-Identifier: Apache-2.0 */
/* registry.c - every kind of channel there is. A new one is its file and its line. */

#include "model/wire.h"

#include <stddef.h>

#define WIRES          \
    WIRE(alertmanager) \
    WIRE(dingtalk)     \
    WIRE(email)        \
    WIRE(exec)         \
    WIRE(feishu)       \
    WIRE(pagerduty)    \
    WIRE(slack)        \
    WIRE(webhook)      \
    WIRE(wecom)

#define WIRE(name) extern const struct wire wire_##name;
WIRES
#undef WIRE

#define WIRE(name) &wire_##name,
const struct wire *const wires[] = {WIRES NULL};
#undef WIRE
