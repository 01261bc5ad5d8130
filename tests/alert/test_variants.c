/* SPDX-License-Identifier: Apache-2.0 */
/* Journeys of several variants or rows: an alert says which, and one that works repairs no other. */

#include "watching.h"

#include <criterion/criterion.h>
#include <string.h>

#define MINUTE (60 * NS_PER_S)

/* Upper case: variant "new", lower case: "old"; b fails. One run a minute. */
static void runs_of(struct watch *w, const char *runs)
{
    for (const char *at = runs; *at != '\0'; at++) {
        bool bad = strchr("Bb", *at) != NULL, fresh = strchr("BG", *at) != NULL;
        watch_run(w, &(struct ran){.journey = "credit",
                                   .variant = fresh ? "new" : "old",
                                   .verdict = bad ? VERDICT_FAIL : VERDICT_PASS,
                                   .status = bad ? 500 : 200});
        watch_wait(w, MINUTE);
    }
}

static const struct {
    const char *says, *runs, *heard;
} rows[] = {
    {"one that works does not hide one that fails", "gBgggBgg", "trigger:oncall"},
    {"nor end its alert", "BBgggggg", "trigger:oncall"},
    {"which its own good runs end", "BBggGgG", "trigger:oncall resolve:oncall"},
    {"by recover of its own in a row", "BBGgBgG", "trigger:oncall"},
    {"a failure is forgotten by its own good runs", "BgGGGB", ""},
    {"when several fail any of them may end it", "BbgG", "trigger:oncall resolve:oncall"},
    {"one that is not run any more ends with the others", "BBgggggggggggggggggggggggg",
     "trigger:oncall resolve:oncall"},
};

Test(alert_variants, are_judged_one_by_one)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct watch *w = watch_new();
        watch_add(w, "credit");
        watch_configure(w);
        runs_of(w, rows[i].runs);
        cr_expect_str_eq(watch_heard(w), rows[i].heard, "%s", rows[i].says);
        watch_end(w);
    }
}

Test(alert_variants, survive_a_restart)
{
    struct watch *w = watch_new();
    watch_add(w, "credit");
    watch_configure(w);
    runs_of(w, "BB");
    struct kept kept = {
        .arena = w->arena, .rows = arena_array(w->arena, 100, struct alert_row), .size = 100};
    watch_restart(w, &kept);
    runs_of(w, "gg");
    cr_expect_str_eq(watch_heard(w), "trigger:oncall");
    watch_end(w);
}

Test(alert_variants, and_rows_are_named)
{
    struct watch *w = watch_new();
    watch_add(w, "credit");
    watch_configure(w);
    const struct ran ran = {.journey = "credit",
                            .variant = "new",
                            .row = "row 2 (000002)",
                            .verdict = VERDICT_FAIL,
                            .status = 500,
                            .message = "status: expected equals 200"};
    watch_run(w, &ran);
    watch_run(w, &ran);
    cr_expect_str_eq(watch_last(w)->text,
                     "variant new: row 2 (000002): status: expected equals 200");
    watch_end(w);
}
