/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_jsonpath.c - any expression on a document that has some of everything.
 *
 * The first line is the expression; what follows, when it is JSON, is the document. Every node
 * found must be found again, alone, by its normalized path. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "document/json.h"
#include "query/jsonpath.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { MOST_BYTES = 16 * 1024, MOST_CHECKED = 50 };

static const char sample[] =
    "{\"code\":\"0000\",\"a\":[1,-2.50,true,null,\"text\",[],{},[[\"deep\"]]],\"o\":{\"a\":{\"b\":"
    "\"x\"},\"it's\":\"\\u4f59\\u989d\",\"pattern\":\"[a-z]+\"},\"rows\":[{\"id\":1,\"amount\":0.10},{"
    "\"id\":2,\"amount\":9007199254740993}]}";

static void check_found_again(struct arena *arena, const struct json *root,
                              const struct jsonpath_node *node)
{
    struct buffer path;
    struct query_error error;
    const char *problem;
    struct nodes again;
    buffer_init(&path, 1 << 20);
    jsonpath_write_path(node, &path);
    const struct jsonpath *compiled = jsonpath_compile(arena, buffer_text(&path), &error);
    if (path.length <= MOST_BYTES) {
        must(compiled != NULL && jsonpath_singular(compiled));
        must(jsonpath_select(compiled, root, arena, &again, &problem));
        must(again.count == 1 && again.items[0]->value == node->value);
    }
    buffer_done(&path);
}

static void evaluate(struct arena *arena, const struct jsonpath *path, const struct json *root)
{
    struct nodes nodes;
    const char *problem = NULL;
    if (!jsonpath_select(path, root, arena, &nodes, &problem)) {
        must(problem != NULL);
        return;
    }
    must(nodes.count <= 1 || !jsonpath_singular(path));
    for (size_t i = 0; i < nodes.count && i < MOST_CHECKED; i++)
        check_found_again(arena, root, nodes.items[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (size > MOST_BYTES)
        return 0;
    struct text all = {.at = size > 0 ? (const char *)bytes : "", .length = size};
    ptrdiff_t line = text_find(all, text_of("\n"), 0);
    struct text expression = text_slice(all, 0, line < 0 ? size : (size_t)line);
    struct text document = text_slice(all, expression.length, size);
    struct arena *arena = arena_new();
    struct query_error error = {0};
    struct json_error ignored;
    const struct json *root = json_parse(arena, document, &json_default_limits, &ignored);
    if (root == NULL)
        root = json_parse(arena, text_of(sample), &json_default_limits, &ignored);
    const struct jsonpath *path = jsonpath_compile(arena, expression, &error);
    if (path != NULL)
        evaluate(arena, path, root);
    else
        must(error.message != NULL && error.offset <= expression.length);
    arena_end(arena);
    return 0;
}
