/* SPDX-License-Identifier: Apache-2.0 */
/* serve.c - starting the service, asking its page, waiting for what must come. */

#include "tests/system/serve.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { POLLS = 1200, POLL_MS = 50, MOST_BODY = 8 << 20 };

static void pause_ms(long ms)
{
    const struct timespec pause = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    nanosleep(&pause, NULL);
}

static char *replaced(char *text, const char *mark, const char *with)
{
    char *at;
    while ((at = strstr(text, mark)) != NULL) {
        size_t size = strlen(text) + strlen(with) + 1;
        char *longer = malloc(size);
        cr_assert_not_null(longer);
        snprintf(longer, size, "%.*s%s%s", (int)(at - text), text, with, at + strlen(mark));
        free(text);
        text = longer;
    }
    return text;
}

static void write_file(const struct serving *serving, const char *name, const char *content)
{
    char path[512], scenarios[256];
    char *text = strdup(content);
    cr_assert(getcwd(scenarios, sizeof scenarios - 16) != NULL);
    strcat(scenarios, "/scenarios");
    text = replaced(text, "@FOLDER@", serving->folder);
    text = replaced(text, "@SCENARIOS@", scenarios);
    snprintf(path, sizeof path, "%s/%s", serving->folder, name);
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file, "%s: %s", path, strerror(errno));
    cr_assert_geq(fputs(text, file), 0);
    cr_assert_eq(fclose(file), 0);
    free(text);
}

static char *read_fd(int fd)
{
    off_t length = lseek(fd, 0, SEEK_END);
    char *bytes = calloc(1, (size_t)length + 1);
    cr_assert_not_null(bytes);
    cr_assert_eq(pread(fd, bytes, (size_t)length, 0), length);
    return bytes;
}

/* Until it has said where its page is. */
static void await_url(struct serving *serving)
{
    for (int i = 0; i < POLLS; i++) {
        char *out = read_fd(serving->robot.out);
        const char *at = strstr(out, "http");
        bool said = at != NULL && strchr(at, '\n') != NULL;
        if (said)
            snprintf(serving->url, sizeof serving->url, "%.*s", (int)strcspn(at, "\n"), at);
        free(out);
        if (said)
            return;
        int status;
        if (waitpid(serving->robot.pid, &status, WNOHANG) == serving->robot.pid) {
            char *err = read_fd(serving->robot.err);
            cr_assert(false, "the robot ended with status %d: %s", status, err);
        }
        pause_ms(POLL_MS);
    }
    char *err = read_fd(serving->robot.err);
    cr_assert(false, "the robot did not start: %s", err);
}

static struct running start_robot(const struct serving *serving)
{
    const char *const arguments[] = {"serve", serving->config, NULL};
    char base[96], ca[320];
    snprintf(base, sizeof base, "XUNJIAN_DEMO_BASE=%s", serving->demo->base);
    snprintf(ca, sizeof ca, "XUNJIAN_DEMO_CA=%s", serving->demo->ca);
    const char *const environment[] = {base, ca, "XUNJIAN_DEMO_LOGIN_PASSWORD=Demo@2026",
                                       "XUNJIAN_DEMO_TRADE_PASSWORD=246810", NULL};
    return xunjian_start(arguments, environment);
}

void serve_again(struct serving *serving)
{
    serving->robot = start_robot(serving);
    await_url(serving);
}

struct ran serve_beside(const struct serving *serving)
{
    struct running second = start_robot(serving);
    return xunjian_wait(&second);
}

struct serving serve_start(const char *yaml, const char *const *files)
{
    struct serving serving = {.folder = "/tmp/xunjian-serve-XXXXXX"};
    cr_assert_not_null(mkdtemp(serving.folder));
    snprintf(serving.config, sizeof serving.config, "%s/xunjian.yaml", serving.folder);
    write_file(&serving, "xunjian.yaml", yaml);
    for (size_t i = 0; files != NULL && files[i] != NULL; i += 2)
        write_file(&serving, files[i], files[i + 1]);
    serving.demo = demo_start(NULL);
    serve_again(&serving);
    return serving;
}

static int remove_entry(const char *path, const struct stat *what, int kind, struct FTW *where)
{
    (void)what;
    (void)kind;
    (void)where;
    return remove(path);
}

struct ran serve_stop_keeping(struct serving *serving)
{
    cr_assert_eq(kill(serving->robot.pid, SIGTERM), 0);
    struct ran ran = xunjian_wait(&serving->robot);
    cr_expect_eq(ran.code, 0, "exit %d: %s", ran.code, ran.err);
    demo_stop(serving->demo);
    return ran;
}

void serve_clear(struct serving *serving)
{
    nftw(serving->folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}

struct ran serve_stop(struct serving *serving)
{
    struct ran ran = serve_stop_keeping(serving);
    serve_clear(serving);
    return ran;
}

void serve_kill(struct serving *serving)
{
    int status;
    cr_assert_eq(kill(serving->robot.pid, SIGKILL), 0);
    cr_assert_eq(waitpid(serving->robot.pid, &status, 0), serving->robot.pid);
    close(serving->robot.out);
    close(serving->robot.err);
}

struct growing {
    char *bytes;
    size_t length;
};

static size_t keep(char *bytes, size_t size, size_t count, void *thing)
{
    struct growing *body = thing;
    size_t more = size * count;
    if (body->length + more > MOST_BODY)
        return 0;
    body->bytes = realloc(body->bytes, body->length + more + 1);
    cr_assert_not_null(body->bytes);
    memcpy(body->bytes + body->length, bytes, more);
    body->length += more;
    body->bytes[body->length] = '\0';
    return more;
}

static char *ask(const struct serving *serving, const char *path, const char *body,
                 long *ret_status)
{
    char url[1024];
    struct growing got = {.bytes = calloc(1, 1)};
    CURL *curl = curl_easy_init();
    long status = 0;
    cr_assert(curl != NULL && got.bytes != NULL);
    snprintf(url, sizeof url, "%s%s", serving->url, path);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &got);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 60L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    if (body != NULL)
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
    curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_cleanup(curl);
    if (ret_status != NULL)
        *ret_status = status;
    return got.bytes;
}

char *serve_get(const struct serving *serving, const char *path, long *ret_status)
{
    return ask(serving, path, NULL, ret_status);
}

char *serve_post(const struct serving *serving, const char *path, const char *body,
                 long *ret_status)
{
    return ask(serving, path, body, ret_status);
}

int count_of(const char *haystack, const char *needle)
{
    int count = 0;
    for (const char *at = haystack; (at = strstr(at, needle)) != NULL; at += strlen(needle))
        count++;
    return count;
}

char *serve_await(const struct serving *serving, const char *path, const char *text)
{
    char *page = NULL;
    for (int i = 0; i < POLLS; i++) {
        free(page);
        page = serve_get(serving, path, NULL);
        if (strstr(page, text) != NULL)
            return page;
        pause_ms(POLL_MS);
    }
    cr_assert(false, "%s never held \"%s\" but: %s", path, text, page);
    return page;
}

char *serve_await_file(const struct serving *serving, const char *file, const char *text,
                       int times)
{
    char path[512];
    char *bytes = NULL;
    snprintf(path, sizeof path, "%s/%s", serving->folder, file);
    for (int i = 0; i < POLLS; i++) {
        int fd = open(path, O_RDONLY | O_CLOEXEC);
        free(bytes);
        bytes = fd >= 0 ? read_fd(fd) : strdup("");
        if (fd >= 0)
            close(fd);
        if (count_of(bytes, text) >= times)
            return bytes;
        pause_ms(POLL_MS);
    }
    char *err = read_fd(serving->robot.err);
    cr_assert(false, "%s never held \"%s\" %d times but: %s\nthe robot: %s", file, text, times,
              bytes, err);
    return bytes;
}
