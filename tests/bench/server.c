/* SPDX-License-Identifier: Apache-2.0 */
/* server.c - the demo app as the other side of every figure. */

#include "tests/bench/bench.h"

#include "base/arena.h"
#include "base/files.h"
#include "document/json.h"

#include <curl/curl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { READY_TRIES = 500, READY_PAUSE_MS = 20 };

static void take(const struct json *ready, const char *name, char *to, size_t size)
{
    const struct json *value = json_member(ready, text_of(name));
    if (value != NULL)
        snprintf(to, size, "%.*s", TEXT_ARGS(value->text));
}

static bool read_ready(struct server *server, const char *path)
{
    struct arena *arena = arena_new();
    struct json_error error;
    struct text bytes;
    const char *why;
    const struct json *ready = NULL;
    if (files_read(arena, path, 1 << 16, &bytes, &why) && bytes.length > 0)
        ready = json_parse(arena, bytes, &json_default_limits, &error);
    if (ready != NULL) {
        take(ready, "base", server->base, sizeof server->base);
        take(ready, "plain", server->plain, sizeof server->plain);
        take(ready, "control", server->control, sizeof server->control);
        take(ready, "token", server->token, sizeof server->token);
        take(ready, "ca", server->ca, sizeof server->ca);
    }
    arena_end(arena);
    return ready != NULL;
}

void server_start(struct server *server, const char *build)
{
    char program[400], ready[400];
    *server = (struct server){0};
    snprintf(program, sizeof program, "%s/demo-app", build);
    snprintf(ready, sizeof ready, "%s/bench-ready.json", build);
    unlink(ready);
    server->pid = fork();
    if (server->pid == 0) {
        if (freopen("/dev/null", "w", stdout) == NULL)
            _exit(126);
        execl(program, program, "--seed", "1", "--ready-file", ready, "--parent-dies",
              (char *)NULL);
        _exit(126);
    }
    for (int i = 0; i < READY_TRIES; i++) {
        if (read_ready(server, ready))
            return;
        poll(NULL, 0, READY_PAUSE_MS);
    }
    fprintf(stderr, "the demo app did not get ready\n");
    exit(1);
}

void server_stop(struct server *server)
{
    kill(server->pid, SIGTERM);
    waitpid(server->pid, NULL, 0);
}

void server_fault(const struct server *server, const char *json)
{
    char url[300], header[200];
    CURL *curl = curl_easy_init();
    snprintf(url, sizeof url, "%s/faults", server->control);
    snprintf(header, sizeof header, "X-Control-Token: %s", server->token);
    struct curl_slist *headers = curl_slist_append(NULL, header);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
    if (json != NULL)
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, json);
    else
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, "DELETE");
    FILE *sink = fopen("/dev/null", "w");
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, sink);
    if (curl_easy_perform(curl) != CURLE_OK) {
        fprintf(stderr, "the demo app took no fault\n");
        exit(1);
    }
    fclose(sink);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
}
