/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_scenario.c - any bytes as a journey file: read by the real tables, every error drawn.
 *
 * Includes are not followed and env() and file() are not there: the disk stays out of it. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "model/generator.h"
#include "model/reporter.h"
#include "model/step_kind.h"
#include "model/subject.h"
#include "plan/loader.h"
#include "query/predicate.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
const char *__lsan_default_suppressions(void);

/* As in fuzz_yaml.c: libfyaml leaks on single-quoted texts. */
const char *__lsan_default_suppressions(void)
{
    return "leak:libfyaml\n";
}

/* Keys that name files would read them. */
static bool names_a_file(struct text bytes)
{
    return text_find(bytes, text_of("json"), 0) >= 0 ||
           text_find(bytes, text_of("for_each"), 0) >= 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    const struct vocabulary vocabulary = {.step_kinds = step_kinds,
                                          .subjects = subjects,
                                          .predicates = predicates,
                                          .generators = generators,
                                          .reporters = reporters};
    const struct plan_options options = {.vocabulary = &vocabulary, .lint = true};
    struct source source = {.name = "fuzz.journey.yaml",
                            .bytes = {.at = (const char *)bytes, .length = size}};
    const struct loading loading = {.source = &source};
    struct diags diags;
    struct buffer out;
    diags_init(&diags, arena);
    buffer_init(&out, 64 << 20);
    struct loader loader = {.arena = arena,
                            .diags = &diags,
                            .options = &options,
                            .vocabulary = &vocabulary,
                            .loading = &loading,
                            .journey_table = plan_journey_table(arena, &vocabulary)};
    if (!names_a_file(source.bytes)) {
        const struct raw_journey *raw = read_journey(&loader, &source);
        must(raw != NULL || diags.count > 0);
        diags_sort(&diags);
        diags_render(&diags, &out);
    }
    buffer_done(&out);
    arena_end(arena);
    return 0;
}
