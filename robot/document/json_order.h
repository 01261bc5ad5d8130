/* SPDX-License-Identifier: Apache-2.0 */
/* json_order.h - members by name: for finding doubles and comparing large objects without asking
 * every member about every other. */
#pragma once

#include <stddef.h>

struct json;

/* A copy of `members` sorted by name, members of one name in order of their offsets. free() it. */
const struct json **members_sorted(const struct json *const *members, size_t count);
