/* SPDX-License-Identifier: Apache-2.0 */
/* say.h - incidents into messages, and who gets which. */
#pragma once

#include "alert/state.h"
#include "model/message.h"

/* Opens the incident's mouth: each channel that was not told yet gets the trigger. True when one
 * did. */
bool say_trigger(struct turn *turn, struct incident *incident, const char *const *channels);

/* To every channel that got the trigger. */
void say_all(struct turn *turn, struct incident *incident, enum message_kind kind);
void say_resolve(struct turn *turn, struct incident *incident, const char *why);

/* To the wires that know of it. Nobody else is told that somebody is at work. */
void say_acknowledged(struct turn *turn, struct incident *incident);

/* The trigger again to the wires that forget, where it is time. */
void say_renew(struct turn *turn, struct incident *incident);

/* When the next renewal is due; INT64_MAX: none. */
int64_t say_renew_utc_ns(const struct alerts *alerts, const struct incident *incident);

/* "critical" is 3, "info" 0. */
int severity_rank(const char *severity);
