/* SPDX-License-Identifier: Apache-2.0 */
/* redact_forms.h - every way a secret may be written. For redact.c and its tests. */
#pragma once

#include "base/text.h"

struct arena;

/* Calls each(form, thing) for every form of `value`, the value itself first. Forms may repeat. */
void redact_forms(struct arena *arena, struct text value,
                  void (*each)(struct text form, void *thing), void *thing);
