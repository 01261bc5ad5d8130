/* SPDX-License-Identifier: Apache-2.0 */
/* clean.h - secrets taken out of what is kept, while it is still known which values are secret.
 *
 * What a run captured is forgotten with the run (base/redact.h): it must be looked for before the
 * run's arena ends, not when the row is written. */
#pragma once

#include "base/text.h"

struct arena;
struct finding;
struct record;

/* The string without secrets: itself, or a copy in the arena. NULL stays NULL. */
const char *clean_string(struct arena *arena, const char *string);

/* Replaces every foreign string of the record that holds a secret. */
void clean_record(struct record *record);

/* A copy in the arena, with its strings, without secrets. */
struct finding clean_finding(struct arena *arena, const struct finding *finding);
