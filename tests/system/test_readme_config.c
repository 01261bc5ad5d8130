/* SPDX-License-Identifier: Apache-2.0 */
/* The configuration that README.md shows, block by block, is one that lint finds nothing wrong with. */

#include "tests/system/process.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/xunjian-readme-XXXXXX";

/* What the shown configuration names, small. */
static const char *const folders[] = {"calendars", "environments", "journeys"};
static const char *const files[][2] = {
    {"environments/staging.yaml", "environment: staging\n"},
    {"environments/production.yaml", "environment: production\n"},
    {"map.json", "{\"format\": 1, \"nodes\": [{\"id\": \"/home\"}]}"},
    {"journeys/fund-purchase.journey.yaml", "journey: fund-purchase\nsteps: [{wait: 1ms}]\n"},
};
enum { FILES = sizeof files / sizeof files[0], FOLDERS = sizeof folders / sizeof folders[0] };

static FILE *create(const char *name)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file, "%s", path);
    return file;
}

static void drop(const char *name)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    cr_expect_eq(remove(path), 0, "%s", path);
}

/* The YAML blocks of the section, and a source for each ${secret} in them; returns how many blocks. */
static int copy_blocks(FILE *readme, FILE *config)
{
    char line[1000];
    bool section = false, block = false;
    int blocks = 0;
    while (fgets(line, sizeof line, readme) != NULL) {
        if (strncmp(line, "## ", 3) == 0)
            section = strcmp(line, "## Configuration\n") == 0;
        if (section && strncmp(line, "```", 3) == 0) {
            block = !block;
            blocks += block;
        } else if (section && block) {
            cr_assert_geq(fputs(line, config), 0);
            if (strcmp(line, "secrets:\n") == 0)
                fputs("  ding_token: {env: X}\n  ding_secret: {env: X}\n  wecom_key: {env: X}\n"
                      "  feishu_token: {env: X}\n  slack_hook: {env: X}\n"
                      "  signing_key: {env: X}\n",
                      config);
        }
    }
    return blocks;
}

Test(readme, its_configuration_is_right)
{
    char path[200];
    cr_assert_not_null(mkdtemp(folder));
    for (size_t i = 0; i < FOLDERS; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, folders[i]);
        cr_assert_eq(mkdir(path, 0700), 0);
    }
    for (size_t i = 0; i < FILES; i++) {
        FILE *file = create(files[i][0]);
        cr_assert_geq(fputs(files[i][1], file), 0);
        fclose(file);
    }
    FILE *readme = fopen("README.md", "r"), *config = create("xunjian.yaml");
    cr_assert_not_null(readme);
    cr_expect_geq(copy_blocks(readme, config), 2);
    fclose(readme);
    fclose(config);
    snprintf(path, sizeof path, "%s/xunjian.yaml", folder);
    struct ran ran = XUNJIAN("lint", path);
    cr_expect_eq(ran.code, 0, "%s", ran.err);
    cr_expect_not_null(strstr(ran.out, "1 journey in 2 environments"), "%s", ran.out);
    ran_done(&ran);
    drop("xunjian.yaml");
    for (size_t i = 0; i < FILES; i++)
        drop(files[i][0]);
    for (size_t i = 0; i < FOLDERS; i++)
        drop(folders[i]);
    rmdir(folder);
}
