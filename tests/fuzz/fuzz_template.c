/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_template.c - any bytes as a text with ${...}: compiled or complained of, then evaluated. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/fault.h"
#include "base/must.h"
#include "data/random.h"
#include "document/json.h"
#include "model/generator.h"
#include "plan/scope.h"
#include "plan/template.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    struct text text = {.at = (const char *)bytes, .length = size < 2048 ? size : 2048};
    struct source source = {.name = "fuzz", .bytes = text};
    struct place at = {.source = &source, .line = 1, .column = 1, .length = 1};
    struct diags diags;
    struct scope scope;
    struct random random;
    struct buffer out;
    struct text got;
    struct fault fault = {0};

    diags_init(&diags, arena);
    buffer_init(&out, 16 << 20);
    scope_init(&scope, NULL, arena);
    random_init(&random, 1, text_of("fuzz"));
    scope.random = &random;
    scope_set(&scope, text_of("a"), json_string_of(arena, "1"));
    const struct template *t = template_compile(arena, generators, text, at, true, &diags);
    diags_render(&diags, &out);
    if (diags.count == 0 && !template_text(t, &scope, arena, &got, &fault))
        must(fault.reason == REASON_TEMPLATE && fault.message != NULL);
    buffer_done(&out);
    arena_end(arena);
    return 0;
}
