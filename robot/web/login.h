/* SPDX-License-Identifier: Apache-2.0 */
/* login.h - a token for a session, and back. */
#pragma once

#include "web/request.h"

handle_fn login_open, login_close;

/* What the page's script needs to know of itself: the CSRF token, whether there is a log-out. */
handle_fn login_session;
