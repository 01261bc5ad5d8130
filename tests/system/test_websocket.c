/* SPDX-License-Identifier: Apache-2.0 */
/* A page's WebSockets in the real Chromium: what was said is seen in its step, judged, and reported without
 * secrets; a socket that fails is a part of the page that did not come. */

#include "tests/shared/pages.h"
#include "tests/system/process.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[64], journey[160], json[160], har[160];

static void make_folder(void)
{
    strcpy(folder, "/tmp/xunjian-sockets-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    snprintf(journey, sizeof journey, "%s/s.journey.yaml", folder);
    snprintf(json, sizeof json, "%s/s.json", folder);
    snprintf(har, sizeof har, "%s/s.har", folder);
}

static void remove_folder(void)
{
    unlink(journey);
    unlink(json);
    unlink(har);
    rmdir(folder);
}

/* NUL-terminated, to be freed. */
static char *contents(const char *path)
{
    char *bytes = calloc(1, 4 << 20);
    FILE *file = fopen(path, "r");
    cr_assert(file != NULL && bytes != NULL, "%s", path);
    cr_assert_lt(fread(bytes, 1, (4 << 20) - 1, file), (size_t)(4 << 20) - 1);
    fclose(file);
    return bytes;
}

static struct ran run(const char *steps)
{
    char to_json[180], to_har[180];
    struct pages *pages = pages_start("tests/system/pages");
    FILE *file = fopen(journey, "w");
    cr_assert_not_null(file);
    fprintf(file, "journey: sockets\nvariables: { at: \"http://localhost:%d\" }\nsteps:\n%s",
            pages_port(pages), steps);
    cr_assert_eq(fclose(file), 0);
    snprintf(to_json, sizeof to_json, "json=%s", json);
    snprintf(to_har, sizeof to_har, "har=%s", har);
    struct ran ran = XUNJIAN("run", "--report", to_json, "--report", to_har, journey);
    pages_stop(pages);
    return ran;
}

#define STEP(name, actions, asserts) \
    "  - name: " name "\n    timeout: 60s\n    browser:\n" actions "    assert:\n" asserts

static const char talk[] = STEP("open",
                                "      - open: ${at}/socket.html?echo\n      - expect: hello\n",
                                "      - { websocket: /echo, equals: hello }\n"
                                "      - { request: /echo$, count: 1 }\n"
                                "      - { response: /echo$, count: 0 }\n"
                                "    capture: { code: { css: '#code', redact: true } }\n")
    STEP(
        "ask",
        "      - click: 询价\n      - expect: echo price\n      - click: 字节\n      - expect: 4 bytes\n",
        "      - { websocket: /echo, contains: echo price of 510300 }\n"
        "      - { websocket: /other, count: 0 }\n"
        "      - { request: /echo$, count: 0 }\n")
        STEP("silent", "      - expect: hello\n", "      - { websocket: ., count: 0 }\n");

Test(websocket, what_is_said_belongs_to_the_step_it_was_said_in, .init = make_folder,
     .fini = remove_folder, .timeout = 240)
{
    static const char *const in_json[] = {
        "\"continued\":false,\"sent\":0,\"received\":1,\"sent_bytes\":0,\"received_bytes\":5",
        "\"continued\":true,\"sent\":2,\"received\":2",
        "{\"text\":\"price of 510300 for [redacted:code]\"",
        "\"binary\":true,\"bytes\":4,\"body\":{\"base64\":\"AAH+/w==\""};
    static const char *const in_har[] = {
        "\"_resourceType\":\"websocket\"",
        "\"_webSocketMessages\":[{\"type\":\"receive\",\"time\":",
        "\"opcode\":1,\"data\":\"hello\"}", "\"opcode\":2,\"data\":\"AAH+/w==\"}"};
    struct ran ran = run(talk);
    cr_expect_eq(ran.code, 0, "exit %d: %s%s", ran.code, ran.out, ran.err);
    char *report = contents(json), *archive = contents(har);
    for (size_t i = 0; i < sizeof in_json / sizeof in_json[0]; i++)
        cr_expect_not_null(strstr(report, in_json[i]), "%s", in_json[i]);
    for (size_t i = 0; i < sizeof in_har / sizeof in_har[0]; i++)
        cr_expect_not_null(strstr(archive, in_har[i]), "%s", in_har[i]);
    cr_expect_null(strstr(report, "s3cr3t"), "a secret in the report");
    cr_expect_null(strstr(archive, "s3cr3t"), "a secret in the archive");
    free(report);
    free(archive);
    ran_done(&ran);
}

Test(websocket, one_that_fails_is_a_part_of_the_page_that_did_not_come, .init = make_folder,
     .fini = remove_folder, .timeout = 240)
{
    static const struct {
        const char *page, *seen, *complaint;
    } rows[] = {
        {"none", "closed 1006", "/none (404)"},
        {"garble", "closed 1006", "Unrecognized frame opcode"},
        {"echo", "hello", NULL},
        {"flood", "tick 2000", NULL},
        {"drop", "closed 1006", NULL}, /* Chromium tells of it as of any end */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char steps[512];
        snprintf(steps, sizeof steps,
                 "  - name: s\n    timeout: 60s\n    browser:\n"
                 "      - open: ${at}/socket.html?%s\n      - expect: %s\n",
                 rows[i].page, rows[i].seen);
        struct ran ran = run(steps);
        bool told = strstr(ran.out, "felt failed_resource") != NULL;
        cr_expect_eq(ran.code, 0, "%s: %s%s", rows[i].page, ran.out, ran.err);
        cr_expect_eq(told, rows[i].complaint != NULL, "%s: %s", rows[i].page, ran.out);
        cr_expect_null(strstr(ran.out, "felt script_error"), "%s: %s", rows[i].page, ran.out);
        if (rows[i].complaint != NULL)
            cr_expect_not_null(strstr(ran.out, rows[i].complaint), "%s: %s", rows[i].page,
                               ran.out);
        ran_done(&ran);
    }
}
