/* SPDX-License-Identifier: Apache-2.0 */
/* write.h - a draft as a journey file, and as the environment it runs in. */
#pragma once

#include <stdbool.h>

struct buffer;
struct draft;

/* `bases`: the origins are variables of the journey, since no environment will tell them. */
void write_journey(const struct draft *draft, const char *id, bool bases, struct buffer *out);

/* environments/recorded.yaml: the origins, and where each secret is to come from. */
void write_environment(const struct draft *draft, struct buffer *out);
