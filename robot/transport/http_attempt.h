/* SPDX-License-Identifier: Apache-2.0 */
/* http_attempt.h - one try of an `http:` step: a request and those its redirects lead to. */
#pragma once

#include "model/step_kind.h"

struct http_attempt;

extern const struct transport http_transport;

/* Hands over an attempt that ended outside libcurl: the station calls it for each in its list. */
void http_attempt_settle(struct http_attempt *trying);
