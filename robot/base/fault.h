/* SPDX-License-Identifier: Apache-2.0 */
/* fault.h - what the world, or the robot's machine, did wrong.
 *
 * A fault is part of an observation. Its phase says where, its reason is one word from a closed
 * list (it becomes a breakpoint's reason, a metric's label and a dedupe key), its message is for
 * people and may travel to alerts; its detail is for the log only. Phase robot means the robot
 * itself failed: verdict internal. */
#pragma once

#include "base/phase.h"

#include <stdbool.h>

enum reason {
    REASON_NONE = 0,
    REASON_TIMEOUT,       /* a deadline passed */
    REASON_REFUSED,       /* the other end refused the connection: it was reached */
    REASON_UNREACHABLE,   /* no way to the other end */
    REASON_RESET,         /* the peer reset the connection */
    REASON_CLOSED,        /* the peer closed it before the answer was whole */
    REASON_UNRESOLVED,    /* name resolution failed */
    REASON_TLS_VERIFY,    /* certificate chain, name or validity */
    REASON_TLS,           /* any other failure of the handshake */
    REASON_PROTOCOL,      /* malformed response */
    REASON_LIMIT,         /* a limit on hostile input was crossed */
    REASON_REDIRECT,      /* too many, a loop, or to a refused scheme */
    REASON_STATUS,        /* an assertion on the status failed */
    REASON_ASSERTION,     /* any other assertion failed */
    REASON_CAPTURE,       /* a capture found nothing */
    REASON_REPEAT,        /* repeat: until never became true */
    REASON_BUDGET,        /* over budget */
    REASON_ELEMENT,       /* an element is missing, or a customer could not act on it */
    REASON_FROZEN,        /* the page's main thread did not answer */
    REASON_CRASHED,       /* the page's process crashed */
    REASON_DEAD_CLICK,    /* nothing came of a click */
    REASON_BLANK,         /* there is nothing to see on the page */
    REASON_BLEMISH,       /* a picture or text of the page is not as it should be */
    REASON_LOOP,          /* a form was sent and the same page came again */
    REASON_RESOURCE,      /* something the page needs did not come */
    REASON_SCRIPT,        /* a script of the page failed */
    REASON_STUTTER,       /* the page stood still while it was scrolled, swiped or dragged */
    REASON_NOT_EVALUATED, /* asked about what this way of driving a browser does not see */
    REASON_CANCELLED,     /* the robot was asked to stop */
    REASON_TEMPLATE,      /* a template could not be evaluated */
    REASON_ROBOT,         /* the robot's machine failed */
    REASON_COUNT,
};

struct fault {
    enum phase phase;
    enum reason reason;  /* REASON_NONE: nothing is wrong */
    const char *message; /* safe for alerts once redacted; NULL when nothing is wrong */
    const char *detail;  /* log only, or NULL */
};

const char *reason_name(enum reason reason);
