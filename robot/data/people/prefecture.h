/* SPDX-License-Identifier: Apache-2.0 */
/* prefecture.h - the table of regions, as it is kept. */
#pragma once

#include <stddef.h>

/* A city and its counties. `counties` is code and name in turn: "01东城区02西城区"; code 00 is a
 * city without counties. */
struct prefecture {
    int code; /* 1101; 0 ends a table */
    const char *province, *name, *counties;
};

extern const struct prefecture prefectures_east[], prefectures_north[], prefectures_west[];
