/* SPDX-License-Identifier: Apache-2.0 */
/* tidy.h - what can be derived from the rows, once they are all back. */
#pragma once

#include "alert/state.h"

/* Does nothing unless something was restored since. */
void tidy_restored(struct alerts *alerts);
