/* SPDX-License-Identifier: Apache-2.0 */
/* serve.h - `xunjian serve` against the demo app, started for one test, in a folder of its own.
 *
 * As with demo.h, everything here fails the running Criterion test when it does not go well. */
#pragma once

#include "tests/system/demo.h"
#include "tests/system/process.h"

struct serving {
    struct demo *demo;
    struct running robot;
    char folder[128]; /* of the configuration and the store; removed by serve_stop */
    char config[160];
    char url[128]; /* of the page; no slash at the end */
};

/* Starts the demo app and the robot with `yaml` as its configuration, in which @FOLDER@ is the
 * folder and @SCENARIOS@ the shipped ones; `files` are NAME, CONTENT pairs written there before,
 * NULL-terminated, or NULL. Returns when the robot serves. */
struct serving serve_start(const char *yaml, const char *const *files);

/* SIGTERM, and all that it wrote: it must have ended well. The demo app ends, the folder goes. */
struct ran serve_stop(struct serving *serving);

/* The same in two parts, for a look at the folder in between. */
struct ran serve_stop_keeping(struct serving *serving);
void serve_clear(struct serving *serving);

/* In between: the robot ends in this way or is started again, the demo app and the folder stay. */
void serve_kill(struct serving *serving);
void serve_again(struct serving *serving);

/* A second robot of the same configuration, until it ends. */
struct ran serve_beside(const struct serving *serving);

/* GET from the robot's page; the body, freed with free(). *ret_status may be NULL. */
char *serve_get(const struct serving *serving, const char *path, long *ret_status);
char *serve_post(const struct serving *serving, const char *path, const char *body,
                 long *ret_status);

/* Polls until the page at `path` holds `text`; fails the test after a minute. Returns the page. */
char *serve_await(const struct serving *serving, const char *path, const char *text);

/* Polls until `file` (in the folder) holds `text` `times` times at least; fails after a minute. */
char *serve_await_file(const struct serving *serving, const char *file, const char *text,
                       int times);
int count_of(const char *haystack, const char *needle);
