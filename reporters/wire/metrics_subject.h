/* SPDX-License-Identifier: Apache-2.0 */
/* metrics_subject.h - whom samples speak of: a journey's newest run, or one of its steps. */
#pragma once

#include "model/record.h"
#include "reporters/wire/metrics.h"

struct subject {
    const struct record *record;
    const struct record_step *step; /* NULL: the journey */
    const struct record_step
        *answer;        /* whose answer speaks for it: the step, or of a journey the
                                       * one it broke at, else the last that got one; NULL: none */
    struct timing time; /* of a journey: the sum over its steps */
    enum verdict verdict;
    bool http;          /* some http step was tried */
    struct text labels; /* written */
};

struct subjects {
    const struct subject *items;
    size_t count;
};

/* A row in a table of families: tell writes the samples of one subject, or none. */
struct metric_family {
    const char *name;
    enum metric_type type;
    const char *unit, *help;
    void (*tell)(struct metrics *metrics, const struct subject *subject);
};

/* Two tables, each ended by a NULL name. */
extern const struct metric_family metrics_blackbox[]; /* blackbox_exporter's names */
extern const struct metric_family metrics_own[];
