/* SPDX-License-Identifier: Apache-2.0 */
/* scenarios/xunjian.service is a unit that systemd takes without a word. */

#include "tests/system/process.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

Test(service_unit, systemd_analyze_has_nothing_to_say)
{
    char command[1024], said[4096] = "";
    snprintf(
        command, sizeof command,
        "folder=$(mktemp -d) && sed \"s#/usr/local/bin#$PWD/%s#\" scenarios/xunjian.service"
        " > $folder/xunjian.service && systemd-analyze verify $folder/xunjian.service 2>&1;"
        " echo \"exit $?\"; rm -r $folder",
        build_folder());
    FILE *output = popen(command, "r");
    cr_assert_not_null(output);
    said[fread(said, 1, sizeof said - 1, output)] = '\0';
    pclose(output);
    cr_expect_str_eq(said, "exit 0\n", "%s", said);
}
