/* SPDX-License-Identifier: Apache-2.0 */
/* fed.h - another tool reads what we wrote: a shell command with our bytes as its input. */
#pragma once

#include "base/text.h"

struct arena;

struct fed {
    int code;          /* its exit code; -1: it did not run or was ended */
    const char *words; /* all it wrote, standard error included; in the arena */
};

struct fed fed_to(struct arena *arena, const char *command, struct text input);
