/* SPDX-License-Identifier: Apache-2.0 */
/* run_options.c - the options of `xunjian run`, their rows and what they mean. */

#include "command/run_options.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/suggest.h"
#include "command/command.h"
#include "document/json.h"
#include "model/journey.h"
#include "model/reporter.h"

#include <fnmatch.h>
#include <string.h>

enum { MOST_REPEAT = 100000, MOST_PARALLEL = 10000, MOST_REPORTERS = 32 };

static void list_reporters(struct buffer *out)
{
    for (size_t i = 0; reporters[i] != NULL; i++)
        buffer_printf(out, " %s", reporters[i]->name);
}

#define AT(member) offsetof(struct run_options, member)
const struct option run_setting_rows[] = {
    {.name = "env",
     .letter = 'e',
     .type = OPTION_TEXT,
     .at = AT(environment),
     .argument = "NAME",
     .text = "environments/NAME.yaml beside the journeys, or a file"},
    {.name = "set",
     .letter = 's',
     .type = OPTION_TEXTS,
     .at = AT(sets),
     .argument = "NAME=VALUE",
     .text = "set a variable; wins over everything else"},
    {.name = "report",
     .letter = 'r',
     .type = OPTION_TEXTS,
     .at = AT(reports),
     .argument = "KIND=FILE",
     .text = "write a report:",
     .list = list_reporters},
    {0},
};

const struct option run_choice_rows[] = {
    {.name = "tag",
     .letter = 't',
     .type = OPTION_TEXTS,
     .at = AT(tags),
     .argument = "TAG",
     .text = "only journeys with this tag; again: or with that"},
    {.name = "name",
     .letter = 'n',
     .type = OPTION_TEXTS,
     .at = AT(names),
     .argument = "GLOB",
     .text = "only journeys whose id matches; again: or matches that"},
    {0},
};

const struct option run_telling_rows[] = {
    {.name = "quiet",
     .letter = 'q',
     .at = AT(quiet),
     .text = "print failures and the summary only"},
    {.name = "verbose",
     .letter = 'v',
     .at = AT(verbose),
     .text = "print every try, finding and phase"},
    {0},
};

const struct option run_option_rows[] = {
    {.shared = run_setting_rows},
    {.shared = run_choice_rows},
    {.name = "seed",
     .type = OPTION_TEXT,
     .at = AT(seed_text),
     .argument = "N",
     .text = "the seed of all chance; the same seed makes the same people (default: random)"},
    {.name = "repeat",
     .type = OPTION_COUNT,
     .at = AT(repeat),
     .argument = "N",
     .least = 1,
     .most = MOST_REPEAT,
     .text = "run everything this often"},
    {.name = "parallel",
     .letter = 'j',
     .type = OPTION_COUNT,
     .at = AT(parallel),
     .argument = "N",
     .least = 1,
     .most = MOST_PARALLEL,
     .text = "runs in flight (default: one for each core)"},
    {.name = "strict", .at = AT(strict), .text = "degraded fails: exit 1"},
    {.shared = run_telling_rows},
    {0},
};

static int settle_seed(const struct command *command, struct run_options *options)
{
    long long seed;
    if (options->seed_text == NULL) {
        options->seed = (uint64_t)clock_now_utc_ns();
        return EXIT_PASSED;
    }
    if (!text_to_int(text_of(options->seed_text), 0, INT64_MAX, &seed))
        return options_wrong(command, "--seed: expected a whole number, got \"%s\"",
                             options->seed_text);
    options->seed = (uint64_t)seed;
    return EXIT_PASSED;
}

static int settle_sets(const struct command *command, struct run_options *options,
                       struct arena *arena)
{
    map_init(&options->settings, arena);
    for (size_t i = 0; i < options->sets.count; i++) {
        const char *item = options->sets.items[i], *equals = strchr(item, '=');
        if (equals == NULL || equals == item)
            return options_wrong(command, "--set: expected NAME=VALUE, got \"%s\"", item);
        struct text name = {.at = item, .length = (size_t)(equals - item)};
        map_put(&options->settings, name, (void *)(uintptr_t)json_string_of(arena, equals + 1));
    }
    return EXIT_PASSED;
}

static int settle_report(const struct command *command, struct run_options *options,
                         const char *item)
{
    const char *names[MOST_REPORTERS + 1], *equals = strchr(item, '=');
    struct text kind = {.at = item, .length = equals != NULL ? (size_t)(equals - item) : 0};
    size_t n = 0;
    if (equals == NULL || equals[1] == '\0')
        return options_wrong(command, "--report: expected KIND=FILE, got \"%s\"", item);
    for (; reporters[n] != NULL && n < MOST_REPORTERS; n++) {
        names[n] = reporters[n]->name;
        if (!text_is(kind, names[n]))
            continue;
        options->outputs[options->output_count].reporter = reporters[n];
        options->outputs[options->output_count++].file = equals + 1;
        return EXIT_PASSED;
    }
    names[n] = NULL;
    const char *near = suggest(kind, names);
    if (near != NULL)
        return options_wrong(command, "--report: unknown kind \"%.*s\" (did you mean \"%s\"?)",
                             TEXT_ARGS(kind), near);
    return options_wrong(command, "--report: unknown kind \"%.*s\"", TEXT_ARGS(kind));
}

int run_options_settle(const struct command *command, struct run_options *options,
                       struct arena *arena)
{
    int code = settle_seed(command, options);
    if (code == EXIT_PASSED)
        code = settle_sets(command, options, arena);
    for (size_t i = 0; code == EXIT_PASSED && i < options->reports.count; i++)
        code = settle_report(command, options, options->reports.items[i]);
    return code;
}

static bool has_tag(const struct journey *journey, const struct option_texts *tags)
{
    for (size_t i = 0; i < tags->count; i++)
        for (const char *const *tag = journey->tags; tag != NULL && *tag != NULL; tag++)
            if (strcmp(*tag, tags->items[i]) == 0)
                return true;
    return tags->count == 0;
}

static bool has_name(const struct journey *journey, const struct option_texts *names)
{
    for (size_t i = 0; i < names->count; i++)
        if (fnmatch(names->items[i], journey->name, 0) == 0)
            return true;
    return names->count == 0;
}

bool run_options_select(const struct run_options *options, const struct journey *journey)
{
    return has_tag(journey, &options->tags) && has_name(journey, &options->names);
}
