/* SPDX-License-Identifier: Apache-2.0 */
/* include.h - the keys of an `include` step: the plan deals with it, no transport does. */
#pragma once

struct field_table;

extern const struct field_table include_table;
