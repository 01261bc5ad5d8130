/* SPDX-License-Identifier: Apache-2.0 */
/* options.h - a command's options, described once: parser, errors and --help come from the rows. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct buffer;
struct command;

enum option_type {
    OPTION_FLAG = 0, /* bool */
    OPTION_TEXT,     /* const char * */
    OPTION_COUNT,    /* long long */
    OPTION_TEXTS,    /* struct option_texts: may be given again */
};

enum { OPTION_MOST_TEXTS = 64 };

struct option_texts {
    const char *items[OPTION_MOST_TEXTS + 1]; /* NULL-terminated */
    size_t count;
};

struct option {
    const char *name; /* without the two dashes */
    char letter;      /* 0: none */
    enum option_type type;
    size_t at;                        /* offsetof(struct of the command, member) */
    const char *argument;             /* "FILE" for --help; NULL for a flag */
    long long least, most;            /* OPTION_COUNT */
    const char *text;                 /* one sentence */
    void (*list)(struct buffer *out); /* what ARGUMENT can be, told after the text; or NULL */
    const struct option *shared; /* instead of all but `at`: these rows too, from `at` on */
};

/* Reads argv[1..] into `into` (which holds the defaults) and the positional arguments into `rest`
 * (NULL-terminated, room for argc). False when the command must end with *ret_exit: wrong usage
 * (told on standard error, with what was meant) or --help (printed). */
bool options_read(const struct command *command, int argc, char **argv, void *into,
                  const char **rest, int *ret_exit);

/* Tells WHAT on standard error and where help is; returns EXIT_USAGE. */
int options_wrong(const struct command *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Usage, the sentence, and a line for each option. */
void options_print_help(const struct command *command);
