/* SPDX-License-Identifier: Apache-2.0 */
/* What a real browser saw reaches people: the reports of a run of the real robot. */

#include "tests/shared/pages.h"
#include "tests/system/process.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[64];

static void make_folder(void)
{
    strcpy(folder, "/tmp/xunjian-traced-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
}

static const char *in_folder(const char *name, char path[static 160])
{
    snprintf(path, 160, "%s/%s", folder, name);
    return path;
}

/* NUL-terminated, to be freed. */
static char *contents(const char *path)
{
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file, "%s", path);
    cr_assert_eq(fseek(file, 0, SEEK_END), 0);
    long length = ftell(file);
    char *bytes = calloc(1, (size_t)length + 1);
    rewind(file);
    cr_assert_eq(fread(bytes, 1, (size_t)length, file), (size_t)length);
    fclose(file);
    return bytes;
}

static void expect_in(const char *bytes, const char *const *words)
{
    for (; *words != NULL; words++)
        cr_expect_not_null(strstr(bytes, *words), "%s", *words);
}

static void write_journey(const char *path, int port)
{
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    fprintf(file,
            "journey: traced\nvariables: { at: \"http://localhost:%d\" }\nsteps:\n"
            "  - name: s\n    timeout: 60s\n    browser:\n      mobile: pixel-8\n"
            "      action_timeout: 1500ms\n      screenshots: action\n      actions:\n"
            "        - open: ${at}/page.html\n        - click: 提交\n"
            "        - click: 没反应\n        - expect: 成功\n",
            port);
    cr_assert_eq(fclose(file), 0);
}

Test(browser_report, shows_what_was_done_and_how_it_looked, .init = make_folder)
{
    static const char *const html[] = {"<image id=\"picture-1\"", "data:image/png;base64,iVBOR",
                                       "<use href=\"#picture-",   "class=\"act broken\"",
                                       "traced.journey.yaml:",    NULL};
    static const char *const json[] = {"\"reason\":\"dead_click\"",  "\"effect\":false",
                                       "\"driver\":\"cdp\"",         "\"sha256\":\"",
                                       "\"target\":\"text 没反应\"", NULL};
    static const char *const har[] = {
        "\"run_1_step_1_try_1\"", "\"onContentLoad\":", "\"_resourceType\":\"document\"", NULL};
    static const char *const out[] = {"  action    ", "  page      http://localhost:", NULL};
    const struct {
        const char *kind, *const *words;
    } rows[] = {{"html", html}, {"json", json}, {"har", har}};
    struct pages *pages = pages_start("tests/system/pages");
    char journey[160], path[160], options[3][200];
    write_journey(in_folder("traced.journey.yaml", journey), pages_port(pages));
    for (size_t i = 0; i < 3; i++)
        snprintf(options[i], sizeof options[i], "%s=%s", rows[i].kind,
                 in_folder(rows[i].kind, path));
    struct ran ran = XUNJIAN("run", "--report", options[0], "--report", options[1], "--report",
                             options[2], journey);
    cr_expect_eq(ran.code, 1, "exit %d: %s%s", ran.code, ran.out, ran.err);
    expect_in(ran.out, out);
    for (size_t i = 0; i < 3; i++) {
        char *bytes = contents(in_folder(rows[i].kind, path));
        expect_in(bytes, rows[i].words);
        free(bytes);
        unlink(path);
    }
    ran_done(&ran);
    unlink(journey);
    pages_stop(pages);
    rmdir(folder);
}
