/* SPDX-License-Identifier: Apache-2.0 */
/* lookup.h - finding a command by what was typed. */
#pragma once

struct command;

/* NULL when there is none: told on standard error, with what was meant. */
const struct command *command_named(const char *name);
