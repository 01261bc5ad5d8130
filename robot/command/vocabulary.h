/* SPDX-License-Identifier: Apache-2.0 */
/* vocabulary.h - what this binary knows: every registry, in one value. */
#pragma once

struct vocabulary;

/* Made at the first call, the same at every later one. */
const struct vocabulary *vocabulary_all(void);
