/* SPDX-License-Identifier: Apache-2.0 */
/* options.c - reading options by their table, as getopt_long does, with better errors. */

#include "command/options.h"
#include "base/buffer.h"
#include "base/suggest.h"
#include "command/command.h"
#include "command/print.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MOST_OPTIONS = 64 };

int options_wrong(const struct command *command, const char *format, ...)
{
    char what[1024];
    va_list ap;
    va_start(ap, format);
    vsnprintf(what, sizeof what, format, ap);
    va_end(ap);
    print_error("xunjian %s: %s\nTry \"xunjian %s --help\".\n", command->name, what,
                command->name);
    return EXIT_USAGE;
}

/* The command's row number `index`, those of shared tables counted where they stand, and from
 * where in the command's struct its `at` counts. NULL after the last. */
static const struct option *row_at(const struct command *command, size_t index,
                                   size_t *ret_from)
{
    const struct option *row = command->options;
    for (; row != NULL && (row->name != NULL || row->shared != NULL); row++) {
        if (row->shared == NULL && index-- == 0) {
            *ret_from = 0;
            return row;
        }
        for (const struct option *o = row->shared; o != NULL && o->name != NULL; o++)
            if (index-- == 0) {
                *ret_from = row->at;
                return o;
            }
    }
    return NULL;
}

/* By its name, or by its letter when that is not 0. */
static const struct option *find(const struct command *command, struct text name, char letter,
                                 size_t *ret_from)
{
    const struct option *o;
    for (size_t i = 0; (o = row_at(command, i, ret_from)) != NULL; i++)
        if (letter != 0 ? o->letter == letter : text_is(name, o->name))
            return o;
    return NULL;
}

static int unknown(const struct command *command, const char *arg, struct text name)
{
    const char *names[MOST_OPTIONS + 1];
    size_t n = 0, from;
    const struct option *o;
    for (; n < MOST_OPTIONS && (o = row_at(command, n, &from)) != NULL; n++)
        names[n] = o->name;
    names[n] = NULL;
    const char *near = name.length > 0 ? suggest(name, names) : NULL;
    if (near == NULL)
        return options_wrong(command, "unknown option %s", arg);
    return options_wrong(command, "unknown option %s (did you mean --%s?)", arg, near);
}

static bool set(const struct option *option, const char *value, char *at)
{
    struct option_texts *texts;
    switch (option->type) {
    case OPTION_FLAG:
        *(bool *)at = true;
        return true;
    case OPTION_TEXT:
        *(const char **)at = value;
        return true;
    case OPTION_COUNT:
        return text_to_int(text_of(value), option->least, option->most, (long long *)at);
    case OPTION_TEXTS:
        texts = (struct option_texts *)at;
        if (texts->count == OPTION_MOST_TEXTS)
            return false;
        texts->items[texts->count++] = value;
        return true;
    }
    return false;
}

static int wrong_value(const struct command *command, const struct option *o, const char *value)
{
    if (o->type == OPTION_TEXTS)
        return options_wrong(command, "--%s can be given %d times at most", o->name,
                             OPTION_MOST_TEXTS);
    return options_wrong(command, "--%s: expected a number from %lld to %lld, got \"%s\"",
                         o->name, o->least, o->most, value);
}

/* One argument that begins with a dash; *index moves when the next one is its value. EXIT_PASSED
 * when it was right. */
static int read_option(const struct command *command, int argc, char **argv, int *index,
                       void *into)
{
    const char *arg = argv[*index], *value = NULL;
    const struct option *option;
    struct text name = {0};
    size_t from = 0;
    if (arg[1] == '-') {
        const char *equals = strchr(arg, '=');
        name = text_of(arg + 2);
        if (equals != NULL) {
            name.length = (size_t)(equals - arg - 2);
            value = equals + 1;
        }
        option = find(command, name, 0, &from);
    } else {
        option = find(command, name, arg[1], &from);
        value = arg[2] != '\0' ? arg + 2 : NULL;
    }
    if (option == NULL)
        return unknown(command, arg, name);
    if (option->type == OPTION_FLAG && value != NULL)
        return options_wrong(command, "--%s takes no value", option->name);
    if (option->type != OPTION_FLAG && value == NULL) {
        if (*index + 1 >= argc)
            return options_wrong(command, "--%s needs a value: %s", option->name,
                                 option->argument);
        value = argv[++*index];
    }
    return set(option, value, (char *)into + from + option->at)
               ? EXIT_PASSED
               : wrong_value(command, option, value);
}

bool options_read(const struct command *command, int argc, char **argv, void *into,
                  const char **rest, int *ret_exit)
{
    size_t n = 0;
    bool only_rest = false;
    for (int i = 1; i < argc; i++) {
        const char *arg = argv[i];
        if (only_rest || arg[0] != '-' || arg[1] == '\0') {
            rest[n++] = arg;
        } else if (strcmp(arg, "--") == 0) {
            only_rest = true;
        } else if (strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0) {
            options_print_help(command);
            *ret_exit = EXIT_PASSED;
            return false;
        } else if ((*ret_exit = read_option(command, argc, argv, &i, into)) != EXIT_PASSED) {
            return false;
        }
    }
    rest[n] = NULL;
    return true;
}

void options_print_help(const struct command *command)
{
    struct buffer out;
    buffer_init(&out, 64 * 1024);
    buffer_printf(&out, "usage: xunjian %s %s\n\n%s\n\noptions:\n", command->name,
                  command->arguments, command->text);
    const struct option *o;
    size_t from;
    for (size_t i = 0; (o = row_at(command, i, &from)) != NULL; i++) {
        char head[80], letter[8] = "    ";
        if (o->letter != 0)
            snprintf(letter, sizeof letter, "-%c, ", o->letter);
        snprintf(head, sizeof head, "  %s--%s%s%s", letter, o->name,
                 o->argument != NULL ? " " : "", o->argument != NULL ? o->argument : "");
        buffer_printf(&out, "%-30s %s", head, o->text);
        if (o->list != NULL)
            o->list(&out);
        buffer_add_char(&out, '\n');
    }
    buffer_printf(&out, "%-30s %s\n", "  -h, --help", "this text");
    print_bytes(&out);
    buffer_done(&out);
}
