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
static const char *finds_in(struct sight *sight, const char *name, const char *operand)
{
    struct arena *arena = sight->arena;
    const struct subject *subject = named(name);
    struct extracted found = {0};
    struct query_error error = {0};
    const void *compiled = NULL;
    if (subject->compile != NULL) {
        compiled = subject->compile(arena, text_of(operand), &error);
        cr_assert_not_null(compiled, "%s %s: %s", name, operand, error.message);
    }
    subject->extract(compiled, sight, &found);
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

static const char *finds(struct arena *arena, const char *name, const char *operand,
                         const struct observation *saw)
{
    struct sight sight = {.saw = saw, .arena = arena};
    return finds_in(&sight, name, operand);
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
        {"where it came from", "", "url", NULL, "\"https://example.test/a?b\""},
        {"a body its schema allows", "{\"a\":1}", "json", "{\"required\":[\"a\"]}",
         "{\"a\":1}"},
        {"a body its schema refuses", "{}", "json", "{\"required\":[\"a\"]}",
         "problem: $.a: required: is missing"},
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
        {"no URL", NULL, "url", NULL, "problem: no answer"},
        {"nothing to hold a schema against", NULL, "json", "{}", "problem: no answer"},
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

/* Each row is asked of the same sight. */
static void ask_all(struct sight *sight, const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *got = finds_in(sight, rows[i].subject, rows[i].operand);
        cr_expect_str_eq(got, rows[i].finds, "%s: %s", rows[i].says, got);
    }
}

Test(subjects, a_phase_is_found_in_nanoseconds_and_only_when_it_was)
{
    static const struct row rows[] = {
        {"a phase", NULL, "time", "connect", "1500"},
        {"one of no length", NULL, "time", "send", "0"},
        {"one that was not: no name was looked up", NULL, "time", "dns", ""},
        {"up to the first byte", NULL, "time", "first_byte", "2000"},
        {"all of it", NULL, "time", "total", "9007199254740993"},
    };
    struct arena *arena = arena_new();
    struct observation saw = {.time = timing_none()};
    struct sight sight = {.saw = &saw, .arena = arena};
    saw.time.phase_ns[PHASE_CONNECT] = 1500;
    saw.time.phase_ns[PHASE_SEND] = 0;
    saw.time.first_byte_ns = 2000;
    saw.time.total_ns = 9007199254740993;
    ask_all(&sight, rows, sizeof rows / sizeof *rows);
    arena_end(arena);
}

Test(subjects, the_certificate_is_the_peers_own_and_its_days_are_whole)
{
    static const struct row rows[] = {
        {"whose", NULL, "certificate", "subject", "\"CN=app\""},
        {"by whom", NULL, "certificate", "issuer", "\"CN=ca\""},
        {"every name", NULL, "certificate", "names", "\"a.test\" \"b.test\""},
        {"what is not known is not made up", NULL, "certificate", "serial", ""},
        {"from when", NULL, "certificate", "not_before", "\"1970-01-01T00:00:00.000Z\""},
        {"an hour over is a day over", NULL, "certificate", "days_left", "-1"},
        {"why it is not trusted", NULL, "certificate", "verify_error", "\"expired\""},
    };
    static const char *const names[] = {"a.test", "b.test"};
    const int64_t hour_ns = INT64_C(3600000000000);
    struct arena *arena = arena_new();
    struct certificate chain[] = {{.subject = "CN=app",
                                   .issuer = "CN=ca",
                                   .names = names,
                                   .name_count = 2,
                                   .not_after_utc_ns = 48 * hour_ns},
                                  {.subject = "CN=ca"}};
    struct exchange answer = {
        .certificates = chain, .certificate_count = 2, .tls_verify_error = "expired"};
    struct observation saw = {.exchanges = &answer, .exchange_count = 1};
    struct sight sight = {.saw = &saw, .arena = arena, .now_utc_ns = 49 * hour_ns};
    ask_all(&sight, rows, sizeof rows / sizeof *rows);
    sight.now_utc_ns = 25 * hour_ns;
    cr_expect_str_eq(finds_in(&sight, "certificate", "days_left"), "0", "23 hours are no day");
    sight.now_utc_ns = 24 * hour_ns;
    cr_expect_str_eq(finds_in(&sight, "certificate", "days_left"), "1");
    answer.tls_verify_error = NULL;
    cr_expect_str_eq(finds_in(&sight, "certificate", "verify_error"), "");
    arena_end(arena);
}

static const struct json *one_variable(const struct sight *sight, struct text name)
{
    return text_is(name, "order") ? sight->variables : NULL;
}

Test(subjects, a_variable_is_found_with_its_type)
{
    static const char *const values[] = {"\"A-1\"", "7", "2.50", "null", "[1,{\"a\":true}]"};
    struct json_error wrong;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct arena *arena = arena_new();
        struct observation saw = {0};
        struct sight sight = {
            .saw = &saw,
            .arena = arena,
            .variable = one_variable,
            .variables = json_parse(arena, text_of(values[i]), &json_default_limits, &wrong)};
        cr_expect_str_eq(finds_in(&sight, "variable", "order"), values[i]);
        cr_expect_str_eq(finds_in(&sight, "variable", "Order"), "", "case counts");
        sight.variable = NULL;
        cr_expect_str_eq(finds_in(&sight, "variable", "order"), "", "a sight without any");
        arena_end(arena);
    }
}

Test(subjects, refuse_operands_they_could_never_find)
{
    static const struct row rows[] = {
        {"a phase there is not", NULL, "time", "handshake", "unknown phase"},
        {"a field there is not", NULL, "certificate", "Issuer", "unknown field"},
        {"a variable without a name", NULL, "variable", "", "the name of a variable"},
        {"a schema that is no JSON", NULL, "json", "{", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena *arena = arena_new();
        struct query_error error = {0};
        cr_expect_null(named(rows[i].subject)->compile(arena, text_of(rows[i].operand), &error),
                       "%s", rows[i].says);
        cr_assert_not_null(error.message, "%s", rows[i].says);
        cr_expect(strstr(error.message, rows[i].finds) != NULL, "%s: %s", rows[i].says,
                  error.message);
        arena_end(arena);
    }
}
