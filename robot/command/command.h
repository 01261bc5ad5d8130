/* SPDX-License-Identifier: Apache-2.0 */
/* command.h - the shape of a subcommand.
 *
 * To add one: write robot/command/NAME.c defining `const struct command command_NAME`, and add its
 * line to robot/command/registry.c. Only this room prints. */
#pragma once

/* What a CI job can rely on. */
enum exit_code {
    EXIT_PASSED = 0, /* everything selected ran and passed (degraded too, without --strict) */
    EXIT_FAILED = 1, /* at least one journey failed, or a gate was crossed */
    EXIT_USAGE = 2,  /* wrong usage */
    EXIT_WRONG_FILE = 3, /* a scenario, config, rule or expression is wrong */
    EXIT_INTERNAL = 4,   /* the robot itself failed: never mistaken for a broken app */
    EXIT_NOTHING = 5,    /* nothing was selected, or not all of it ran: never green */
};

struct command {
    const char *name;
    const char *text;             /* one sentence */
    const char *arguments;        /* "[OPTIONS] [PATH...]" */
    const struct option *options; /* ends with {0}; NULL: none */
    /* argv[0] is the command's name. Returns an exit code. */
    int (*run)(const struct command *self, int argc, char **argv);
};

extern const struct command *const commands[]; /* sorted by name, NULL-terminated */
