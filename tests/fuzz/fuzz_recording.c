/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_recording.c - any bytes as a HAR: errors with a place, or a journey that our reader takes. Any JSON list as
 * what a person did: always such a journey.
 *
 * The same recording gives the same journey. What stands in it is a stranger's: names, URLs, bodies;
 * whatever they are, the YAML made of them reads back without an error. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "document/json.h"
#include "model/generator.h"
#include "model/reporter.h"
#include "model/step_kind.h"
#include "model/subject.h"
#include "plan/loader.h"
#include "query/predicate.h"
#include "recording/acts.h"
#include "recording/recording.h"

#include <stdint.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
const char *__lsan_default_suppressions(void);

/* As in fuzz_yaml.c: libfyaml leaks on single-quoted texts. */
const char *__lsan_default_suppressions(void)
{
    return "leak:libfyaml\n";
}

/* By the real tables, as `xunjian lint` does. */
static void read_back(struct arena *arena, struct text journey)
{
    const struct vocabulary vocabulary = {.step_kinds = step_kinds,
                                          .subjects = subjects,
                                          .predicates = predicates,
                                          .generators = generators,
                                          .reporters = reporters};
    const struct plan_options options = {.vocabulary = &vocabulary, .lint = true};
    const struct source source = {.name = "imported.journey.yaml", .bytes = journey};
    const struct loading loading = {.source = &source};
    struct diags diags;
    struct buffer out;
    diags_init(&diags, arena);
    buffer_init(&out, 1 << 20);
    struct loader loader = {.arena = arena,
                            .diags = &diags,
                            .options = &options,
                            .vocabulary = &vocabulary,
                            .loading = &loading,
                            .journey_table = plan_journey_table(arena, &vocabulary)};
    const struct raw_journey *raw = read_journey(&loader, &source);
    diags_render(&diags, &out);
    if (raw == NULL || diags.count > 0)
        fprintf(stderr, "%.*s%.*s", TEXT_ARGS(journey), TEXT_ARGS(buffer_text(&out)));
    must(raw != NULL && diags.count == 0);
    buffer_done(&out);
}

static void read_acts(struct arena *arena, struct text bytes, struct buffer *out)
{
    static const struct json_limits limits = {.bytes = 1 << 20, .depth = 20, .nodes = 10000};
    static const struct acts_options ways[] = {
        {.journey = "fuzz", .url = "https://app.example/", .mobile = "pixel-8"},
        {.journey = "fuzz", .url = "${base}/login", .login = "a: b.journey.yaml"}};
    struct json_error error;
    const struct json *list = json_parse(arena, bytes, &limits, &error);
    if (list == NULL || list->kind != JSON_ARRAY)
        return;
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        acts_write(list->items, list->count, &ways[i], out);
        must(!out->full);
        read_back(arena, buffer_text(out));
        buffer_clear(out);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    struct source source = {.name = "fuzz.har",
                            .bytes = {.at = (const char *)bytes, .length = size}};
    const struct recording_options options = {
        .journey = "fuzz", .own_bases = true, .pages = size % 2 == 0};
    struct diags diags;
    struct buffer out;
    diags_init(&diags, arena);
    buffer_init(&out, 16 << 20);
    const struct imported *made = recording_import_har(arena, &source, &options, &diags);
    must((made != NULL) == (diags.count == 0));
    if (made != NULL) {
        const struct imported *again = recording_import_har(arena, &source, &options, &diags);
        must(again != NULL && text_equal(made->journey, again->journey));
        read_back(arena, made->journey);
    }
    read_acts(arena, source.bytes, &out);
    diags_render(&diags, &out);
    buffer_done(&out);
    arena_end(arena);
    return 0;
}
