/* SPDX-License-Identifier: Apache-2.0 */
/* config.h - from xunjian.yaml to a configuration that can be served.
 *
 * What it names (channels, calendars, zones, files) is checked here; the journeys are not read: that
 * is plan_load's, once for each environment. */
#pragma once

#include "base/diag.h"
#include "model/config.h"

struct field_table;
struct vocabulary;

struct config_options {
    const struct vocabulary *vocabulary; /* its wires are the kinds of channels */
    bool lint;                           /* secrets are not fetched */
};

struct config_reading {
    struct arena *arena;         /* owns everything below */
    const struct config *config; /* NULL when anything is wrong */
    struct diags diags;
    bool unreadable; /* there is no such file: wrong usage */
};

/* Never NULL; look at ->diags. The caller ends its arena, after the last use of the configuration. */
struct config_reading *config_load(const struct config_options *options, const char *path);

/* One of the configuration's, or one that is built in; NULL: there is none of that name. */
const struct calendar *config_calendar(const struct config *config, const char *name);

/* The table of all keys, for the schema and the reference page. */
const struct field_table *config_table(struct arena *arena,
                                       const struct vocabulary *vocabulary);
