/* SPDX-License-Identifier: Apache-2.0 */
/* phase.h - the parts of an exchange, one vocabulary everywhere (HAR 1.2's, then our own judge). */
#pragma once

enum phase {
    PHASE_DNS = 0,
    PHASE_CONNECT,
    PHASE_TLS,
    PHASE_SEND,
    PHASE_WAIT,    /* from the last request byte to the first response byte */
    PHASE_RECEIVE, /* from the first response byte to the last */
    PHASE_ACT,     /* finding an element of a page and acting on it */
    PHASE_JUDGE,   /* assertions and captures */
    PHASE_ROBOT,   /* the robot's own machine: verdict internal, never the app's fault */
    PHASE_COUNT,
};

const char *phase_name(enum phase phase);
