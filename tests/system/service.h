/* SPDX-License-Identifier: Apache-2.0 */
/* service.h - programs a test needs beside the robot: started, awaited, ended by their pid. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct service {
    pid_t pid;
    int in;          /* its standard input, ours to write; closing it ends some */
    char said[1024]; /* its first line on standard output; "" when it was not waited for */
};

/* argv is NULL-terminated; its own output goes to `log` (a file) but for the first line of standard
 * output when `speaks`, which is waited for. Fails the test when it does not come. */
void service_start(struct service *service, const char *const *argv, const char *log,
                   bool speaks);
void service_stop(struct service *service);

/* The sink of fixtures/sink; its log and control file are FOLDER/sink.log, FOLDER/sink.control. */
struct sink {
    struct service service;
    char url[64], log[256], control[256];
};
void sink_start(struct sink *sink, const char *folder);
void sink_stop(struct sink *sink);

/* How it answers from now on, whatever the path says; "": as the path says. */
void sink_answers(const struct sink *sink, const char *word);

/* A file, whole, NUL-terminated, to be freed; "" when there is none. */
char *file_text(const char *path);

/* Waits until the file has so many lines, 60 s at most; fails the test then. Its text, to be freed. */
char *await_lines(const char *path, size_t lines);

void write_file(const char *path, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A command by sh: its exit code, and what it wrote into `out` when that is not NULL. */
int shell(char *out, size_t room, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A port nobody listens on at this moment. */
int free_port(void);

/* Milliseconds; for deadlines. */
long long now_ms(void);
void pause_ms(int ms);
