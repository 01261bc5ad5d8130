/* SPDX-License-Identifier: Apache-2.0 */
/* A claim without predicates, and the reason a failed claim gives. */

#include "base/arena.h"
#include "checks/assert.h"
#include "model/observation.h"
#include "model/subject.h"

#include <criterion/criterion.h>

#include "document/json.h"
#include "query/predicate.h"
#include "query/query.h"

extern const struct subject subject_body, subject_css, subject_json, subject_status,
    subject_time, subject_xpath;

static struct finding judge(struct arena *arena, const struct subject *subject, int status)
{
    struct exchange answer = {.status = status, .body = text_of("hello")};
    struct observation saw = {.exchanges = &answer, .exchange_count = 1};
    struct sight sight = {.saw = &saw, .arena = arena};
    struct claim claim = {.subject = subject, .label = subject->name, .message = "my words"};
    return claim_judge(&claim, &sight);
}

Test(claim, without_predicates_asks_that_there_be_something)
{
    struct arena *arena = arena_new();
    struct finding finding = judge(arena, &subject_body, 200);
    cr_expect_eq(finding.verdict, VERDICT_PASS);
    cr_expect_eq(finding.reason, REASON_NONE);
    cr_expect_str_eq(finding.expected, "something");
    arena_end(arena);
}

Test(claim, that_fails_tells_the_problem_and_its_subjects_reason)
{
    struct arena *arena = arena_new();
    struct finding finding = judge(arena, &subject_status, 0);
    cr_expect_eq(finding.verdict, VERDICT_FAIL);
    cr_expect_eq(finding.phase, PHASE_JUDGE);
    cr_expect_eq(finding.reason, REASON_STATUS);
    cr_expect_str_eq(finding.actual, "no answer");
    cr_expect_str_eq(finding.message, "my words");
    arena_end(arena);
}

Test(claim, that_is_soft_fails_softly)
{
    struct arena *arena = arena_new();
    struct exchange answer = {.status = 500};
    struct observation saw = {.exchanges = &answer, .exchange_count = 1};
    struct sight sight = {.saw = &saw, .arena = arena};
    struct claim claim = {.subject = &subject_body, .label = "body", .soft = true};
    struct finding finding = claim_judge(&claim, &sight);
    cr_expect_eq(finding.verdict, VERDICT_PASS);
    saw.exchange_count = 0;
    finding = claim_judge(&claim, &sight);
    cr_expect_eq(finding.verdict, VERDICT_FAIL);
    cr_expect(finding.soft, "who adds up must see that it may fail");
    arena_end(arena);
}

struct row {
    const char *says;
    const struct subject *subject;
    const char *operand, *conditions; /* {"predicate": operand ...} */
    bool holds;
    const char *expected, *actual;
};

static struct claim claim_of(struct arena *arena, const struct row *row)
{
    struct query_error error = {0};
    struct json_error wrong;
    const struct json *all =
        json_parse(arena, text_of(row->conditions), &json_default_limits, &wrong);
    const struct condition **conditions = arena_array(arena, 9, const struct condition *);
    for (size_t i = 0; i < all->count; i++)
        for (size_t p = 0; predicates[p] != NULL; p++)
            if (text_is(all->items[i]->name, predicates[p]->name))
                conditions[i] =
                    condition_compile(arena, predicates[p], all->items[i], &error.message);
    return (struct claim){
        .subject = row->subject,
        .compiled = row->operand != NULL
                        ? row->subject->compile(arena, text_of(row->operand), &error)
                        : NULL,
        .conditions = conditions,
        .condition_count = all->count,
    };
}

static const char body[] = "<p id=a>7</p><p>8</p>";
static const char schema[] = "{\"type\":\"object\"}";

/* Found by each predicate in turn: the first that does not hold is told. */
static const struct row rows[] = {
    {"all hold: the last is told", &subject_status, NULL, "{\"ge\":200,\"lt\":300}", true,
     "lt 300", "number 200"},
    {"the first that fails is told", &subject_status, NULL,
     "{\"ge\":200,\"in\":[404],\"lt\":100}", false, "in [404]", "number 200"},
    {"a later one may fail", &subject_status, NULL,
     "{\"ge\":200,\"not\":{\"equals\":404},\"in\":[201,204]}", false, "in [201,204]",
     "number 200"},
    {"one text", &subject_css, "#a", "{\"equals\":8}", false, "equals 8", "string \"7\""},
    {"several texts", &subject_css, "p", "{\"count\":1}", false, "count 1",
     "2 values: array [\"7\",\"8\"]: counted 2"},
    {"nothing", &subject_css, "b", "{\"equals\":\"x\"}", false, "equals \"x\"", "nothing"},
    {"nothing, as expected", &subject_css, "b", "{\"exists\":false}", true, "exists false",
     "nothing"},
    {"something", &subject_css, "p", "{}", true, "something", "string \"7\""},
    {"a number computed", &subject_xpath, "count(//p)", "{\"equals\":2}", true, "equals 2",
     "number 2"},
    {"computed to be true is enough", &subject_xpath, "count(//p) > 1", "{}", true, "something",
     "true"},
    {"computed to be false is not", &subject_xpath, "count(//p) > 2", "{}", false, "something",
     "false"},
    {"nor is a count of none", &subject_xpath, "count(//b)", "{}", false, "something",
     "number 0"},
    {"nor what is no number", &subject_xpath, "number(//b)", "{}", false, "something",
     "string \"NaN\""},
    {"nor the text of nothing", &subject_xpath, "string(//b)", "{}", false, "something",
     "string \"\""},
    {"but all may be expected", &subject_xpath, "count(//b)", "{\"equals\":0}", true,
     "equals 0", "number 0"},
    {"a duration", &subject_time, "total", "{\"lt\":\"800ms\"}", false, "lt \"800ms\"", "1.5s"},
    {"a phase that did not happen", &subject_time, "tls", "{\"lt\":\"1s\"}", false, "lt \"1s\"",
     "nothing"},
    {"a body that is no JSON", &subject_json, schema, "{}", false, "JSON as the schema says",
     "the body is not JSON: expected a value (line 1, column 1)"},
};

Test(claim, tells_what_was_expected_and_what_there_was)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena *arena = arena_new();
        struct exchange answer = {.status = 200, .body = text_of(body)};
        struct observation saw = {
            .exchanges = &answer, .exchange_count = 1, .time = timing_none()};
        saw.time.total_ns = 1500000000;
        struct sight sight = {.saw = &saw, .arena = arena};
        struct claim claim = claim_of(arena, &rows[i]);
        struct finding finding = claim_judge(&claim, &sight);
        cr_expect_eq(finding.verdict == VERDICT_PASS, rows[i].holds, "%s", rows[i].says);
        cr_expect_str_eq(finding.expected, rows[i].expected, "%s: %s", rows[i].says,
                         finding.expected);
        cr_expect_str_eq(finding.actual, rows[i].actual, "%s: %s", rows[i].says,
                         finding.actual);
        arena_end(arena);
    }
}

Test(claim, of_a_schema_tells_where_the_body_is_wrong)
{
    static const struct row row = {
        .subject = &subject_json,
        .operand = "{\"properties\":{\"rows\":{\"items\":{\"required\":[\"id\"]}}}}",
        .conditions = "{}"};
    struct arena *arena = arena_new();
    struct exchange answer = {.status = 200, .body = text_of("{\"rows\":[{\"id\":1},{}]}")};
    struct observation saw = {.exchanges = &answer, .exchange_count = 1};
    struct sight sight = {.saw = &saw, .arena = arena};
    struct claim claim = claim_of(arena, &row);
    struct finding finding = claim_judge(&claim, &sight);
    cr_expect_eq(finding.verdict, VERDICT_FAIL);
    cr_expect_str_eq(finding.actual, "$.rows[1].id: required: is missing");
    arena_end(arena);
}
