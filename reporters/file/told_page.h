/* SPDX-License-Identifier: Apache-2.0 */
/* told_page.h - what a browser saw, in the words every reporter uses. */
#pragma once

#include "model/observation.h"
#include "model/page_sight.h"

struct arena;

/* The action that ended the attempt, or in which its time ran out; NULL when all were done. */
const struct action_sight *told_failed_action(const struct observation *saw);

/* "click text 登录". */
const char *told_action(struct arena *arena, const struct action_sight *action);

/* "error", "warning", ...; "exception" for an uncaught one. */
const char *told_level(const struct console_sight *said);

/* "TEXT (URL:LINE:COLUMN)". */
const char *told_console(struct arena *arena, const struct console_sight *said);

/* "58 frames a second, 3% dropped; stood still for 300ms by SCRIPT"; NULL when nothing moved. */
const char *told_motion(struct arena *arena, const struct motion *motion);

/* An exchange that did not bring what was asked for. */
bool told_missed(const struct exchange *exchange);

/* One whose answer people read: the page itself, or what its scripts asked for. */
bool told_readable(const struct exchange *exchange);

/* When the last action or exchange of an attempt ended, from its start. */
int64_t told_page_end(const struct observation *saw);

/* The exchanges that began in action `index`: from *ret_first, so many. */
size_t told_exchanges_of(const struct observation *saw, size_t index, size_t *ret_first);
