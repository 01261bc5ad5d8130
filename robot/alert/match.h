/* SPDX-License-Identifier: Apache-2.0 */
/* match.h - whom a matcher means: routes, windows of muting. */
#pragma once

#include "alert/state.h"

/* What a message or a monitor is, for matchers. */
struct whom {
    const char *journey, *environment, *owner, *business, *severity;
    const char *const *tags; /* NULL-terminated, or NULL */
};

struct whom whom_of(const struct alert_monitor *monitor, const char *severity);

/* Of the robot itself: journey and owner "xunjian", environment "". */
struct whom whom_robot(const char *severity);

/* Every list that is there must match; in a list one must; `*` stands for any characters. */
bool match_is(const struct matcher *matcher, const struct whom *whom);

/* When the windows that are open now and match end (the last of them); 0: not muted. */
int64_t match_muted(const struct alerts *alerts, const struct whom *whom, int64_t now_utc_ns);

/* Names of channels, NULL-terminated: those of the journey's own rule, else of the routes. None at
 * all: it is on the page and nowhere else. */
const char *const *match_channels(const struct alerts *alerts, const struct whom *whom,
                                  const char *const *own, struct arena *arena);

/* Where the robot tells of itself: the store's alarm channel, else the routes. */
const char *const *match_robot_channels(const struct alerts *alerts, const char *severity,
                                        struct arena *arena);

const struct channel *match_channel(const struct alerts *alerts, const char *name);
