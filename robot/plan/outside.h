/* SPDX-License-Identifier: Apache-2.0 */
/* outside.h - the two template functions that look at the world: env() and file().
 *
 * They stand here and not in robot/data, which is pure. Both are constant: asked once, when the plan
 * is made, so that no run of it waits for a disk or sees another value than the one before. */
#pragma once

struct generator;

extern const struct generator generator_env;
extern const struct generator generator_file;
