/* SPDX-License-Identifier: Apache-2.0 */
/* child.c - what a process costs: the robot's, and the bare loop's. */

#include "tests/bench/bench.h"

#include "base/clock.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <libxml/HTMLparser.h>
#include <libxml/xpath.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_ARGUMENTS = 32, MOST_AT_ONCE = 256 };

static struct cost cost_of(int pid, int64_t began_ns)
{
    struct rusage usage;
    struct cost cost = {0};
    int status = 0;
    wait4(pid, &status, 0, &usage);
    cost.wall_ns = clock_now_ns() - began_ns;
    cost.cpu_ns = (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * NS_PER_S +
                  (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * NS_PER_US;
    cost.most_kb = usage.ru_maxrss;
    cost.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return cost;
}

struct cost robot_cost(const char *build, const char *const *arguments)
{
    char program[400];
    const char *argv[MOST_ARGUMENTS] = {program, "run", "--quiet"};
    size_t n = 3;
    snprintf(program, sizeof program, "%s/xunjian", build);
    while (*arguments != NULL && n < MOST_ARGUMENTS - 1)
        argv[n++] = *arguments++;
    int64_t began_ns = clock_now_ns();
    int pid = fork();
    if (pid == 0) {
        int null = open("/dev/null", O_WRONLY);
        dup2(null, STDOUT_FILENO);
        execv(program, (char **)(uintptr_t)argv);
        _exit(126);
    }
    struct cost cost = cost_of(pid, began_ns);
    if (cost.code != 0) {
        fprintf(stderr, "the robot ended with %d\n", cost.code);
        exit(1);
    }
    return cost;
}

struct body {
    char *bytes;
    size_t length;
};

static size_t keep(char *bytes, size_t size, size_t count, void *to)
{
    struct body *body = to;
    if (body->length + size * count > 1 << 20)
        return 0;
    memcpy(body->bytes + body->length, bytes, size * count);
    body->length += size * count;
    return size * count;
}

static void ask_page(const struct body *body)
{
    htmlDocPtr page = htmlReadMemory(body->bytes, (int)body->length, NULL, "utf-8",
                                     HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                                         HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
    xmlXPathContextPtr context = xmlXPathNewContext(page);
    xmlXPathObjectPtr found =
        xmlXPathEval(BAD_CAST "count(//table[@id='quotes']//tr[@data-code])", context);
    if (found == NULL || found->floatval < 150)
        _exit(1);
    xmlXPathFreeObject(found);
    xmlXPathFreeContext(context);
    xmlFreeDoc(page);
}

static void begin(CURLM *multi, CURL *curl, struct body *body)
{
    body->length = 0;
    curl_multi_add_handle(multi, curl);
}

static CURL *handle(const char *url, const char *ca, struct body *body)
{
    CURL *curl = curl_easy_init();
    body->bytes = malloc(1 << 20);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(curl, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, body);
    curl_easy_setopt(curl, CURLOPT_PRIVATE, body);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_CAPATH, NULL); /* else libcurl's CA cache is off */
    curl_easy_setopt(curl, CURLOPT_SSL_SESSIONID_CACHE, 0L); /* cold */
    if (ca != NULL)
        curl_easy_setopt(curl, CURLOPT_CAINFO, ca);
    return curl;
}

static void bare_loop(const char *url, const char *ca, int transfers, int at_once, bool page)
{
    static struct body bodies[MOST_AT_ONCE];
    CURLM *multi = curl_multi_init();
    int begun = 0, done = 0, running, left;
    for (; begun < at_once && begun < transfers; begun++)
        begin(multi, handle(url, ca, &bodies[begun]), &bodies[begun]);
    while (done < transfers) {
        CURLMsg *message;
        curl_multi_perform(multi, &running);
        while ((message = curl_multi_info_read(multi, &left)) != NULL) {
            CURL *curl = message->easy_handle;
            struct body *body;
            if (message->data.result != CURLE_OK)
                _exit(1);
            curl_easy_getinfo(curl, CURLINFO_PRIVATE, &body);
            if (page)
                ask_page(body);
            curl_multi_remove_handle(multi, curl);
            done++;
            if (begun++ < transfers)
                begin(multi, curl, body);
        }
        if (done < transfers)
            curl_multi_poll(multi, NULL, 0, 1000, NULL);
    }
}

struct cost bare_cost(const char *url, const char *ca, int transfers, int at_once, bool page)
{
    int64_t began_ns = clock_now_ns();
    int pid = fork();
    if (pid == 0) {
        bare_loop(url, ca, transfers, at_once, page);
        _exit(0);
    }
    struct cost cost = cost_of(pid, began_ns);
    if (cost.code != 0) {
        fprintf(stderr, "the bare loop failed\n");
        exit(1);
    }
    return cost;
}
