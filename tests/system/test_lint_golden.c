/* SPDX-License-Identifier: Apache-2.0 */
/* Every tests/lint/NAME.journey.yaml, .xunjian.yaml and .calendar.yaml is linted by the real binary,
 * and what it says must be NAME.expected to the letter. A new case is two files; XUNJIAN_GOLDEN=update writes the second. */

#include "tests/system/process.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_file(const char *path)
{
    FILE *file = fopen(path, "r");
    char *bytes = calloc(1, 1 << 16);
    if (file == NULL)
        return bytes;
    cr_assert_lt(fread(bytes, 1, (1 << 16) - 1, file), (1 << 16) - 1);
    fclose(file);
    return bytes;
}

static void write_file(const char *path, const char *bytes)
{
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    fputs(bytes, file);
    fclose(file);
}

/* The length of NAME in NAME.KIND.yaml; 0: another file. */
static size_t stem_of(const char *name)
{
    static const char *const kinds[] = {".journey.yaml", ".xunjian.yaml", ".calendar.yaml"};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const char *end = strstr(name, kinds[i]);
        if (end != NULL && end[strlen(kinds[i])] == '\0')
            return (size_t)(end - name);
    }
    return 0;
}

static void check_one(const char *name)
{
    char scenario[600], expected[600], said[1 << 16];
    snprintf(scenario, sizeof scenario, "tests/lint/%s", name);
    snprintf(expected, sizeof expected, "tests/lint/%.*s.expected", (int)stem_of(name), name);
    struct ran ran = XUNJIAN("lint", scenario);
    snprintf(said, sizeof said, "%s%sexit %d\n", ran.out, ran.err, ran.code);
    cr_assert_eq(ran.code, 3, "%s: exit %d", name, ran.code);
    if (getenv("XUNJIAN_GOLDEN") != NULL)
        write_file(expected, said);
    char *want = read_file(expected);
    cr_expect_str_eq(said, want, "%s\n--- said\n%s--- expected\n%s", name, said, want);
    free(want);
    ran_done(&ran);
}

Test(lint, says_of_every_wrong_file_what_is_wrong_where_and_what_was_meant)
{
    DIR *folder = opendir("tests/lint");
    const struct dirent *entry;
    int checked = 0;
    cr_assert_not_null(folder);
    while ((entry = readdir(folder)) != NULL) {
        if (stem_of(entry->d_name) == 0)
            continue;
        check_one(entry->d_name);
        checked++;
    }
    closedir(folder);
    cr_expect_gt(checked, 5);
}
