/* SPDX-License-Identifier: Apache-2.0 */
/* browsing.h - what tests of browsers share: a folder, a journey of one step, the browser of a robot. */
#pragma once

#include "tests/system/process.h"

#include <stdbool.h>
#include <sys/types.h>

/* This test's folder, made by browsing_folder (a fixture). */
extern char browsing_in[64];
void browsing_folder(void);

/* NAME.journey.yaml there, of one step named s; its steps' addresses begin with ${at}. */
void browsing_write(const char *name, const char *settings, const char *actions, int port);
/* Runs it, and removes it. */
struct ran browsing_run(const char *name);

/* All a customer can do on tests/system/pages/page.html, and that it was done. */
extern const char browsing_able[];

/* A page is opened, then something is done that must end so. */
struct browsing_failure {
    const char *name, *actions;
    const char *breakpoint; /* "act (element)" */
    const char *words;      /* that must be said */
    int code;
};
void browsing_expect(const struct browsing_failure *failure, const char *settings, int port);

/* The process group of the robot `pid`'s browser, by its home; 0: none yet. */
pid_t browsing_browser_of(pid_t pid);
/* Waits until there is one other than `other_than`. */
pid_t browsing_await(pid_t robot, pid_t other_than);
/* Not when it has ended, and nobody has waited for it. */
bool browsing_runs(pid_t pid);
