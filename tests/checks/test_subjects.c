/* SPDX-License-Identifier: Apache-2.0 */
/* What every subject finds in one answer, and what it says when there is nothing to look at. */

#include "base/arena.h"
#include "base/buffer.h"
#include "document/json.h"
#include "model/observation.h"
#include "model/subject.h"
#include "query/query.h"

#include <criterion/criterion.h>
#include <string.h>

static const char json_body[] = "{\"code\":\"0000\",\"rows\":[{\"id\":1},{\"id\":2.50}]}";
static const char page_body[] = "<ul><li class=on>one<li>two</ul>";

static struct header headers[] = {
    {.name = {.at = "Via", .length = 3}, .value = {.at = "1", .length = 1}},
    {.name = {.at = "via", .length = 3}, .value = {.at = "2", .length = 1}},
    {.name = {.at = "Set-Cookie", .length = 10},
     .value = {.at = "sid=a=b; Path=/", .length = 15}},
};

static const struct subject *named(const char *name)
{
    for (size_t i = 0; subjects[i] != NULL; i++)
        if (strcmp(subjects[i]->name, name) == 0)
            return subjects[i];
    cr_assert_fail("no subject %s", name);
    return NULL;
}

/* What the subject finds as JSON texts with blanks between; or "problem: ..." */
static const char *finds(struct arena *arena, const char *name, const char *operand,
                         const struct observation *saw)
{
    const struct subject *subject = named(name);
    struct sight sight = {.saw = saw, .arena = arena};
    struct extracted found = {0};
    struct query_error error = {0};
    const void *compiled = NULL;
    if (subject->compile != NULL) {
        compiled = subject->compile(arena, text_of(operand), &error);
        cr_assert_not_null(compiled, "%s %s: %s", name, operand, error.message);
    }
    subject->extract(compiled, &sight, &found);
    if (found.problem != NULL)
        return arena_printf(arena, "problem: %s", found.problem);
    struct buffer out;
    buffer_init(&out, 64 * 1024);
    for (size_t i = 0; i < found.count; i++) {
        if (i > 0)
            buffer_add_string(&out, " ");
        json_write(found.items[i], &out);
    }
    const char *text = text_string(arena, buffer_text(&out));
    buffer_done(&out);
    return text;
}

static struct exchange answer_of(const char *body)
{
    return (struct exchange){
        .status = 201,
        .url = text_of("https://example.test/a?b"),
        .headers = {.items = headers, .count = sizeof headers / sizeof headers[0]},
        .body = text_of(body),
        .body_bytes = (int64_t)strlen(body),
        .time = timing_none(),
    };
}

struct row {
    const char *says, *body, *subject, *operand, *finds;
};

Test(subjects, each_finds_its_part_of_the_answer)
{
    static const struct row rows[] = {
        {"the status is a number", "", "status", NULL, "201"},
        {"a body of nothing has no bytes", "", "bytes", NULL, "0"},
        {"bytes are counted, not characters", "\xe4\xbd\x99", "bytes", NULL, "3"},
        {"no redirect led here", "", "redirects", NULL, "0"},
        {"a header in any case, every value", "", "header", "VIA", "\"1\" \"2\""},
        {"a header that did not come", "", "header", "age", ""},
        {"a cookie up to its attributes", "", "cookie", "sid", "\"a=b\""},
        {"a cookie's name counts its case", "", "cookie", "SID", ""},
        {"the body as text", "hello", "body", NULL, "\"hello\""},
        {"the first group of a match", "id=42;", "regex", "id=(\\d+)", "\"42\""},
        {"the match without a group", "id=42;", "regex", "\\d+", "\"42\""},
        {"no match", "id", "regex", "\\d", ""},
        {"a typed value", json_body, "jsonpath", "$.code", "\"0000\""},
        {"numbers as written", json_body, "jsonpath", "$..id", "1 2.50"},
        {"no such member", json_body, "jsonpath", "$.nope", ""},
        {"the texts of elements", page_body, "css", "li", "\"one\" \"two\""},
        {"one element by its class", page_body, "css", "li.on", "\"one\""},
        {"an attribute by XPath", page_body, "xpath", "//li/@class", "\"on\""},
        {"a count by XPath", page_body, "xpath", "count(//li)", "2"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena *arena = arena_new();
        struct exchange answer = answer_of(rows[i].body);
        struct observation saw = {.exchanges = &answer, .exchange_count = 1};
        const char *got = finds(arena, rows[i].subject, rows[i].operand, &saw);
        cr_expect_str_eq(got, rows[i].finds, "%s: %s", rows[i].says, got);
        arena_end(arena);
    }
}

Test(subjects, without_an_answer_none_finds_anything)
{
    static const struct row rows[] = {
        {"no status", NULL, "status", NULL, "problem: no answer"},
        {"no size", NULL, "bytes", NULL, "problem: no answer"},
        {"no redirects", NULL, "redirects", NULL, "problem: no answer"},
        {"no header", NULL, "header", "via", "problem: no answer"},
        {"no body", NULL, "body", NULL, "problem: no answer"},
        {"no JSON", NULL, "jsonpath", "$", "problem: no answer"},
        {"no page", NULL, "css", "li", "problem: no answer"},
        {"no certificate", NULL, "certificate", "issuer",
         "problem: no certificate was presented"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena *arena = arena_new();
        struct observation saw = {0};
        const char *got = finds(arena, rows[i].subject, rows[i].operand, &saw);
        cr_expect_str_eq(got, rows[i].finds, "%s: %s", rows[i].says, got);
        arena_end(arena);
    }
}
