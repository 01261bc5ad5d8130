/* SPDX-License-Identifier: Apache-2.0 */
/* scenarios/journey.schema.json is what editors use; the parser is what counts. They agree: on the
 * shipped journeys, and on the wrong ones of tests/lint whose name begins with "schema-". */

#include <criterion/criterion.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/files.h"
#include "command/vocabulary.h"
#include "document/json.h"
#include "document/node.h"
#include "document/schema.h"
#include "document/yaml.h"
#include "plan/plan.h"
#include "query/json_schema.h"

#include <dirent.h>
#include <string.h>

static struct arena *arena;
static const struct json_schema *schema;

static struct text read_file(const char *path)
{
    struct text bytes;
    const char *why = NULL;
    cr_assert(files_read(arena, path, 1 << 20, &bytes, &why), "%s: %s", path, why);
    return bytes;
}

static void open_schema(void)
{
    struct query_error error = {0};
    arena = arena_new();
    schema = json_schema_compile(arena, read_file("scenarios/journey.schema.json"), &error);
    cr_assert_not_null(schema, "%s", error.message);
}

static void end_schema(void)
{
    arena_end(arena);
}
TestSuite(journey_schema, .init = open_schema, .fini = end_schema);

Test(journey_schema, the_file_is_what_the_field_tables_say)
{
    struct buffer out;
    buffer_init(&out, 1 << 20);
    const struct field_table *table = plan_journey_table(arena, vocabulary_all());
    schema_write(schema_of(arena, table, NULL, "xunjian journey"), &out);
    cr_expect(text_equal(buffer_text(&out), read_file("scenarios/journey.schema.json")),
              "run `make schema`");
    buffer_done(&out);
}

/* What the schema says of a file; NULL: it is right. */
static const char *said_of(const char *path)
{
    struct source *source = arena_make(arena, struct source);
    struct diags diags;
    diags_init(&diags, arena);
    *source = (struct source){.name = path, .bytes = read_file(path)};
    const struct node *root = yaml_read(arena, source, &diags);
    cr_assert_not_null(root, "%s", path);
    return json_schema_problem(schema, node_to_json(arena, root), arena);
}

static int each_in(const char *folder, const char *prefix, bool right)
{
    DIR *entries = opendir(folder);
    const struct dirent *entry;
    int n = 0;
    cr_assert_not_null(entries);
    while ((entry = readdir(entries)) != NULL) {
        struct text name = text_of(entry->d_name);
        if (!text_ends_with(name, text_of(".journey.yaml")) ||
            !text_starts_with(name, text_of(prefix)))
            continue;
        const char *problem = said_of(arena_printf(arena, "%s/%s", folder, entry->d_name));
        cr_expect_eq(problem == NULL, right, "%s: %s", entry->d_name,
                     problem != NULL ? problem : "the schema finds nothing wrong");
        n++;
    }
    closedir(entries);
    return n;
}

Test(journey_schema, the_shipped_journeys_are_right)
{
    cr_expect_eq(each_in("scenarios", "", true), 4);
}

Test(journey_schema, what_the_parser_refuses_by_form_the_schema_refuses_too)
{
    cr_expect_gt(each_in("tests/lint", "schema-", false), 4);
}
