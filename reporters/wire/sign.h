/* SPDX-License-Identifier: Apache-2.0 */
/* sign.h - HMAC-SHA256, as chat services and webhooks want it. For this room only. */
#pragma once

#include "base/text.h"

enum { SIGN_BYTES = 32 };

void sign_hmac_sha256(struct text key, struct text message, unsigned char ret[SIGN_BYTES]);
