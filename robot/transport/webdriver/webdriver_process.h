/* SPDX-License-Identifier: Apache-2.0 */
/* webdriver_process.h - a driver program of our own, and the screen its browser draws on.
 *
 * WebKit draws on a display. Where the robot has none, an X server without a screen (Xvfb) is started
 * beside the driver; both, and all they start, are one process group below one home (home.h). These
 * block: for a thread of the offload pool. */
#pragma once

#include <stdint.h>
#include <sys/types.h>

struct arena;

struct webdriver_launch {
    const char *program;   /* WebKitWebDriver */
    const char *time_zone; /* NULL: the robot's own */
    const char *locale;    /* "zh-CN"; NULL: English */
};

struct webdriver_process {
    pid_t screen, driver; /* 0: not started */
    pid_t group;          /* led by the first of them */
    int pidfd;            /* the driver's; readable when it has ended; -1 */
    int port;
    const char *home;
    const char *why; /* it could not be started; NULL when it was */
};

/* Strings are in `arena`. Not ready yet when it returns: ask for its /status. */
void webdriver_process_start(struct arena *arena, const struct webdriver_launch *launch,
                             struct webdriver_process *ret);
/* Kills all of the group, waits for what is our child, removes the home. */
void webdriver_process_end(struct webdriver_process *process);
