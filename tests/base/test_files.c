/* SPDX-License-Identifier: Apache-2.0 */
/* The doors for bytes: in with a bound, out whole and redacted. */

#include "base/arena.h"
#include "base/files.h"
#include "base/redact.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct arena *arena;
static char folder[] = "/tmp/xunjian-files-XXXXXX";

static void begin(void)
{
    arena = arena_new();
    cr_assert_not_null(mkdtemp(folder));
}

static void end(void)
{
    char *remove = arena_printf(arena, "rm -rf '%s'", folder);
    cr_expect_eq(system(remove), 0);
    arena_end(arena);
}

TestSuite(files, .init = begin, .fini = end);

static const char *in_folder(const char *name)
{
    return arena_printf(arena, "%s/%s", folder, name);
}

static const char *content(const char *path)
{
    struct text bytes = {0};
    const char *why = "";
    cr_expect(files_read(arena, path, 1 << 20, &bytes, &why), "%s: %s", path, why);
    return text_string(arena, bytes);
}

static int entries(void)
{
    DIR *all = opendir(folder);
    int count = 0;
    while (readdir(all) != NULL)
        count++;
    closedir(all);
    return count - 2;
}

Test(files, what_was_written_is_read_back)
{
    const char *path = in_folder("new/folders/a.txt"), *why = NULL;
    cr_expect(files_write(arena, path, text_of("巡检\n"), &why), "%s", why);
    cr_expect_str_eq(content(path), "巡检\n");
    cr_expect(files_write(arena, path, text_of(""), &why), "%s", why);
    cr_expect_str_eq(content(path), "");
}

Test(files, secrets_stay_behind)
{
    const char *path = in_folder("a.txt"), *why = NULL;
    redact_add(text_of("hunter2"), "pw");
    files_write(arena, path, text_of("pw=hunter2"), &why);
    cr_expect_str_eq(content(path), "pw=[redacted:pw]");
}

Test(files, what_cannot_be_read_says_why)
{
    static const struct {
        const char *sentence, *name, *why;
    } rows[] = {
        {"missing", "none", "no such file or directory"},
        {"a folder", "", "is a folder"},
        {"over its bound", "a.txt", "larger than 9 bytes"},
        {"below a file", "a.txt/b", "not a directory"},
    };
    const char *ignored;
    files_write(arena, in_folder("a.txt"), text_of("0123456789"), &ignored);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct text bytes = text_of("untouched");
        const char *why = NULL;
        cr_expect_not(files_read(arena, in_folder(rows[i].name), 9, &bytes, &why), "%s",
                      rows[i].sentence);
        cr_expect_str_eq(why, rows[i].why, "%s: %s", rows[i].sentence, why);
        cr_expect(text_is(bytes, "untouched"), "%s", rows[i].sentence);
    }
}

Test(files, a_file_of_exactly_its_bound_is_read)
{
    const char *why = NULL;
    struct text bytes;
    files_write(arena, in_folder("a.txt"), text_of("0123456789"), &why);
    cr_expect(files_read(arena, in_folder("a.txt"), 10, &bytes, &why));
    cr_expect_eq(bytes.length, 10);
    cr_expect_eq(bytes.at[10], '\0');
}

Test(files, a_failed_write_leaves_the_old_file_and_nothing_else)
{
    const char *path = in_folder("a.txt"), *why = NULL;
    files_write(arena, path, text_of("old"), &why);
    cr_expect_not(files_write(arena, in_folder("a.txt/below"), text_of("new"), &why));
    cr_expect_str_eq(why, "not a directory");
    mkdir(in_folder("taken"), 0777);
    cr_expect_not(files_write(arena, in_folder("taken"), text_of("new"), &why));
    cr_expect_str_eq(why, "is a directory", "%s", why);
    cr_expect_str_eq(content(path), "old");
    cr_expect_eq(entries(), 2, "no .part file stays");
}

Test(files, a_full_disk_is_told)
{
    const char *why = NULL;
    if (access("/dev/full", W_OK) != 0)
        cr_skip_test("no /dev/full here");
    cr_expect_not(files_write(arena, "/dev/full", text_of("x"), &why));
    cr_expect_str_eq(why, "no space left on device");
}

Test(files, a_pipe_is_written_to_not_replaced)
{
    const char *path = in_folder("pipe"), *why = NULL;
    char got[16] = {0};
    mkfifo(path, 0600);
    int reader = open(path, O_RDONLY | O_NONBLOCK);
    cr_expect(files_write(arena, path, text_of("through"), &why), "%s", why);
    cr_expect_eq(read(reader, got, sizeof got - 1), 7);
    cr_expect_str_eq(got, "through");
    close(reader);
}

Test(files, standard_output_led_to_a_file_is_added_to)
{
    const char *path = in_folder("out"), *why = NULL;
    int saved = dup(STDOUT_FILENO), file = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(file, STDOUT_FILENO);
    out_write(STDOUT_FILENO, text_of("before "));
    bool right = files_write(arena, "/dev/stdout", text_of("report "), &why);
    out_write(STDOUT_FILENO, text_of("after"));
    dup2(saved, STDOUT_FILENO);
    close(saved);
    close(file);
    cr_expect(right, "%s", why);
    cr_expect_str_eq(content(path), "before report after");
}

static void *drain(void *from)
{
    char bytes[4096];
    size_t all = 0;
    for (ssize_t got; (got = read(*(int *)from, bytes, sizeof bytes)) > 0;)
        all += (size_t)got;
    return (void *)all;
}

Test(files, a_stream_that_would_block_gets_everything)
{
    int ends[2];
    pthread_t reader;
    void *got;
    struct text much = {.at = arena_alloc(arena, 1 << 20), .length = 1 << 20};
    cr_assert_eq(pipe2(ends, 0), 0);
    fcntl(ends[1], F_SETFL, O_NONBLOCK);
    pthread_create(&reader, NULL, drain, &ends[0]);
    cr_expect(out_write(ends[1], much));
    close(ends[1]);
    pthread_join(reader, &got);
    close(ends[0]);
    cr_expect_eq((size_t)got, much.length);
}

Test(files, knows_which_programs_there_are)
{
    cr_expect(files_on_path("sh"));
    cr_expect_not(files_on_path("no-such-program-anywhere"));
    cr_expect_not(files_on_path(""));
}
