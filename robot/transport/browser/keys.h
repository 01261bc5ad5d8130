/* SPDX-License-Identifier: Apache-2.0 */
/* keys.h - keys by their DOM names (UI Events KeyboardEvent key values), on a US keyboard. */
#pragma once

#include "base/text.h"

#include <stdbool.h>

struct key {
    const char *name; /* "Enter" */
    const char *code; /* "Enter": the place on the keyboard */
    int number;       /* Windows virtual key code */
    const char *text; /* what it writes, or NULL */
};

/* A key by name, or the key of a character of ASCII. False when there is none. The strings of a
 * character's key are in `room`. */
struct key_room {
    char name[2], code[8];
};
bool key_find(struct text name, struct key_room *room, struct key *ret);
/* "Enter, Tab, ..." for errors. */
const char *const *key_names(void);
