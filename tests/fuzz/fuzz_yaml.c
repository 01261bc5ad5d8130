/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_yaml.c - any bytes to the YAML reader: a tree or errors, soon, and nothing else.
 *
 * What is read is walked as JSON and drawn as errors, because that is what happens to it next. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/must.h"
#include "document/node.h"
#include "document/yaml.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
const char *__lsan_default_suppressions(void);

/* libfyaml 0.7.12 never frees half a kilobyte or more for each single-quoted text with five '' in a
 * row. What it returns is right; leaks of our own still show. */
const char *__lsan_default_suppressions(void)
{
    return "leak:libfyaml\n";
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct arena *arena = arena_new();
    struct diags diags;
    struct source source = {.name = "fuzz.yaml",
                            .bytes = {.at = (const char *)bytes, .length = size}};
    struct buffer out;
    int64_t started = clock_now_ns();

    diags_init(&diags, arena);
    buffer_init(&out, 16 << 20);
    const struct node *root = yaml_read(arena, &source, &diags);
    must((root != NULL) == (diags.count == 0));
    if (root != NULL) {
        must(root->weight <= YAML_MOST_NODES && root->height <= YAML_MOST_DEPTH);
        json_write(node_to_json(arena, root), &out);
    }
    diags_render(&diags, &out);
    must(clock_now_ns() - started < 20 * NS_PER_S);

    buffer_done(&out);
    arena_end(arena);
    return 0;
}
