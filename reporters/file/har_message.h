/* SPDX-License-Identifier: Apache-2.0 */
/* har_message.h - HAR's request and response. For har.c. */
#pragma once

#include "model/observation.h"

struct json_out;

/* Bodies are kept up to body_bytes. */
void har_request(const struct exchange *exchange, size_t body_bytes, struct json_out *out);
/* What went over a WebSocket, as Chromium's developer tools write it: "_webSocketMessages"; nothing of
 * other exchanges. */
void har_messages(const struct exchange *e, size_t body_bytes, struct json_out *out);
void har_response(const struct exchange *exchange, size_t body_bytes, struct json_out *out);
