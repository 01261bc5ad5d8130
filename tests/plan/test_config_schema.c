/* SPDX-License-Identifier: Apache-2.0 */
/* What editors are told of configurations and calendars is what the reader takes: the shipped files
 * pass, wrong ones do not, and ${...} may stand wherever the reader fills it in. */

#include <criterion/criterion.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/files.h"
#include "command/vocabulary.h"
#include "document/json.h"
#include "document/node.h"
#include "document/schema.h"
#include "document/yaml.h"
#include "plan/calendars.h"
#include "plan/config.h"
#include "query/json_schema.h"

static const char config_schema[] = "scenarios/xunjian.schema.json";
static const char calendar_schema[] = "scenarios/calendar.schema.json";
static struct arena *arena;

static void begin(void)
{
    arena = arena_new();
}

static void end(void)
{
    arena_end(arena);
}
TestSuite(config_schema, .init = begin, .fini = end);

static struct text read_file(const char *path)
{
    struct text bytes;
    const char *why = NULL;
    cr_assert(files_read(arena, path, 1 << 20, &bytes, &why), "%s: %s", path, why);
    return bytes;
}

static void expect_written(const struct json *schema, const char *path)
{
    struct buffer out;
    buffer_init(&out, 1 << 20);
    schema_write(schema, &out);
    cr_expect(text_equal(buffer_text(&out), read_file(path)), "run `make schema`: %s", path);
    buffer_done(&out);
}

Test(config_schema, the_files_are_what_the_field_tables_say)
{
    const struct json *config =
        schema_of(arena, config_table(arena, vocabulary_all()), NULL, "xunjian config");
    expect_written(schema_with_placeholders(arena, config), config_schema);
    expect_written(schema_of(arena, calendar_table(), NULL, "xunjian calendar"),
                   calendar_schema);
}

/* What a schema says of a document; NULL: it is right. */
static const char *said_of(const char *schema_path, const char *name, struct text yaml)
{
    struct query_error error = {0};
    struct diags diags;
    const struct json_schema *schema =
        json_schema_compile(arena, read_file(schema_path), &error);
    cr_assert_not_null(schema, "%s: %s", schema_path, error.message);
    struct source *source = arena_make(arena, struct source);
    *source = (struct source){.name = name, .bytes = yaml};
    diags_init(&diags, arena);
    const struct node *root = yaml_read(arena, source, &diags);
    cr_assert_not_null(root, "%s", name);
    return json_schema_problem(schema, node_to_json(arena, root), arena);
}

Test(config_schema, agrees_with_the_reader)
{
    static const struct {
        const char *schema, *path;
        bool right;
    } rows[] = {
        {config_schema, "scenarios/xunjian.yaml", true},
        {config_schema, "tests/lint/config-journeys.xunjian.yaml", true},
        {config_schema, "tests/lint/config-keys.xunjian.yaml", false},
        {calendar_schema, "scenarios/calendars/cn-trading.calendar.yaml", true},
        {calendar_schema, "scenarios/calendars/cn-workday.calendar.yaml", true},
        {calendar_schema, "tests/lint/days.calendar.yaml", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *said = said_of(rows[i].schema, rows[i].path, read_file(rows[i].path));
        cr_expect_eq(said == NULL, rows[i].right, "%s: %s", rows[i].path,
                     said != NULL ? said : "nothing is found wrong");
    }
}

Test(config_schema, takes_a_placeholder_for_any_scalar_and_nothing_else_for_one)
{
    const char *filled = "scenarios: ${env('HERE')}\nlimits: {parallel: \"${env('N')}\"}\n"
                         "retention: {runs: \"${env('D')}\"}\nlog: {level: \"${env('L')}\"}\n"
                         "web: {listen: \"127.0.0.1:${env('PORT')}\"}\n";
    cr_expect_null(said_of(config_schema, "filled", text_of(filled)));
    cr_expect_not_null(
        said_of(config_schema, "n", text_of("scenarios: .\nlimits: {parallel: many}\n")));
    cr_expect_not_null(
        said_of(config_schema, "d", text_of("scenarios: .\nretention: {runs: 30}\n")));
    cr_expect_not_null(
        said_of(config_schema, "l", text_of("scenarios: .\nlog: {level: loud}\n")));
}
