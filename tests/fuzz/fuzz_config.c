/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_config.c - any bytes as a configuration and as a calendar: read by the real tables and checked
 * as lint does, every error drawn.
 *
 * No command runs and no secret is fetched: lint does neither, and env() and file() are not there.
 * Files of calendars are not followed. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "model/generator.h"
#include "model/wire.h"
#include "plan/calendars.h"
#include "plan/config.h"
#include "plan/config_reading.h"
#include "schedule/calendar.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
const char *__lsan_default_suppressions(void);

/* As in fuzz_yaml.c: libfyaml leaks on single-quoted texts. */
const char *__lsan_default_suppressions(void)
{
    return "leak:libfyaml\n";
}

static void read_config(struct arena *arena, const struct source *source, struct diags *diags)
{
    static const struct step_kind *const none[] = {NULL};
    const struct vocabulary vocabulary = {
        .step_kinds = none, .generators = generators, .wires = wires};
    const struct plan_options options = {.vocabulary = &vocabulary, .lint = true};
    struct loader loader = {
        .arena = arena, .diags = diags, .options = &options, .vocabulary = &vocabulary};
    const struct alert_window *windows;
    if (text_find(source->bytes, text_of("calendars"), 0) >= 0)
        return;
    const struct config *config = config_read(&loader, source);
    must(config != NULL || diags->count > 0);
    if (config != NULL && diags->count == 0)
        config_windows(config, 1800000000000000000, arena, &windows);
}

static void read_calendar(struct arena *arena, const struct source *source, struct diags *diags)
{
    int before = diags->count;
    const struct calendar *calendar = calendar_read(arena, source, diags);
    must((calendar != NULL) == (diags->count == before));
    if (calendar != NULL)
        must(calendar_has(calendar, (struct day){calendar->last_year, 12, 31}) !=
             CALENDAR_UNKNOWN);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    struct source source = {.name = "fuzz.xunjian.yaml",
                            .bytes = {.at = (const char *)bytes, .length = size}};
    struct diags diags;
    struct buffer out;
    diags_init(&diags, arena);
    buffer_init(&out, 64 << 20);
    read_config(arena, &source, &diags);
    read_calendar(arena, &source, &diags);
    diags_sort(&diags);
    diags_render(&diags, &out);
    buffer_done(&out);
    arena_end(arena);
    return 0;
}
