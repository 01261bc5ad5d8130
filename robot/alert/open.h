/* SPDX-License-Identifier: Apache-2.0 */
/* open.h - incidents about failing journeys: alone, or several at one shared place. */
#pragma once

#include "alert/state.h"

/* A broken monitor is told of, unless something holds it back. To be asked again when that may have
 * changed. */
void open_consider(struct turn *turn, struct monitor *monitor);
void open_consider_all(struct turn *turn);

/* One more failing run of a member. */
void open_failed_again(struct turn *turn, struct monitor *monitor);

/* It passed often enough. A flapping one stays until it is calm. */
void open_recovered(struct turn *turn, struct monitor *monitor);

/* The monitor is gone from the configuration. */
void open_gone(struct turn *turn, struct monitor *monitor);

/* Whether it has calmed down, when it is time to ask. */
void open_calm(struct turn *turn, struct monitor *monitor);

/* The title, the place, and the words, from the members that fail. */
void open_describe(struct incident *incident);
