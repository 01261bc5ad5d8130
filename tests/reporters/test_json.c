/* SPDX-License-Identifier: Apache-2.0 */
/* test_json.c - the JSON report holds all there is, as its schema says. */

#include <criterion/criterion.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "base/files.h"
#include "base/redact.h"
#include "query/json_schema.h"
#include "reading.h"
#include "reporters/file/json_out.h"
#include "sample.h"

#include <inttypes.h>
#include <string.h>

static struct arena *arena;

static void open_arena(void)
{
    arena = arena_new();
}

static void end_arena(void)
{
    arena_end(arena);
}

TestSuite(json_report, .init = open_arena, .fini = end_arena);

static struct text schema_bytes(void)
{
    struct text bytes;
    const char *why = NULL;
    cr_assert(files_read(arena, "reporters/report.schema.json", 1 << 20, &bytes, &why), "%s",
              why);
    return bytes;
}

static const struct json *schema(void)
{
    struct json_error error;
    const struct json *root = json_parse(arena, schema_bytes(), &json_default_limits, &error);
    cr_assert_not_null(root);
    return root;
}

static void expect_valid(const struct report *report)
{
    struct query_error error = {0};
    const struct json_schema *compiled = json_schema_compile(arena, schema_bytes(), &error);
    cr_assert_not_null(compiled, "%s at %zu", error.message, error.offset);
    const char *problem =
        json_schema_problem(compiled, reading_json(arena, "json", report), arena);
    cr_expect_null(problem, "%s", problem);
}

Test(json_report, is_what_the_schema_says)
{
    expect_valid(sample_report(arena));
    expect_valid(sample_report_of(arena, NULL, 0));
}

static void expect_words(const char *path, const char *(*name)(int), int first, int count)
{
    const struct json *root = schema();
    const char *words = reading_at(arena, root, path);
    for (int i = first; i < count; i++)
        cr_expect(strstr(words, arena_printf(arena, "\"%s\"", name(i))) != NULL, "%s: %s", path,
                  name(i));
}

static const char *reason_word(int i)
{
    return reason_name((enum reason)i);
}

static const char *phase_word(int i)
{
    return phase_name((enum phase)i);
}

static const char *verdict_word(int i)
{
    return verdict_name((enum verdict)i);
}

Test(json_report, schema_knows_every_word)
{
    expect_words("$defs/reason/enum", reason_word, REASON_NONE + 1, REASON_COUNT);
    expect_words("$defs/phase/enum", phase_word, 0, PHASE_COUNT);
    expect_words("$defs/verdict/enum", verdict_word, 0, VERDICT_COUNT);
}

static const struct reading_row rows[] = {
    {"format", "\"xunjian.report/1\""},
    {"seed", "\"42\""},
    {"verdicts/fail", "6"},
    {"started", "\"2026-01-31T08:00:00.000Z\""},
    {"runs/0/title", "\"登录\""},
    {"runs/0/tags", "[\"sample\"]"},
    {"runs/0/breakpoint", "null"},
    {"runs/0/canaries", "[{\"kind\":\"mobile\"}]"},
    {"runs/0/steps/1/tries/0/captures/0/value", "\"[redacted]\""},
    {"runs/1/breakpoint/reason", "\"assertion\""},
    {"runs/1/steps/1/duration_ns", "556200000"},
    {"runs/1/steps/1/tries/0/exchanges/0/answer/status", "503"},
    {"runs/1/steps/1/tries/1/findings/1/at/line", "22"},
    {"runs/1/steps/1/tries/1/exchanges/0/request/body/text", "\"{\\\"name\\\":\\\"张三\\\"}\""},
    {"runs/1/steps/2/skipped_because", "\"an earlier step failed\""},
    {"runs/1/steps/2/started", "null"},
    {"runs/1/steps/4/always", "true"},
    {"runs/2/steps/0/tries/0/exchanges/0/answer", "null"},
    {"runs/2/steps/0/tries/0/exchanges/0/timing/wait_ns", "null"},
    {"runs/2/steps/0/tries/0/exchanges/0/tls/verify_error", "\"certificate has expired\""},
    {"runs/2/steps/0/tries/0/exchanges/0/tls/certificates/0/names",
     "[\"localhost\",\"127.0.0.1\"]"},
    {"runs/2/steps/0/tries/0/fault/phase", "\"tls\""},
    {"runs/2/steps/0/tries/0/fault/detail", "(absent)"},
    {"runs/3/steps/0/tries/0/exchanges/1/answer/redirect_url",
     "\"https://localhost:8443/h5/plan\""},
    {"runs/3/steps/0/tries/0/exchanges/2/remote/reused", "true"},
    {"runs/4/steps/0/tries/3/repetition", "3"},
    {"runs/6/cancelled", "true"},
    {"runs/7/steps/0/tries/0/exchanges/1/answer/body/base64", "\"iVBORw0KGgoA/w==\""},
    {"runs/7/steps/0/tries/0/exchanges/1/request/method",
     "\"<script>alert('x')</script>]]>&amp;\\\"\\u001b[31m\\u0001\xEF\xBF\xBD\xEF\xBF\xBD\xE2\x80\xAE"
     "--><!-- %s ${x} \\\\\""},
};

Test(json_report, holds)
{
    reading_expect(arena, reading_json(arena, "json", sample_report(arena)), rows,
                   sizeof rows / sizeof rows[0]);
}

static const struct json *with_body(struct text body, enum verdict verdict)
{
    struct outcome *run = sample_run(arena, "j", "j", verdict);
    struct tried *t = sample_try(run, sample_step(run, "s", verdict), verdict);
    sample_exchange(run, t, "GET", "https://localhost/", 200, "", 1000)->body = body;
    const struct outcome *const all[] = {run};
    const struct json *root = reading_json(arena, "json", sample_report_of(arena, all, 1));
    const char *path = "runs/0/steps/0/tries/0/exchanges/0/answer/body";
    struct json_error error;
    return json_parse(arena, text_of(reading_at(arena, root, path)), &json_default_limits,
                      &error);
}

static const struct cut_row {
    const char *says;
    enum verdict verdict;
    size_t bytes, kept;
    const char *cut;
} cut_rows[] = {
    {"a short one is whole", VERDICT_PASS, 4096, 4096, "false"},
    {"of a try that passed, a little", VERDICT_PASS, 4097, 4096, "true"},
    {"of one that failed, more", VERDICT_FAIL, 65536, 65536, "false"},
    {"but not all", VERDICT_FAIL, 65537, 65536, "true"},
};

Test(json_report, keeps_so_much_of_a_body)
{
    for (size_t i = 0; i < sizeof cut_rows / sizeof cut_rows[0]; i++) {
        const struct cut_row *row = &cut_rows[i];
        char *bytes = arena_alloc(arena, row->bytes);
        memset(bytes, 'x', row->bytes);
        const struct json *body =
            with_body((struct text){.at = bytes, .length = row->bytes}, row->verdict);
        cr_expect_eq(json_member(body, text_of("text"))->text.length, row->kept, "%s",
                     row->says);
        cr_expect_str_eq(reading_at(arena, body, "cut"), row->cut, "%s", row->says);
    }
}

Test(json_report, cuts_between_characters)
{
    char *bytes = arena_alloc(arena, 4098);
    memset(bytes, 'x', 4095);
    memcpy(bytes + 4095, "中", 3);
    const struct json *body =
        with_body((struct text){.at = bytes, .length = 4098}, VERDICT_PASS);
    cr_expect_eq(json_member(body, text_of("text"))->text.length, 4095);
}

/* At the door to disk these would not be found any more. */
Test(json_report, takes_secrets_out_before_it_cuts_or_encodes)
{
    static const char secret[] = "hunter\"2\\geheim";
    redact_add(text_of(secret), "password");
    char *bytes = arena_alloc(arena, 5000);
    memset(bytes, 'x', 5000);
    memcpy(bytes + 4090, secret, strlen(secret));
    const struct json *body =
        with_body((struct text){.at = bytes, .length = 5000}, VERDICT_PASS);
    cr_expect(strstr(reading_at(arena, body, "text"), "hunter") == NULL, "cut in half");

    body = with_body(text_of("{\"echo\":\"hunter\\\"2\\\\geheim\"}"), VERDICT_PASS);
    cr_expect_str_eq(reading_at(arena, body, "text"),
                     "\"{\\\"echo\\\":\\\"[redacted:password]\\\"}\"", "escaped twice");

    struct text url = encode_url(arena, text_of(secret));
    body = with_body(text_of(arena_printf(arena, "\xff%.*s", TEXT_ARGS(url))), VERDICT_PASS);
    struct text raw;
    cr_assert(decode_base64(arena, json_member(body, text_of("base64"))->text, &raw));
    cr_expect(text_equal(raw, text_of("\xff[redacted:password]")), "escaped, then base64");
}

static const struct ms_row {
    int64_t ns;
    const char *text;
} ms_rows[] = {
    {0, "0"},
    {1, "0.000001"},
    {1500000, "1.5"},
    {-1, "-0.000001"},
    {-1000000, "-1"},
    {123456789, "123.456789"},
    {INT64_MAX, "9223372036854.775807"},
};

Test(json_report, milliseconds_are_exact)
{
    for (size_t i = 0; i < sizeof ms_rows / sizeof ms_rows[0]; i++) {
        struct buffer text;
        buffer_init(&text, 64);
        struct json_out out = {.to = &text};
        json_out_ms(&out, NULL, ms_rows[i].ns);
        cr_expect_str_eq(text.at, ms_rows[i].text);
        buffer_done(&text);
    }
}
