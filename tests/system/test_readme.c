/* SPDX-License-Identifier: Apache-2.0 */
/* README.md promises commands. Every line of it that is one (four blanks, then the robot) is run by
 * a shell against the demo app, and must end with 0. All but serve, which does not end: see
 * test_serve.c. */

#include "tests/system/demo.h"
#include "tests/system/process.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void export(const char *name, const char *value)
{
    cr_assert_eq(setenv(name, value, 1), 0);
}

/* The line with the built robot of this mode in place of build/xunjian, output to nowhere. */
static void command_of(const char *line, char *to, size_t size)
{
    const char *at = strstr(line, "build/xunjian");
    snprintf(to, size, "%.*s%s/xunjian%s", (int)(at - line), line, build_folder(),
             at + strlen("build/xunjian"));
    to[strcspn(to, "\n")] = '\0';
    strncat(to, " >/dev/null", size - strlen(to) - 1);
}

/* A comment behind the command would swallow the redirection. */
static void cut_comment(char *line)
{
    char *comment = strstr(line, "   # ");
    if (comment != NULL)
        *comment = '\0';
}

Test(readme, its_commands_work)
{
    char line[1000], command[1400];
    int run = 0;
    struct demo *demo = demo_start((const char *const[]){"--seed", "1", NULL});
    FILE *readme = fopen("README.md", "r");
    cr_assert_not_null(readme);
    export("XUNJIAN_DEMO_BASE", demo->base);
    export("XUNJIAN_DEMO_CA", demo->ca);
    export("XUNJIAN_DEMO_LOGIN_PASSWORD", "Demo@2026");
    export("XUNJIAN_DEMO_TRADE_PASSWORD", "246810");
    while (fgets(line, sizeof line, readme) != NULL) {
        if (strncmp(line, "    ", 4) != 0 || strstr(line, "build/xunjian ") == NULL ||
            strstr(line, "build/xunjian serve ") != NULL)
            continue;
        cut_comment(line);
        command_of(line, command, sizeof command);
        int status = system(command); /* the shell is what a reader would use */
        cr_expect_eq(status, 0, "%s\nended with %d", command, status);
        run++;
    }
    fclose(readme);
    cr_expect_geq(run, 6, "only %d commands were found", run);
    demo_stop(demo);
}
