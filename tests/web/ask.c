/* SPDX-License-Identifier: Apache-2.0 */
/* ask.c - questions by libcurl, which the page's server does not use. */
#include "tests/web/ask.h"

#include "base/arena.h"
#include "base/buffer.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <curl/curl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST = 8 << 20 };

void asked_start(struct asked *asked, const struct web_rule *rule, const char *store_path)
{
    *asked = (struct asked){.arena = arena_new(), .rule = *rule, .why = ""};
    if (asked->rule.listen == NULL)
        asked->rule.listen = "127.0.0.1:0";
    fake_init(&asked->fake);
    struct web_options options = {.rule = &asked->rule,
                                  .store_path = store_path,
                                  .location = "test-bench",
                                  .version = "0.0.test",
                                  .backend = fake_backend(&asked->fake)};
    asked->web = web_start(&options, asked->arena, &asked->why);
}

void asked_stop(struct asked *asked)
{
    if (asked->web != NULL)
        web_stop(asked->web);
    arena_end(asked->arena);
}

static size_t take(char *bytes, size_t size, size_t count, void *thing)
{
    return buffer_add(thing, bytes, size * count) ? size * count : 0;
}

struct said_back ask(struct asked *asked, const char *method, const char *path,
                     const char *const *headers, const char *body)
{
    struct said_back said = {0};
    struct buffer head, text;
    struct curl_slist *list = NULL;
    long status = 0;
    CURL *curl = curl_easy_init();
    buffer_init(&head, MOST);
    buffer_init(&text, MOST);
    for (; headers != NULL && *headers != NULL; headers++)
        list = curl_slist_append(list, *headers);
    curl_easy_setopt(curl, CURLOPT_URL,
                     arena_printf(asked->arena, "%s%s", web_url(asked->web), path));
    curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
    curl_easy_setopt(curl, CURLOPT_NOBODY, strcmp(method, "HEAD") == 0 ? 1L : 0L);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 60L);
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &head);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &text);
    if (body != NULL)
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
    curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(curl, CURLINFO_TOTAL_TIME, &said.seconds);
    said.status = (int)status;
    said.headers = text_string(asked->arena, buffer_text(&head));
    said.body = text_string(asked->arena, buffer_text(&text));
    buffer_done(&head);
    buffer_done(&text);
    curl_slist_free_all(list);
    curl_easy_cleanup(curl);
    return said;
}

struct said_back get(struct asked *asked, const char *path)
{
    return ask(asked, "GET", path, NULL, NULL);
}

const char *header_of(struct asked *asked, const struct said_back *said, const char *name)
{
    size_t length = strlen(name);
    for (const char *line = said->headers; line != NULL && *line != '\0';) {
        const char *end = strstr(line, "\r\n");
        if (strncasecmp(line, name, length) == 0 && line[length] == ':')
            return arena_strndup(asked->arena, line + length + 2,
                                 (size_t)(end - line) - length - 2);
        line = end != NULL ? end + 2 : NULL;
    }
    return NULL;
}

const char *ask_raw(struct asked *asked, const char *bytes, int most_ms)
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port =
                                 htons((uint16_t)atoi(strrchr(web_url(asked->web), ':') + 1)),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct buffer got;
    char block[4096];
    ssize_t length;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct pollfd ready = {.fd = fd, .events = POLLIN};
    buffer_init(&got, MOST);
    cr_assert(connect(fd, (struct sockaddr *)&at, sizeof at) == 0);
    cr_assert(send(fd, bytes, strlen(bytes), MSG_NOSIGNAL) == (ssize_t)strlen(bytes));
    while (poll(&ready, 1, most_ms) == 1 && (length = recv(fd, block, sizeof block, 0)) > 0)
        buffer_add(&got, block, (size_t)length);
    close(fd);
    const char *said = text_string(asked->arena, buffer_text(&got));
    buffer_done(&got);
    return said;
}

void make_certificate(struct arena *arena, const char *folder, struct web_rule *rule)
{
    rule->certificate_file = arena_printf(arena, "%s/page.pem", folder);
    rule->key_file = arena_printf(arena, "%s/page.key", folder);
    cr_assert_eq(system(arena_printf(arena,
                                     "openssl req -x509 -newkey ec -pkeyopt "
                                     "ec_paramgen_curve:P-256 -nodes -days 2 -subj "
                                     "/CN=localhost -out %s -keyout %s 2>/dev/null",
                                     rule->certificate_file, rule->key_file)),
                 0);
}
