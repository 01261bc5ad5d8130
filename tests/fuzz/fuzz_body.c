/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_body.c - any bytes as an HTTP body, looked at by every subject that parses one. The first byte
 * chooses the content type. */

#include "base/arena.h"
#include "base/must.h"
#include "model/observation.h"
#include "model/subject.h"
#include "query/query.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const char *const types[] = {"text/html", "application/json", "text/xml",
                                    "text/html; charset=gbk"};

struct question {
    const char *subject, *operand;
};

static const struct question questions[] = {
    {.subject = "jsonpath", .operand = "$..[?@.a > 1 || length(@) == 2]"},
    {.subject = "xpath", .operand = "//a[contains(., 'x')]/@href | //*[last()]"},
    {.subject = "css", .operand = "div > p:nth-child(2n+1), a[href^='/']"},
    {.subject = "regex", .operand = "([a-z]+)*\\d(x|y)"},
    {.subject = "json",
     .operand = "{\"type\":[\"object\",\"array\"],\"items\":{\"$ref\":\"#\"}}"},
    {.subject = "body", .operand = NULL},
};

static const struct subject *named(const char *name)
{
    for (size_t i = 0; subjects[i] != NULL; i++)
        if (strcmp(subjects[i]->name, name) == 0)
            return subjects[i];
    must(name == NULL);
    return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (size == 0)
        return 0;
    struct arena *arena = arena_new();
    struct header type = {.name = text_of("content-type"),
                          .value = text_of(types[bytes[0] % 4])};
    struct exchange answer = {
        .status = 200,
        .headers = {.items = &type, .count = 1},
        .body = {.at = (const char *)bytes + 1, .length = size - 1},
    };
    struct observation saw = {.exchanges = &answer, .exchange_count = 1};
    struct sight sight = {.saw = &saw, .arena = arena};
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        const struct subject *subject = named(questions[i].subject);
        struct query_error error = {0};
        struct extracted found = {0};
        const void *compiled =
            subject->compile != NULL
                ? subject->compile(arena, text_of(questions[i].operand), &error)
                : NULL;
        must(compiled != NULL || subject->compile == NULL);
        subject->extract(compiled, &sight, &found);
        must(found.problem == NULL || found.count == 0);
    }
    arena_end(arena);
    return 0;
}
