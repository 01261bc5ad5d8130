/* SPDX-License-Identifier: Apache-2.0 */
/* Did you mean: near names only, the nearest of them. */

#include "base/suggest.h"

#include <criterion/criterion.h>

Test(suggest, the_nearest_name_or_none)
{
    static const char *const names[] = {"assert", "capture", "retry", "repeat",
                                        "budget", "if",      "url",   NULL};
    static const struct {
        const char *sentence, *wrong, *nearest;
    } rows[] = {
        {"a letter missing", "asert", "assert"},
        {"a letter too many", "captures", "capture"},
        {"another letter", "bugget", "budget"},
        {"neighbours swapped", "rerty", "retry"},
        {"a short name, one letter", "ur", "url"},
        {"a short name, all letters", "xyz", NULL},
        {"nothing like it", "headers", NULL},
        {"nothing at all", "", NULL},
        {"far too long to be one",
         "a-name-that-nobody-would-ever-write-into-a-scenario-by-mistake", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *nearest = suggest(text_of(rows[i].wrong), names);
        cr_expect_eq(nearest == NULL, rows[i].nearest == NULL, "%s: %s", rows[i].sentence,
                     nearest);
        if (nearest != NULL && rows[i].nearest != NULL)
            cr_expect_str_eq(nearest, rows[i].nearest, "%s", rows[i].sentence);
    }
}

Test(suggest, of_equally_near_ones_the_first)
{
    static const char *const names[] = {"cat", "car", NULL};
    cr_expect_str_eq(suggest(text_of("cab"), names), "cat");
}
