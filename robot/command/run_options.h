/* SPDX-License-Identifier: Apache-2.0 */
/* run_options.h - what `xunjian run` was asked for. */
#pragma once

#include "base/map.h"
#include "command/options.h"

#include <stdint.h>

struct arena;
struct buffer;
struct command;
struct journey;
struct plan;
struct reporter;

struct run_options {
    const char *environment;
    const char
        *beside; /* environments are looked for from this file on; NULL: from the journeys */
    struct option_texts sets, reports, tags, names;
    const char *seed_text;
    long long repeat, parallel;
    bool strict, quiet, verbose;
    bool
        wordless; /* standard output is for something else: what fails is told on standard error */

    /* Worked out from the above. */
    uint64_t seed;
    struct map settings; /* --set, to const struct json * */
    struct {
        const struct reporter *reporter;
        const char *file;
    } outputs[OPTION_MOST_TEXTS];
    size_t output_count;
};

/* For every command that runs journeys, in its row {.shared = ..., .at = where its run_options are}:
 * in what world they run and which reports are written; which of them; how much is told. */
extern const struct option run_setting_rows[], run_choice_rows[], run_telling_rows[];

extern const struct option run_option_rows[]; /* all of `xunjian run` */

/* Works out seed, settings and reports. EXIT_PASSED, or EXIT_USAGE told on standard error. */
int run_options_settle(const struct command *command, struct run_options *options,
                       struct arena *arena);

/* True when the journey has one of --tag (any will do) and one of --name (globs). */
bool run_options_select(const struct run_options *options, const struct journey *journey);
