/* SPDX-License-Identifier: Apache-2.0 */
/* The page has words for whatever the robot may name: a name without one stands there in English. */

#include "base/fault.h"
#include "base/phase.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static char words[64 * 1024];

static void read_words(void)
{
    FILE *file = fopen("robot/web/page/words.js", "r");
    cr_assert_not_null(file);
    words[fread(words, 1, sizeof words - 1, file)] = '\0';
    cr_assert(feof(file) != 0);
    fclose(file);
}

static void expect_word(const char *family, const char *name)
{
    char key[64];
    snprintf(key, sizeof key, " %s%s: [", family, name);
    cr_expect_not_null(strstr(words, key), "words.js has no %s%s", family, name);
}

Test(words, every_phase_and_reason_has_its_words, .init = read_words)
{
    static const char *const states[] = {"ok",       "failing", "firing", "held", "flapping",
                                         "muted",    "unknown", "pass",   "fail", "degraded",
                                         "internal", "skipped", NULL};
    for (enum phase phase = 0; phase < PHASE_COUNT; phase++)
        expect_word("phase_", phase_name(phase));
    for (enum reason reason = REASON_NONE + 1; reason < REASON_COUNT; reason++)
        expect_word("reason_", reason_name(reason));
    for (const char *const *state = states; *state != NULL; state++)
        expect_word("", *state);
}
