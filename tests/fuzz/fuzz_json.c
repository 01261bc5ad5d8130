/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_json.c - any bytes to the JSON reader, judged by a second opinion.
 *
 * jansson must accept what we accept, except numbers and names it cannot hold, and we must accept
 * what it accepts, except what crosses a limit. What was read is written and read again, so the
 * writer and the comparison are on trial too. jansson is loaded, not linked: some of its functions
 * have the names of ours. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/must.h"
#include "document/json.h"

#include <dlfcn.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { MOST_BYTES = 64 * 1024, DOUBLE_DIGITS = 15 };
enum { JANSSON_REJECT_DUPLICATES = 1, JANSSON_DECODE_ANY = 4, JANSSON_ALLOW_NUL = 16 };

static struct {
    void *(*loadb)(const char *bytes, size_t length, size_t flags, void *ret_error);
    int (*equal)(const void *a, const void *b);
    void (*end)(void *value); /* of a value with one owner */
} jansson;

static void load_jansson(void)
{
    void *library = dlopen("libjansson.so.4", RTLD_NOW | RTLD_LOCAL);
    must(library != NULL);
    *(void **)&jansson.loadb = dlsym(library, "json_loadb");
    *(void **)&jansson.equal = dlsym(library, "json_equal");
    *(void **)&jansson.end = dlsym(library, "json_delete");
    must(jansson.loadb != NULL && jansson.equal != NULL && jansson.end != NULL);
}

static void *read_by_jansson(struct text document)
{
    size_t flags = JANSSON_REJECT_DUPLICATES | JANSSON_DECODE_ANY | JANSSON_ALLOW_NUL;
    return jansson.loadb(document.at, document.length, flags, NULL);
}

/* Values jansson has no room for: numbers beyond double or int64, names with a NUL. */
static bool beyond_jansson(const struct json *value)
{
    if (value->name.length > 0 && memchr(value->name.at, '\0', value->name.length) != NULL)
        return true;
    if (value->kind == JSON_NUMBER)
        return value->text.length > DOUBLE_DIGITS ||
               text_find(value->text, text_of("e"), 0) >= 0 ||
               text_find(value->text, text_of("E"), 0) >= 0;
    for (size_t i = 0; i < value->count; i++)
        if (beyond_jansson(value->items[i]))
            return true;
    return false;
}

static void compare(struct arena *arena, const struct json *ours, void *theirs)
{
    struct buffer out;
    struct json_error error;
    buffer_init(&out, 16 << 20);
    json_write(ours, &out);
    const struct json *again =
        json_parse(arena, buffer_text(&out), &json_default_limits, &error);
    must(again != NULL && json_equal(ours, again));
    must(theirs != NULL || beyond_jansson(ours));
    if (theirs != NULL) {
        void *theirs_again = read_by_jansson(buffer_text(&out));
        must(theirs_again != NULL && jansson.equal(theirs, theirs_again) == 1);
        jansson.end(theirs_again);
    }
    buffer_done(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (size > MOST_BYTES)
        return 0;
    if (jansson.loadb == NULL)
        load_jansson();
    struct text document = {.at = size > 0 ? (const char *)bytes : "", .length = size};
    struct arena *arena = arena_new();
    struct json_error error;
    const struct json *ours = json_parse(arena, document, &json_default_limits, &error);
    void *theirs = read_by_jansson(document);
    bool nul =
        memchr(document.at, '\0', size) != NULL; /* jansson passes over one behind a number */
    if (ours != NULL)
        compare(arena, ours, theirs);
    else
        must(error.message != NULL && error.line > 0 && error.column > 0 &&
             (theirs == NULL || error.limit || nul));
    if (theirs != NULL)
        jansson.end(theirs);
    arena_end(arena);
    return 0;
}
