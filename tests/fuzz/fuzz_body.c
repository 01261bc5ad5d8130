/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_body.c - any bytes as the body of an answer, looked at by every subject that reads bodies.
 *
 * The first line is the Content-Type, what follows is the body. Whatever came, each claim passes or
 * fails and says why, and what it says is text. */

#include "base/arena.h"
#include "base/encode.h"
#include "base/must.h"
#include "checks/assert.h"
#include "document/json.h"
#include "model/observation.h"
#include "model/subject.h"
#include "query/predicate.h"
#include "query/query.h"

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

enum { MOST_BYTES = 64 * 1024 };

static const char schema[] =
    "{\"type\":\"object\",\"required\":[\"code\"],\"properties\":{\"code\":{\"type\":\"string\","
    "\"pattern\":\"^[0-9]+$\",\"maxLength\":8},\"data\":{\"$ref\":\"#\"},\"rows\":{\"type\":\"array\","
    "\"uniqueItems\":true,\"items\":{\"anyOf\":[{\"multipleOf\":0.01},{\"$ref\":\"#\"}]}}},"
    "\"additionalProperties\":{\"not\":{\"const\":null}}}";

static const struct {
    const char *subject, *operand, *condition;
} asked[] = {
    {"body", NULL, "{\"contains\":\"code\"}"},
    {"body", NULL,
     "{\"not\":{\"any_of\":[{\"lt\":5},{\"empty\":true},{\"type\":\"datetime\"}]}}"},
    {"bytes", NULL, "{\"between\":[1,65536]}"},
    {"css", "li:nth-child(2n+1) > a[href^='/']:not(.x)", "{\"count\":{\"ge\":1}}"},
    {"css", "*::attr(class)", "{\"contains\":5}"},
    {"json", schema, "{\"exists\":true}"},
    {"jsonpath", "$..[?@.code == '0000' || @ < 5]", "{\"count\":{\"lt\":3}}"},
    {"jsonpath", "$.code", "{\"equals\":0}"},
    {"jsonpath", "$", "{\"not\":{\"matches\":\"a|\\\\d{3}\"}}"},
    {"regex", "(?:code|c)\\W+(\\w*)", "{\"gt\":0}"},
    {"regex", "<(\\w+)(?:.|\\n)*</\\1>", "{\"type\":\"number\"}"},
    {"xpath", "count(//*[@*])", "{\"gt\":0}"},
    {"xpath", "//text()[contains(., '5')]", "{\"in\":[5,\"5\"]}"},
    {"xpath", "string(//title)", "{\"starts_with\":\"a\"}"},
};

enum { CLAIMS = sizeof asked / sizeof *asked };

static struct claim claims[CLAIMS];

static const struct condition *condition_of(struct arena *arena, const char *text)
{
    struct json_error ignored;
    const char *error = NULL;
    const struct json *mapping =
        json_parse(arena, text_of(text), &json_default_limits, &ignored);
    must(mapping != NULL);
    for (size_t i = 0; predicates[i] != NULL; i++)
        if (text_is(mapping->items[0]->name, predicates[i]->name))
            return condition_compile(arena, predicates[i], mapping->items[0], &error);
    return NULL;
}

/* Compiled once, as in a plan, and used for every input. */
static void compile_claims(void)
{
    struct arena *arena = arena_new();
    for (size_t i = 0; i < CLAIMS; i++) {
        struct query_error error = {0};
        const struct condition **conditions = arena_array(arena, 1, const struct condition *);
        conditions[0] = condition_of(arena, asked[i].condition);
        must(conditions[0] != NULL);
        for (size_t k = 0; subjects[k] != NULL; k++)
            if (strcmp(subjects[k]->name, asked[i].subject) == 0)
                claims[i].subject = subjects[k];
        if (asked[i].operand != NULL) {
            claims[i].compiled =
                claims[i].subject->compile(arena, text_of(asked[i].operand), &error);
            must(claims[i].compiled != NULL);
        }
        claims[i].label = asked[i].subject;
        claims[i].conditions = conditions;
        claims[i].condition_count = 1;
    }
}

static void judge_all(struct sight *sight)
{
    for (size_t i = 0; i < CLAIMS; i++) {
        struct finding finding = claim_judge(&claims[i], sight);
        must(finding.verdict == VERDICT_PASS || finding.verdict == VERDICT_FAIL);
        must((finding.reason == REASON_NONE) == (finding.verdict == VERDICT_PASS));
        must(utf8_valid(text_of(finding.expected)) && strlen(finding.actual) < 400);
        must(utf8_valid(text_of(finding.actual)));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (size > MOST_BYTES)
        return 0;
    if (claims[0].subject == NULL)
        compile_claims();
    struct text all = {.at = size > 0 ? (const char *)bytes : "", .length = size};
    ptrdiff_t line = text_find(all, text_of("\n"), 0);
    struct text type = text_slice(all, 0, line < 0 ? size : (size_t)line);
    struct text body = text_slice(all, type.length + 1, size);
    struct header header = {.name = text_of("content-type"), .value = type};
    struct exchange answer = {.status = 200,
                              .method = "GET",
                              .headers = {.items = &header, .count = 1},
                              .body = body,
                              .body_bytes = (int64_t)body.length};
    struct observation saw = {.kind = "http", .exchanges = &answer, .exchange_count = 1};
    struct arena *arena = arena_new();
    struct sight sight = {.saw = &saw, .arena = arena};
    judge_all(&sight);
    arena_end(arena);
    return 0;
}
