/* SPDX-License-Identifier: Apache-2.0 */
/* respond.h - an answer's way out: redacted, compressed, with the headers that every answer has. */
#pragma once

#include "web/request.h"

#include <microhttpd.h>

enum MHD_Result respond(struct request *request, struct answer *answer);
