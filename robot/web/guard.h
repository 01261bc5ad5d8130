/* SPDX-License-Identifier: Apache-2.0 */
/* guard.h - who may ask: the questions before any handler, in the order of this page.
 *
 * Each is false when the request must go no further, and has then been answered. */
#pragma once

#include <stdbool.h>

struct answer;
struct request;

enum guard_who {
    WHO_ANYBODY = 0,
    WHO_TOKEN,  /* the right token or a session, when a token is asked for at all: else 401 */
    WHO_PERSON, /* the same, but sent to the login page */
};

enum guard_from {
    FROM_ANYWHERE = 0,
    FROM_HERE, /* not from another site's page; programs, who say nothing of sites, may */
    FROM_FORM, /* that, and with the CSRF token; a program shows the bearer token instead */
};

/* Host must name this server: a name that an attacker points at 127.0.0.1 makes his page one of
 * ours in the browser's eyes (DNS rebinding). An address does no harm if it is ours. */
bool guard_host(struct request *request, struct answer *answer);

/* Reads cookie and Authorization, then judges. */
bool guard_who(struct request *request, enum guard_who who, struct answer *answer);

bool guard_from(struct request *request, enum guard_from from, struct answer *answer);

/* False: too many failures from this address, answered 429. */
bool guard_throttle(struct request *request, struct answer *answer);
void guard_failed(struct request *request);
