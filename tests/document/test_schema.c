/* SPDX-License-Identifier: Apache-2.0 */
/* test_schema.c - the schema takes what the reader takes and refuses what it refuses. */

#include <criterion/criterion.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "document/bind.h"
#include "document/node.h"
#include "document/reference.h"
#include "document/schema.h"
#include "document/yaml.h"
#include "language.h"
#include "query/json_schema.h"

#include <string.h>

static struct arena *arena;
static struct buffer out;

static void open_arena(void)
{
    arena = arena_new();
    buffer_init(&out, 1 << 20);
}

static void end_arena(void)
{
    buffer_done(&out);
    arena_end(arena);
}

TestSuite(schema, .init = open_arena, .fini = end_arena);

/* What both must take (good) or both must refuse. Ranges of durations and sizes with units, and
 * templates, are the reader's alone: no schema can say them. */
static const struct agreement {
    const char *yaml;
    bool good;
} agreements[] = {
    {"title: x\nurl: u", true},
    {"title: 5\nurl: true", true},
    {"title:\nurl: u", false},
    {"title: [x]\nurl: u", false},
    {"url: u", false},
    {"title: x", false},
    {"title: x\nurl: u\nraw: 1", false},
    {"title: x\nurl: u\nasis: 1", false},
    {"title: x\nraw: 1\nasis: 1", false},
    {"title: x\nasis:", true},
    {"title: x\nurl: u\nurll: u", false},
    {"title: x\nurl: u\nmotto: a $${b} $c", true},
    {"title: x\nurl: u\nmotto: ${b}", false},
    {"title: x\nurl: u\nmotto: a ${b}", false},
    {"title: x\nurl: u\nmotto: ''", true},
    {"title: x\nurl: u\ntags: one", true},
    {"title: x\nurl: u\ntags: [a, 2, true]", true},
    {"title: x\nurl: u\ntags: []", true},
    {"title: x\nurl: u\ntags: [a, b, c, d]", false},
    {"title: x\nurl: u\ntags: {a: b}", false},
    {"title: x\nurl: u\nverify: false", true},
    {"title: x\nurl: u\nverify: 'false'", false},
    {"title: x\nurl: u\nverify: yes", false},
    {"title: x\nurl: u\nbody: 64", true},
    {"title: x\nurl: u\nbody: 1.5MB", true},
    {"title: x\nurl: u\nbody: '10KB'", true},
    {"title: x\nurl: u\nbody: 0", false},
    {"title: x\nurl: u\nbody: big", false},
    {"title: x\nurl: u\nbody: 1.5", false},
    {"title: x\nurl: u\nretry: 3", true},
    {"title: x\nurl: u\nretry: 11", false},
    {"title: x\nurl: u\nretry: '3'", false},
    {"title: x\nurl: u\nretry:", false},
    {"title: x\nurl: u\nretry: {count: 0}", false},
    {"title: x\nurl: u\nretry: {count: 1.0}", true},
    {"title: x\nurl: u\nretry: {count: 1.5}", false},
    {"title: x\nurl: u\nretry: {interval: 1m}", true},
    {"title: x\nurl: u\nretry: {interval: 1.5s}", true},
    {"title: x\nurl: u\nretry: {interval: 1s500ms}", true},
    {"title: x\nurl: u\nretry: {interval: 5}", false},
    {"title: x\nurl: u\nretry: {interval: '5'}", false},
    {"title: x\nurl: u\nretry: {interval: fast}", false},
    {"title: x\nurl: u\nretry: {pause: 1s}", true},
    {"title: x\nurl: u\nretry: {pause: 1s, interval: 1s}", false},
    {"title: x\nurl: u\nretry: {backoff: linear}", true},
    {"title: x\nurl: u\nretry: {backoff: lineal}", false},
    {"title: x\nurl: u\nretry: {for: timeout}", true},
    {"title: x\nurl: u\nretry: {for: [timeout, 5xx]}", true},
    {"title: x\nurl: u\nretry: {for: [timeout, 6xx]}", false},
    {"title: x\nurl: u\nagain: {}", true},
    {"title: x\nurl: u\nagain: []", false},
    {"title: x\nurl: u\nheaders: {}", true},
    {"title: x\nurl: u\nheaders: {a: 1, b: [x], c: {d: e}}", true},
    {"title: x\nurl: u\nheaders: [a]", false},
    {"title: x\nurl: u\nparts: {title: a}", true},
    {"title: x\nurl: u\nparts: [{title: a}, {title: b}]", true},
    {"title: x\nurl: u\nparts: [{title: a}, {title: b}, {title: c}]", false},
    {"title: x\nurl: u\nparts: [{}]", false},
    {"title: x\nurl: u\nparts: [a]", false},
    {"title: x\nurl: u\nstatus: 2xx", true},
    {"title: x\nurl: u\nstatus: 3xx", false},
    {"[a]", false},
    {"text", false},
    {"", false},
};

static bool read_by_tables(const struct node *node)
{
    struct diags diags;
    struct thing thing;
    diags_init(&diags, arena);
    struct reading reading = language_reading(arena, &diags);
    return bind_fields(&reading, node, &thing_table, &thing);
}

/* As an editor would: from the text that is written. */
static const struct json_schema *written_schema(void)
{
    struct query_error error = {0};
    schema_write(schema_of(arena, &thing_table, NULL, "thing"), &out);
    const struct json_schema *schema = json_schema_compile(arena, buffer_text(&out), &error);
    cr_assert_not_null(schema, "%s at %zu", error.message, error.offset);
    return schema;
}

Test(schema, schema_and_reader_agree)
{
    const struct json_schema *schema = written_schema();
    for (size_t i = 0; i < sizeof agreements / sizeof agreements[0]; i++) {
        const struct agreement *row = &agreements[i];
        struct source source = {.name = "f.yaml", .bytes = text_of(row->yaml)};
        struct diags diags;
        diags_init(&diags, arena);
        const struct node *node = yaml_read(arena, &source, &diags);
        cr_assert_not_null(node, "%s", row->yaml);
        cr_expect_eq(read_by_tables(node), row->good, "reader: %s", row->yaml);
        const char *problem = json_schema_problem(schema, node_to_json(arena, node), arena);
        cr_expect_eq(problem == NULL, row->good, "schema: %s: %s", row->yaml, problem);
    }
}

Test(schema, is_written_for_people)
{
    schema_write(schema_of(arena, &retry_table, "https://example.com/retry", "Retry"), &out);
    const char *begin = "{\n"
                        "  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n"
                        "  \"$id\": \"https://example.com/retry\",\n"
                        "  \"title\": \"Retry\",\n"
                        "  \"$ref\": \"#/$defs/retry\",\n"
                        "  \"$defs\": {\n"
                        "    \"retry\": {\n";
    cr_expect_eq(strncmp(out.at, begin, strlen(begin)), 0, "%s", out.at);
    static const char *const lines[] = {
        "\"enum\": [\"fixed\", \"linear\"],\n",
        "\"description\": \"how the pause grows\"\n",
        "\"minimum\": 1,\n",
        "\"maximum\": 10,\n",
        "\"default\": 1\n",
        "\"default\": \"500ms\"\n",
        "\"default\": [\"timeout\", \"connect\"]\n",
        "\"additionalProperties\": false,\n",
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        cr_expect_not_null(strstr(out.at, lines[i]), "%s\nin:\n%s", lines[i], out.at);
}

Test(schema, the_reference_page_has_a_row_a_key)
{
    reference_write(&thing_table, 3, &out);
    static const char *const lines[] = {
        "### thing\n\nA thing.\n\nExactly one way: `url` `raw`.\n\n| key | takes | default | meaning |\n",
        "| `title` (required) | text |  | its name |\n",
        "| `raw` or `asis` | any value |  | as it is |\n",
        "| `headers` | a mapping of names, each any value with ${...} |  | headers |\n",
        "| `parts` | one or a list, 0 to 2: [part](#part) |  | its parts |\n",
        "\n### retry\n\nTrying again.\n\nA value alone stands for `{count: VALUE}`.\n",
        "| `count` | a whole number from 1 to 10 | `1` | attempts after the first |\n",
        "| `interval` or `pause` | a duration from 1ms to 60s | `500ms` | pause before each",
        "\n### part\n",
    };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        cr_expect_not_null(strstr(out.at, lines[i]), "%s\nin:\n%s", lines[i], out.at);
    cr_expect_null(strstr(out.at, "### entry"), "a value with a name needs no section");
}
