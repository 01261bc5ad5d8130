/* SPDX-License-Identifier: Apache-2.0 */
/* data.c - `xunjian data KIND`: what the template functions make, on standard output.
 *
 * Each row has a stream of chance of its own (seed, kind, row), so that row 7 is the same person
 * whether 8 rows are asked for or 800. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/suggest.h"
#include "command/command.h"
#include "command/options.h"
#include "command/print.h"
#include "command/vocabulary.h"
#include "data/calendar.h"
#include "data/random.h"
#include "document/json.h"
#include "model/generator.h"
#include "model/vocabulary.h"

#include <string.h>
#include <sys/random.h>

enum { MOST_ARGUMENTS = 64, MOST_KINDS = 128, MOST_LIST = 900, MOST_ROWS = 1000000 };
enum { FLUSH_BYTES = 64 * 1024, MOST_BYTES = 64 << 20 };

enum format { FORMAT_LINES = 0, FORMAT_JSON, FORMAT_CSV };

struct request {
    long long count, seed; /* -1: not told */
    bool boundary, list;
    const char *format, *at;
    const struct generator *kind;
    const char **arguments;
    size_t argument_count;
    int64_t now_utc_ns;
};

static const struct option options[] = {
    {.name = "count",
     .letter = 'n',
     .type = OPTION_COUNT,
     .at = offsetof(struct request, count),
     .argument = "N",
     .least = 1,
     .most = MOST_ROWS,
     .text = "values to make, 1 unless told"},
    {.name = "seed",
     .type = OPTION_COUNT,
     .at = offsetof(struct request, seed),
     .argument = "S",
     .least = 0,
     .most = INT64_MAX,
     .text = "the same seed makes the same values"},
    {.name = "boundary",
     .type = OPTION_FLAG,
     .at = offsetof(struct request, boundary),
     .text = "instead, rows around each limit: value, valid, why"},
    {.name = "format",
     .letter = 'f',
     .type = OPTION_TEXT,
     .at = offsetof(struct request, format),
     .argument = "FORMAT",
     .text = "lines (unless told), json (one array) or csv"},
    {.name = "at",
     .type = OPTION_TEXT,
     .at = offsetof(struct request, at),
     .argument = "DATE",
     .text = "as if it were this day (YYYY-MM-DD, in China): ages depend on it"},
    {.name = "list",
     .type = OPTION_FLAG,
     .at = offsetof(struct request, list),
     .text = "the kinds and their arguments"},
    {0},
};

/* What `xunjian data KIND` is for: needs nothing, and is another each time. */
static bool is_data(const struct generator *g)
{
    return g->least == 0 && !g->constant;
}

static int print_and_end(struct buffer *out, int code)
{
    if (out->length > 0 && !print_bytes(out))
        code = EXIT_INTERNAL;
    buffer_done(out);
    return code;
}

static int print_list(void)
{
    const struct generator *const *all = vocabulary_all()->generators;
    struct buffer out;
    buffer_init(&out, MOST_BYTES);
    for (int data = 1; data >= 0; data--) {
        buffer_add_string(&out, data ? "data:\n" : "\nfunctions of what is given:\n");
        for (size_t i = 0; all[i] != NULL; i++)
            if (is_data(all[i]) == (data == 1))
                buffer_printf(&out, "  %-40s %s%s\n", all[i]->usage, all[i]->text,
                              all[i]->boundary != NULL ? " (--boundary)" : "");
    }
    return print_and_end(&out, EXIT_PASSED);
}

/* `name` is NULL when there was none. */
static int unknown_kind(const struct command *self, const char *name)
{
    const char *names[MOST_KINDS + 1];
    struct buffer list;
    size_t n = 0;
    const struct generator *const *all = vocabulary_all()->generators;
    buffer_init(&list, MOST_LIST);
    for (size_t i = 0; all[i] != NULL && n < MOST_KINDS; i++) {
        names[n++] = all[i]->name;
        if (is_data(all[i]))
            buffer_printf(&list, " %s", all[i]->name);
    }
    names[n] = NULL;
    const char *near = name != NULL ? suggest(text_of(name), names) : NULL;
    if (name == NULL)
        options_wrong(self, "expected a kind:%s", list.at);
    else if (near != NULL)
        options_wrong(self, "unknown kind \"%.100s\" (did you mean \"%s\"?); kinds:%s", name,
                      near, list.at);
    else
        options_wrong(self, "unknown kind \"%.100s\"; kinds:%s", name, list.at);
    buffer_done(&list);
    return EXIT_USAGE;
}

static const struct generator *find(const char *name)
{
    const struct generator *const *all = vocabulary_all()->generators;
    for (size_t i = 0; all[i] != NULL; i++)
        if (strcmp(all[i]->name, name) == 0)
            return all[i];
    return NULL;
}

static struct generator_call call_of(const struct request *r, struct arena *arena,
                                     struct random *random, size_t row)
{
    const struct json **arguments =
        arena_array(arena, r->argument_count + 1, const struct json *);
    for (size_t i = 0; i < r->argument_count; i++)
        arguments[i] = json_string_of(arena, r->arguments[i]);
    const char *label = arena_printf(arena, "data/%s/%zu", r->kind->name, row);
    random_init(random, (uint64_t)r->seed, text_of(label));
    return (struct generator_call){
        .arguments = arguments,
        .count = r->argument_count,
        .random = random,
        .now_utc_ns = r->now_utc_ns,
        .arena = arena,
    };
}

/* RFC 4180: quoted when it must be, quotes doubled. */
static void write_field(struct buffer *out, struct text t)
{
    bool plain = true;
    for (size_t i = 0; i < t.length; i++)
        plain = plain && strchr("\",\r\n", t.at[i]) == NULL;
    if (plain) {
        buffer_add_text(out, t);
        return;
    }
    buffer_add_char(out, '"');
    for (size_t i = 0; i < t.length; i++) {
        if (t.at[i] == '"')
            buffer_add_char(out, '"');
        buffer_add_char(out, t.at[i]);
    }
    buffer_add_char(out, '"');
}

static void write_csv(struct buffer *out, struct arena *arena, const struct json *value,
                      const char *kind, bool header)
{
    bool object = value->kind == JSON_OBJECT;
    size_t count = object ? value->count : 1;
    for (size_t i = 0; header && i < count; i++) {
        buffer_add_string(out, i > 0 ? "," : "");
        write_field(out, object ? value->items[i]->name : text_of(kind));
    }
    if (header)
        buffer_add_string(out, "\r\n");
    for (size_t i = 0; i < count; i++) {
        buffer_add_string(out, i > 0 ? "," : "");
        write_field(out, json_to_text(arena, object ? value->items[i] : value));
    }
    buffer_add_string(out, "\r\n");
}

static void write_value(struct buffer *out, struct arena *arena, const struct json *value,
                        enum format format, const char *kind, size_t row)
{
    switch (format) {
    case FORMAT_LINES:
        buffer_add_text(out, json_to_text(arena, value));
        buffer_add_char(out, '\n');
        return;
    case FORMAT_JSON:
        buffer_add_string(out, row == 0 ? "[\n" : ",\n");
        json_write(value, out);
        return;
    case FORMAT_CSV:
        write_csv(out, arena, value, kind, row == 0);
        return;
    }
}

/* The row's value, NULL after the last; false when the arguments are wrong, which is told. */
static bool make(const struct command *self, const struct request *r, struct arena *arena,
                 size_t row, const struct json **ret)
{
    struct random random;
    struct generator_call call = call_of(r, arena, &random, row);
    *ret = NULL;
    if (r->boundary)
        *ret = r->kind->boundary(&call, row);
    else if (row < (size_t)r->count)
        *ret = r->kind->make(&call);
    if (call.error != NULL)
        options_wrong(self, "%s: %s", r->kind->name, call.error);
    return call.error == NULL;
}

static int print_values(const struct command *self, const struct request *r, enum format format)
{
    struct buffer out;
    buffer_init(&out, MOST_BYTES);
    int code = EXIT_PASSED;
    bool more = true;
    for (size_t row = 0; more && code == EXIT_PASSED; row++) {
        struct arena *arena = arena_new();
        const struct json *value;
        if (!make(self, r, arena, row, &value))
            code = EXIT_USAGE;
        more = value != NULL;
        if (more)
            write_value(&out, arena, value, format, r->kind->name, row);
        else if (code == EXIT_PASSED && format == FORMAT_JSON)
            buffer_add_string(&out, row == 0 ? "[]\n" : "\n]\n");
        arena_end(arena);
        if (out.length > FLUSH_BYTES) {
            if (!print_bytes(&out))
                code = EXIT_INTERNAL;
            buffer_clear(&out);
        }
    }
    return print_and_end(&out, code);
}

/* False when something does not fit together: told, with *ret_exit set. */
static bool settle(const struct command *self, struct request *r, enum format *ret_format,
                   int *ret_exit)
{
    static const char *const formats[] = {"lines", "json", "csv"};
    struct date day;
    size_t format = 0;
    while (format < 3 && strcmp(formats[format], r->format) != 0)
        format++;
    *ret_exit = EXIT_USAGE;
    if (format == 3)
        options_wrong(self, "--format: expected lines, json or csv, got \"%.100s\"", r->format);
    else if (r->boundary && r->count >= 0)
        options_wrong(self, "--boundary makes its own rows: leave out --count");
    else if (r->boundary && r->kind->boundary == NULL)
        options_wrong(self, "%s has no limits to stand around", r->kind->name);
    else if (r->argument_count > r->kind->most ||
             (r->argument_count < r->kind->least && !r->boundary))
        options_wrong(self, "wrong number of arguments; use it as %s", r->kind->usage);
    else if (r->at != NULL &&
             (!calendar_parse(text_of(r->at), &day) || day.year < 1700 || day.year > 2250))
        options_wrong(self, "--at: expected a date as YYYY-MM-DD, got \"%.100s\"", r->at);
    else
        *ret_exit = EXIT_PASSED;
    if (*ret_exit != EXIT_PASSED)
        return false;
    *ret_format = (enum format)format;
    r->now_utc_ns =
        r->at != NULL ? (calendar_days(day) * 24 - 8) * 3600 * NS_PER_S : clock_now_utc_ns();
    r->count = r->count < 0 ? 1 : r->count;
    if (r->seed < 0 && getrandom(&r->seed, sizeof r->seed, 0) != sizeof r->seed)
        *ret_exit = EXIT_INTERNAL;
    return *ret_exit == EXIT_PASSED;
}

static int run(const struct command *self, int argc, char **argv)
{
    struct request r = {.count = -1, .seed = -1, .format = "lines"};
    const char *rest[MOST_ARGUMENTS + 1];
    enum format format;
    int code;
    if (argc > MOST_ARGUMENTS)
        return options_wrong(self, "too many arguments");
    if (!options_read(self, argc, argv, &r, rest, &code))
        return code;
    if (r.list)
        return print_list();
    if (rest[0] == NULL)
        return unknown_kind(self, NULL);
    r.kind = find(rest[0]);
    if (r.kind == NULL)
        return unknown_kind(self, rest[0]);
    r.arguments = rest + 1;
    while (r.arguments[r.argument_count] != NULL)
        r.argument_count++;
    return settle(self, &r, &format, &code) ? print_values(self, &r, format) : code;
}

const struct command command_data = {
    .name = "data",
    .text = "Makes test data: fictitious people, numbers, dates, and rows around limits.",
    .arguments = "[OPTIONS] KIND [ARGUMENT...]",
    .options = options,
    .run = run,
};
