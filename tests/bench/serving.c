/* SPDX-License-Identifier: Apache-2.0 */
/* serving.c - the robot as a child that serves. */

#include "tests/bench/serving.h"

#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_START_S = 60 };

void serving_put(const char *folder, const char *name, const char *text)
{
    char path[300];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (file == NULL || fputs(text, file) < 0 || fclose(file) != 0)
        exit(1);
}

static int spawn(const char *build, const char *folder, int out)
{
    char program[400], config[300];
    snprintf(program, sizeof program, "%s/xunjian", build);
    snprintf(config, sizeof config, "%s/xunjian.yaml", folder);
    int pid = fork();
    if (pid == 0) {
        dup2(out, STDOUT_FILENO);
        execl(program, program, "serve", config, (char *)NULL);
        _exit(126);
    }
    return pid;
}

static bool find_url(const char *log, char *url, size_t size)
{
    char line[400] = "";
    FILE *file = fopen(log, "r");
    if (file == NULL)
        return false;
    bool whole = fgets(line, sizeof line, file) != NULL && strchr(line, '\n') != NULL;
    fclose(file);
    const char *at = strstr(line, "http");
    if (!whole || at == NULL)
        return false;
    snprintf(url, size, "%.*s/metrics", (int)strcspn(at, "\n"), at);
    return true;
}

void serving_pause_s(int seconds)
{
    const struct timespec pause = {.tv_sec = seconds};
    nanosleep(&pause, NULL);
}

int serving_start(const char *build, const char *folder, char *url, size_t size)
{
    char log[300];
    snprintf(log, sizeof log, "%s/out", folder);
    int out = open(log, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    int pid = spawn(build, folder, out);
    close(out);
    for (int i = 0; i < MOST_START_S && !find_url(log, url, size); i++)
        serving_pause_s(1);
    return pid;
}

static int remove_entry(const char *path, const struct stat *what, int kind, struct FTW *where)
{
    (void)what;
    (void)kind;
    (void)where;
    return remove(path);
}

void serving_stop(int pid, const char *folder)
{
    kill(pid, SIGTERM);
    waitpid(pid, NULL, 0);
    nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
}
