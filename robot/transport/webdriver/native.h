/* SPDX-License-Identifier: Apache-2.0 */
/* native.h - a native app behind Appium: what the native driver's files share.
 *
 * There is no page to put agent.js into: what it does there, finding, waiting, reading, is done here, command
 * by command. */
#pragma once

#include "transport/webdriver/remote.h"

/* native_find.c: locate, focus and expect, with arguments and answers as agent.js has them. */
void native_find(struct remote *remote, const char *function, const struct json *argument,
                 drive_done_fn *done, void *thing);

/* native_match.c: what is found, against what was expected. NULL: it is so; else why not. */
const char *native_mismatch(struct arena *arena, const struct json *expect, struct text actual);
/* The strategy and the value of an aim: "accessibility id", "login". False: a native app has no such
 * thing; then *ret_using says so. */
bool native_strategy(struct arena *arena, const struct json *aim, const char **ret_using,
                     const char **ret_value);

/* native_ask.c */
void native_ask(struct drive *drive, const char *function, const struct json *argument,
                bool again, drive_done_fn *done, void *thing);
/* {ok: true, ...} and {ok: false, why, detail}, to be added to. */
struct json *native_yes(struct arena *arena);
const struct json *native_no(struct arena *arena, const char *why, const char *detail);

/* native_input.c */
void native_input(struct drive *drive, const struct input *inputs, size_t count,
                  drive_done_fn *done, void *thing);
