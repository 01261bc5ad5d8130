/* SPDX-License-Identifier: Apache-2.0 */
/* party.h - whose a URL is: the app's own, or a stranger's. */
#pragma once

#include "base/text.h"

#include <stdbool.h>

/* Of the same host, or of one of the same owner: the last two labels are equal, three where the
 * second is a registry's (com.cn, co.uk). What names no host is the page's own. */
bool party_first(struct text page, struct text url);
