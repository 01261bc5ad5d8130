/* SPDX-License-Identifier: Apache-2.0 */
/* `xunjian record` end to end: what a person did is a journey that lints, and runs. */

#include "tests/shared/pages.h"
#include "tests/system/process.h"
#include "tests/system/service.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[64];

static void make_folder(void)
{
    strcpy(folder, "/tmp/xunjian-recording-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    cr_assert_eq(system("tests/npm.sh tests/browser build/npm/browser"), 0);
}

static void remove_folder(void)
{
    cr_expect_eq(shell(NULL, 0, "rm -r %s", folder), 0);
}
TestSuite(record, .init = make_folder, .fini = remove_folder);

static void expect_in(const char *journey, const char *part)
{
    cr_expect_not_null(strstr(journey, part), "%s is not in:\n%s", part, journey);
}

Test(record, makes_a_journey_of_what_a_person_did)
{
    struct pages *pages = pages_start("tests/system/pages");
    char url[100], port[16], output[128], upload[128];
    snprintf(url, sizeof url, "http://localhost:%d/page.html", pages_port(pages));
    snprintf(port, sizeof port, "%d", free_port());
    snprintf(output, sizeof output, "%s/made.journey.yaml", folder);
    snprintf(upload, sizeof upload, "%s/card.txt", folder);
    write_file(upload, "a card");
    const char *const arguments[] = {"record",    "--headless", "--devtools", port,
                                     "--seconds", "300",        "--journey",  "made",
                                     "--output",  output,       url,          NULL};
    struct running running = xunjian_start(arguments, NULL);
    int code = shell(NULL, 0,
                     "BROWSER_MODULES=$PWD/build/npm/browser timeout -k 5 240 node "
                     "tests/browser/person.mjs %s %s >&2",
                     port, upload);
    struct ran recorded = xunjian_wait(&running);
    cr_expect_eq(code, 0, "the person ended with %d", code);
    cr_assert_eq(recorded.code, 0, "exit %d: %s%s", recorded.code, recorded.out, recorded.err);
    ran_done(&recorded);

    char *journey = file_text(output);
    expect_in(journey, "- open: ${base}/page.html\n");
    expect_in(journey, "click: { role: button, name: 提交 }");
    expect_in(journey, "type: { label: 姓名, value: \"${customer.name}\" }");
    expect_in(journey, "select: { label: 省, value: [上海] }");
    expect_in(journey,
              "- dialog: { answer: dismiss }\n      - click: { role: button, name: 询问 }");
    expect_in(journey,
              "- frame: { css: \"#fr\" }\n      - click: { role: button, name: 框内 }");
    expect_in(journey, "drag: { css: \"#knob\", right: 60, down: 0 }");
    expect_in(journey, "upload: { label: 附件, file: [card.txt] }");
    expect_in(journey, "- window: 2\n");
    expect_in(journey, "- window: 1\n");
    expect_in(journey, "- open: ${base}/page.html?late\n");
    expect_in(journey, "- back: load\n");
    cr_expect_null(strstr(journey, "李四"), "a person's name stays out: %s", journey);

    struct ran lint = XUNJIAN("lint", output);
    cr_expect_eq(lint.code, 0, "%s%s\n%s", lint.out, lint.err, journey);
    ran_done(&lint);
    struct ran again = XUNJIAN("run", output);
    cr_expect_eq(again.code, 0, "exit %d: %s%s\n%s", again.code, again.out, again.err, journey);
    ran_done(&again);
    free(journey);
    pages_stop(pages);
}

Test(record, refuses_what_it_cannot_do)
{
    char there[128];
    snprintf(there, sizeof there, "%s/there.journey.yaml", folder);
    write_file(there, "mine");
    struct ran over = XUNJIAN("record", "--output", there, "http://localhost:1/");
    cr_expect_eq(over.code, 2);
    cr_expect_not_null(strstr(over.err, "--force writes over it"), "%s", over.err);
    ran_done(&over);
    struct ran no_url = XUNJIAN("record", "localhost");
    cr_expect_eq(no_url.code, 2);
    cr_expect_not_null(strstr(no_url.err, "give one URL"), "%s", no_url.err);
    ran_done(&no_url);
    const char *const arguments[] = {"record", "http://localhost:1/", NULL};
    const char *const bare[] = {"DISPLAY", "WAYLAND_DISPLAY", NULL};
    struct ran blind = xunjian(arguments, bare);
    cr_expect_eq(blind.code, 4, "exit %d", blind.code);
    cr_expect(strstr(blind.err, "there is no display") != NULL ||
                  strstr(blind.err, "no browser with windows") != NULL,
              "%s%s", blind.out, blind.err);
    cr_expect_str_eq(blind.out, "");
    ran_done(&blind);
}
