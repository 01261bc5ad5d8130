/* SPDX-License-Identifier: Apache-2.0 */
/* command.h - windows of muting that people set. */
#pragma once

#include "alert/state.h"

/* Those that are over go away. */
void command_drop_windows(struct alerts *alerts, int64_t now_utc_ns);

void window_free(struct window *window);
struct window *window_find(const struct alerts *alerts, const char *name);
