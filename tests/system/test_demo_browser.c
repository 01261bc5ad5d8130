/* SPDX-License-Identifier: Apache-2.0 */
/* The demo app's pages in a real browser, whole and broken in each way there is. */

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "demo.h"

/* Plain: localhost is a secure context, and node's fetch knows nothing of our authority. */
static void in_the_browser(const char *script)
{
    char command[1024];
    cr_assert_eq(system("tests/npm.sh tests/browser build/npm/browser"), 0);
    struct demo *demo = demo_start(NULL);
    snprintf(command, sizeof command,
             "BROWSER_MODULES=$PWD/build/npm/browser BROWSER_OUT=build/artefacts/web "
             "timeout -k 5 240 node tests/browser/%s %s %s %s >&2",
             script, demo->plain, demo->control, demo->token);
    int code = system(command);
    cr_expect(WIFEXITED(code) && WEXITSTATUS(code) == 0, "%s ended with %d", script, code);
    demo_stop(demo);
}

Test(demo_browser, every_broken_page_breaks_as_the_real_defect_does)
{
    in_the_browser("broken.mjs");
}

Test(demo_browser, pages_that_violate_do_and_their_twins_do_not)
{
    in_the_browser("twins.mjs");
}

Test(demo_browser, the_single_page_part_has_routes_and_a_button_that_is_for_good)
{
    in_the_browser("discover.mjs");
}

Test(demo_browser, a_customer_goes_through_the_four_journeys_by_fingers_and_keys)
{
    in_the_browser("customer.mjs");
}
