/* SPDX-License-Identifier: Apache-2.0 */
/* import.c - `xunjian import har FILE`: recorded traffic as a journey.
 *
 * With --out the base URL goes into an environment beside the journey, as it should; that one is
 * only written when there is none, for it is edited by hand. Without, the journey stands alone. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/diag.h"
#include "base/files.h"
#include "base/redact.h"
#include "command/command.h"
#include "command/options.h"
#include "command/print.h"
#include "recording/har.h"
#include "recording/origin.h"
#include "recording/recording.h"

#include <string.h>
#include <unistd.h>

enum { MOST_ARGUMENTS = 200, MOST_ID = 60, MOST_ENVIRONMENT_BYTES = 1 << 20 };

struct import {
    const char *folder, *file, *journey;
    struct option_texts bases;
    bool pages;
};

static const struct option options[] = {
    {.name = "out",
     .type = OPTION_TEXT,
     .at = offsetof(struct import, folder),
     .argument = "DIR",
     .text = "write DIR/ID.journey.yaml, and DIR/environments/recorded.yaml if there is none"},
    {.name = "output",
     .letter = 'o',
     .type = OPTION_TEXT,
     .at = offsetof(struct import, file),
     .argument = "FILE",
     .text = "write the journey alone, with its base URL as a variable"},
    {.name = "journey",
     .type = OPTION_TEXT,
     .at = offsetof(struct import, journey),
     .argument = "ID",
     .text = "the journey's id; default: the recording's file name"},
    {.name = "base",
     .type = OPTION_TEXTS,
     .at = offsetof(struct import, bases),
     .argument = "URL",
     .text = "an origin of the app, the first is ${base}; default: where most data came from"},
    {.name = "pages",
     .type = OPTION_FLAG,
     .at = offsetof(struct import, pages),
     .text = "keep HTML pages that nothing is captured from"},
    {0},
};

/* fund-purchase of /tmp/Fund purchase.har. */
static const char *id_of(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    struct text name = text_of(slash != NULL ? slash + 1 : path);
    char id[MOST_ID + 1];
    size_t n = 0;
    if (text_ends_with(name, text_of(".har")))
        name = text_slice(name, 0, name.length - 4);
    for (size_t i = 0; i < name.length && n < MOST_ID; i++) {
        char c = name.at[i];
        c = c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
        bool good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (good || (n > 0 && id[n - 1] != '-'))
            id[n++] = good ? c : '-';
    }
    while (n > 0 && id[n - 1] == '-')
        n--;
    return n > 0 ? arena_strndup(arena, id, n) : "recorded";
}

static bool write_to(struct arena *arena, const char *path, struct text bytes)
{
    const char *why;
    if (files_write(arena, path, bytes, &why))
        return true;
    print_error("xunjian import: could not write %s: %s\n", path, why);
    return false;
}

/* The environment of an earlier recording is not to be written over, but it has to know these. */
static void tell_missing(struct arena *arena, const char *path, const struct imported *made)
{
    struct text there;
    const char *why;
    if (!files_read(arena, path, MOST_ENVIRONMENT_BYTES, &there, &why))
        return;
    for (size_t i = 0; i < made->secret_count; i++)
        if (text_find(there, text_of(made->secrets[i].name), 0) < 0)
            print_error("note: %s does not say where secret %s comes from\n", path,
                        made->secrets[i].name);
}

static bool write_folder(struct arena *arena, const struct import *import,
                         const struct imported *made)
{
    const char *journey =
        arena_printf(arena, "%s/%s.journey.yaml", import->folder, import->journey);
    const char *environment =
        arena_printf(arena, "%s/environments/recorded.yaml", import->folder);
    bool there = access(environment, F_OK) == 0;
    if (!write_to(arena, journey, made->journey) ||
        (!there && !write_to(arena, environment, made->environment)))
        return false;
    print_error("%s: %zu steps of %zu exchanges\n", journey, made->steps, made->exchanges);
    if (there)
        tell_missing(arena, environment, made);
    return true;
}

static bool print_journey(const struct imported *made)
{
    struct buffer out;
    buffer_init(&out, made->journey.length + 1);
    buffer_add_text(&out, made->journey);
    bool printed = print_bytes(&out);
    buffer_done(&out);
    return printed;
}

static int deliver(struct arena *arena, const struct import *import,
                   const struct imported *made)
{
    bool done;
    for (size_t i = 0; i < made->secret_count; i++)
        redact_add(made->secrets[i].value, made->secrets[i].name);
    if (import->folder != NULL)
        done = write_folder(arena, import, made);
    else if (import->file != NULL)
        done = write_to(arena, import->file, made->journey);
    else
        done = print_journey(made);
    for (size_t i = 0; done && made->notes[i] != NULL; i++)
        print_error("note: %s\n", made->notes[i]);
    return done ? EXIT_PASSED : EXIT_INTERNAL;
}

static int import_har(struct arena *arena, struct import *import, const char *path)
{
    struct diags diags;
    struct source source = {.name = path};
    const char *why;
    bool got = strcmp(path, "-") == 0
                   ? files_read_fd(arena, STDIN_FILENO, HAR_MOST_BYTES, &source.bytes, &why)
                   : files_read(arena, path, HAR_MOST_BYTES, &source.bytes, &why);
    if (!got) {
        print_error("xunjian import: could not read %s: %s\n", path, why);
        return EXIT_USAGE;
    }
    if (text_starts_with(source.bytes, text_of("\xEF\xBB\xBF"))) /* as Fiddler writes it */
        source.bytes = text_slice(source.bytes, 3, source.bytes.length);
    diags_init(&diags, arena);
    if (import->journey == NULL)
        import->journey = id_of(arena, path);
    const struct recording_options how = {
        .journey = import->journey,
        .bases = import->bases.count > 0 ? import->bases.items : NULL,
        .pages = import->pages,
        .own_bases = import->folder == NULL,
    };
    const struct imported *made = recording_import_har(arena, &source, &how, &diags);
    if (made == NULL) {
        print_diags(&diags);
        return EXIT_WRONG_FILE;
    }
    return deliver(arena, import, made);
}

/* False when something does not fit together, which is told. */
static bool settle(const struct command *self, struct arena *arena, const struct import *import,
                   const char *const *rest)
{
    struct url url;
    const char *id = import->journey != NULL ? id_of(arena, import->journey) : NULL;
    for (size_t i = 0; i < import->bases.count; i++)
        if (!url_split(text_of(import->bases.items[i]), &url)) {
            options_wrong(self,
                          "--base: expected http:// or https:// and a host, got \"%.100s\"",
                          import->bases.items[i]);
            return false;
        }
    if (rest[0] == NULL || strcmp(rest[0], "har") != 0)
        options_wrong(self, "name what to import: har FILE");
    else if (rest[1] == NULL || rest[2] != NULL)
        options_wrong(self, "name one file, or - for standard input");
    else if (id != NULL && strcmp(import->journey, id) != 0)
        options_wrong(self, "--journey: expected an id such as \"%s\", got \"%.100s\"", id,
                      import->journey);
    else if (import->folder != NULL && import->file != NULL)
        options_wrong(self, "--out and --output exclude each other");
    else
        return true;
    return false;
}

static int run(const struct command *self, int argc, char **argv)
{
    struct import import = {0};
    const char *rest[MOST_ARGUMENTS + 1];
    int code;
    if (argc > MOST_ARGUMENTS)
        return options_wrong(self, "too many arguments");
    if (!options_read(self, argc, argv, &import, rest, &code))
        return code;
    struct arena *arena = arena_new();
    code =
        settle(self, arena, &import, rest) ? import_har(arena, &import, rest[1]) : EXIT_USAGE;
    arena_end(arena);
    return code;
}

const struct command command_import = {
    .name = "import",
    .text = "Turns recorded traffic (HAR 1.2) into a journey.",
    .arguments = "[OPTIONS] har FILE",
    .options = options,
    .run = run,
};
