/* SPDX-License-Identifier: Apache-2.0 */
/* A browser's home: what it is made of, and what becomes of one that cannot be made. */

#include "base/arena.h"
#include "transport/browser/home.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/xunjian-test-home-XXXXXX";

static void begin(void)
{
    cr_assert_not_null(mkdtemp(folder));
    cr_assert_eq(setenv("TMPDIR", folder, 1), 0);
}

static void end(void)
{
    home_remove(folder);
}

TestSuite(home, .init = begin, .fini = end);

/* A certutil of ours, the first on the path. */
static void put_certutil(struct arena *arena, const char *script)
{
    const char *path = arena_printf(arena, "%s/certutil", folder);
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    fprintf(file, "#!/bin/sh\n%s\n", script);
    fclose(file);
    cr_assert_eq(chmod(path, 0700), 0);
    cr_assert_eq(setenv("PATH", arena_printf(arena, "%s:%s", folder, getenv("PATH")), 1), 0);
}

static size_t homes(void)
{
    size_t count = 0;
    DIR *all = opendir(folder);
    cr_assert_not_null(all);
    for (const struct dirent *entry; (entry = readdir(all)) != NULL;)
        count += strncmp(entry->d_name, "xunjian-browser-", 16) == 0 ? 1 : 0;
    closedir(all);
    return count;
}

Test(home, is_left_when_certificates_are_stored_and_removed_when_not)
{
    static const struct {
        const char *says, *script, *why;
    } rows[] = {
        {"all is well", "exit 0", NULL},
        {"it refuses", "exit 1", "could not have the browser trust ca.pem (is certutil"},
        {"it crashes", "kill -9 $$", "could not have the browser trust ca.pem (is certutil"},
        {"the second call refuses", "[ \"$1\" = -N ]", "could not have the browser trust"},
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *why = NULL;
        put_certutil(arena, rows[i].script);
        const char *home = home_make(arena, "ca.pem", &why);
        cr_expect_eq(home != NULL, rows[i].why == NULL, "%s", rows[i].says);
        cr_expect_eq(homes(), home != NULL ? 1 : 0, "%s: %zu homes", rows[i].says, homes());
        if (rows[i].why != NULL && why != NULL)
            cr_expect_not_null(strstr(why, rows[i].why), "%s: %s", rows[i].says, why);
        else
            cr_expect_eq(why == NULL, rows[i].why == NULL, "%s", rows[i].says);
        if (home != NULL)
            home_remove(home);
    }
    arena_end(arena);
}
