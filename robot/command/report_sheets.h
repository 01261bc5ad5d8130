/* SPDX-License-Identifier: Apache-2.0 */
/* report_sheets.h - the reports there are: a question to the store each, as a sheet. */
#pragma once

#include "store/read.h"

#include <stdbool.h>

struct sheet;

struct report_sheet {
    const char *name, *title, *title_zh;
    const char *text; /* one sentence */
    const struct column *columns;
    size_t column_count;
    bool (*fill)(struct reader *reader, const struct run_filter *filter, struct sheet *sheet,
                 const char **ret_why);
};

/* NULL: no such report. */
const struct report_sheet *report_sheet_named(const char *name);
/* For help and did-you-mean: names, NULL-terminated. */
extern const char *const report_sheet_names[];
