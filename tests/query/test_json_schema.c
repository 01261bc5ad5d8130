/* SPDX-License-Identifier: Apache-2.0 */
/* test_json_schema.c - what each keyword takes, how the problem is told, what is refused. */

#include "paging.h"

#include <criterion/criterion.h>

#include "document/json.h"
#include "query/json_schema.h"

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

TestSuite(json_schema, .init = open_arena, .fini = end_arena);

/* The problem, or "" for a valid body. */
static const char *problem_of(const char *schema, const char *body)
{
    struct query_error error = {0};
    struct json_error wrong;
    const struct json_schema *compiled = json_schema_compile(arena, text_of(schema), &error);
    cr_assert_not_null(compiled, "%s: %s at %zu", schema, error.message, error.offset);
    const struct json *value = json_parse(arena, text_of(body), &json_default_limits, &wrong);
    cr_assert_not_null(value, "%s: %s", body, wrong.message);
    const char *problem = json_schema_problem(compiled, value, arena);
    return problem != NULL ? problem : "";
}

static const struct row {
    const char *says, *schema, *body, *problem;
} rows[] = {
    {"true takes all", "true", "1", ""},
    {"false takes nothing", "false", "1", "$: false: nothing is allowed here"},
    {"an empty schema takes all", "{}", "null", ""},
    {"annotations say nothing", "{\"title\":\"t\",\"format\":\"email\",\"default\":1}", "5",
     ""},
    {"a type", "{\"type\":\"string\"}", "5",
     "$: type: expected string \"string\", is number 5"},
    {"one of several types", "{\"type\":[\"string\",\"null\"]}", "null", ""},
    {"none of several types", "{\"type\":[\"string\",\"null\"]}", "true",
     "$: type: expected array [\"string\",\"null\"], is true"},
    {"1.0 is an integer", "{\"type\":\"integer\"}", "1.0", ""},
    {"and so is one of 30 digits", "{\"type\":\"integer\"}", "123456789012345678901234567890",
     ""},
    {"1.5 is none", "{\"type\":\"integer\"}", "1.5",
     "$: type: expected string \"integer\", is number 1.5"},
    {"an enumeration", "{\"enum\":[\"A\",{\"b\":[1]}]}", "{\"b\":[1.0]}", ""},
    {"not in an enumeration", "{\"enum\":[\"A\",\"B\"]}", "\"C\"",
     "$: enum: expected array [\"A\",\"B\"], is string \"C\""},
    {"a constant", "{\"const\":0}", "false", "$: const: expected number 0, is false"},
    {"at least", "{\"minimum\":0.1}", "0.10", ""},
    {"less", "{\"minimum\":0.1}", "0.09", "$: minimum: expected number 0.1, is number 0.09"},
    {"limits of numbers say nothing of texts", "{\"minimum\":5,\"exclusiveMaximum\":6}", "\"\"",
     ""},
    {"at most, beyond doubles", "{\"maximum\":9007199254740992}", "9007199254740993",
     "$: maximum: expected number 9007199254740992, is number 9007199254740993"},
    {"over", "{\"exclusiveMinimum\":0}", "0",
     "$: exclusiveMinimum: expected number 0, is number 0"},
    {"under", "{\"exclusiveMaximum\":1}", "0.999", ""},
    {"cents", "{\"multipleOf\":0.01}", "19.99", ""},
    {"half cents", "{\"multipleOf\":0.01}", "19.995",
     "$: multipleOf: expected number 0.01, is number 19.995"},
    {"a large multiple", "{\"multipleOf\":7}", "7e300", ""},
    {"length in characters", "{\"minLength\":2,\"maxLength\":2}",
     "\"\xE4\xBD\x99\xF0\x9F\x98\x80\"", ""},
    {"too short", "{\"minLength\":3}", "\"\xE4\xBD\x99\xE9\xA2\x9D\"",
     "$: minLength: expected number 3, is string \"\xE4\xBD\x99\xE9\xA2\x9D\""},
    {"too long", "{\"maxLength\":1}", "\"ab\"",
     "$: maxLength: expected number 1, is string \"ab\""},
    {"a pattern is found anywhere", "{\"pattern\":\"\\\\d{4}\"}", "\"no 1234\"", ""},
    {"a pattern that is not found", "{\"pattern\":\"^[0-9]+$\"}", "\"12a\"",
     "$: pattern: expected string \"^[0-9]+$\", is string \"12a\""},
    {"too few items", "{\"minItems\":1}", "[]", "$: minItems: expected number 1, is array []"},
    {"too many items", "{\"maxItems\":1}", "[1,2]",
     "$: maxItems: expected number 1, is array [1,2]"},
    {"the same twice", "{\"uniqueItems\":true}", "[\"b\",1,\"a\",1.0]",
     "$[3]: uniqueItems: is there twice"},
    {"the same object twice", "{\"uniqueItems\":true}",
     "[{\"a\":1,\"b\":2},3,{\"b\":2,\"a\":1}]", "$[2]: uniqueItems: is there twice"},
    {"each once", "{\"uniqueItems\":true}", "[1,\"1\",[1],{\"1\":1},null,true,false]", ""},
    {"unique need not be", "{\"uniqueItems\":false}", "[1,1]", ""},
    {"items", "{\"items\":{\"type\":\"number\"}}", "[1,2,\"x\"]",
     "$[2]: type: expected string \"number\", is string \"x\""},
    {"the first ones, then the rest",
     "{\"prefixItems\":[{\"type\":\"string\"}],\"items\":false}", "[\"a\",1]",
     "$[1]: false: nothing is allowed here"},
    {"fewer than the first ones", "{\"prefixItems\":[true,false]}", "[1]", ""},
    {"one item is as it should be", "{\"contains\":{\"const\":2}}", "[1,2]", ""},
    {"none is", "{\"contains\":{\"const\":3}}", "[1,2]", "$: contains: no item is as expected"},
    {"too few are", "{\"contains\":{\"const\":2},\"minContains\":2}", "[1,2]",
     "$: contains: 1 items are as expected"},
    {"too many are", "{\"contains\":true,\"maxContains\":1}", "[1,2]",
     "$: contains: 2 items are as expected"},
    {"none need be", "{\"contains\":false,\"minContains\":0}", "[1]", ""},
    {"too few members", "{\"minProperties\":2}", "{\"a\":1}",
     "$: minProperties: expected number 2, is object {\"a\":1}"},
    {"too many members", "{\"maxProperties\":0}", "{\"a\":1}",
     "$: maxProperties: expected number 0, is object {\"a\":1}"},
    {"a member is missing", "{\"properties\":{\"data\":{\"required\":[\"id\",\"no\"]}}}",
     "{\"data\":{\"id\":1}}", "$.data.no: required: is missing"},
    {"a name that is no word", "{\"required\":[\"a b\"]}", "{}",
     "$['a b']: required: is missing"},
    {"required says nothing of arrays", "{\"required\":[\"a\"]}", "[]", ""},
    {"one calls for another", "{\"dependentRequired\":{\"card\":[\"cvv\"]}}", "{\"card\":1}",
     "$.cvv: dependentRequired: is missing"},
    {"and not without it", "{\"dependentRequired\":{\"card\":[\"cvv\"]}}", "{\"cvv\":1}", ""},
    {"one calls for a schema", "{\"dependentSchemas\":{\"a\":{\"maxProperties\":1}}}",
     "{\"a\":1,\"b\":2}", "$: maxProperties: expected number 1, is object {\"a\":1,\"b\":2}"},
    {"a member deep inside",
     "{\"properties\":{\"rows\":{\"items\":{\"properties\":{\"id\":{\"type\":\"integer\"}}}}}}",
     "{\"rows\":[{\"id\":1},{\"id\":\"2\"}]}",
     "$.rows[1].id: type: expected string \"integer\", is string \"2\""},
    {"names by pattern", "{\"patternProperties\":{\"^n_\":{\"type\":\"number\"}}}",
     "{\"n_a\":1,\"n_b\":\"x\",\"c\":\"y\"}",
     "$.n_b: type: expected string \"number\", is string \"x\""},
    {"no other members", "{\"properties\":{\"a\":true},\"additionalProperties\":false}",
     "{\"a\":1,\"b\":2}", "$.b: additionalProperties: is not allowed here"},
    {"others that are described by pattern",
     "{\"patternProperties\":{\"^x\":true},\"additionalProperties\":false}", "{\"x1\":1}", ""},
    {"others of a type", "{\"additionalProperties\":{\"type\":\"string\"}}", "{\"a\":1}",
     "$.a: type: expected string \"string\", is number 1"},
    {"names of members", "{\"propertyNames\":{\"maxLength\":2}}", "{\"abc\":1}",
     "$.abc: maxLength: expected number 2, is string \"abc\""},
    {"a reference",
     "{\"$defs\":{\"id\":{\"minLength\":1}},\"items\":{\"$ref\":\"#/$defs/id\"}}",
     "[\"a\",\"\"]", "$[1]: minLength: expected number 1, is string \"\""},
    {"a reference with escapes", "{\"$defs\":{\"a/b ~\":false},\"$ref\":\"#/$defs/a~1b%20~0\"}",
     "1", "$: false: nothing is allowed here"},
    {"a reference to the whole",
     "{\"properties\":{\"next\":{\"$ref\":\"#\"}},\"required\":[\"id\"]}",
     "{\"id\":1,\"next\":{\"id\":2,\"next\":{}}}", "$.next.next.id: required: is missing"},
    {"a reference to what no keyword calls a schema",
     "{\"default\":{\"pattern\":\"^a\"},\"$ref\":\"#/default\"}", "\"b\"",
     "$: pattern: expected string \"^a\", is string \"b\""},
    {"all of them", "{\"allOf\":[{\"minimum\":1},{\"maximum\":2}]}", "3",
     "$: maximum: expected number 2, is number 3"},
    {"any of them", "{\"anyOf\":[{\"minimum\":9},{\"type\":\"number\"}]}", "3", ""},
    {"not any", "{\"anyOf\":[{\"minimum\":9},false]}", "3", "$: anyOf: none of them holds"},
    {"one of them", "{\"oneOf\":[{\"minimum\":2},{\"type\":\"string\"}]}", "3", ""},
    {"two of one", "{\"oneOf\":[{\"minimum\":2},true]}", "3", "$: oneOf: 2 of them hold"},
    {"none of one", "{\"oneOf\":[false]}", "3", "$: oneOf: none of them holds"},
    {"not", "{\"not\":{\"type\":\"number\"}}", "3", "$: not: what must not hold does"},
    {"if, then", "{\"if\":{\"minimum\":5},\"then\":{\"maximum\":6}}", "7",
     "$: maximum: expected number 6, is number 7"},
    {"if not, else", "{\"if\":{\"minimum\":5},\"else\":false}", "4",
     "$: false: nothing is allowed here"},
    {"if without then", "{\"if\":true}", "4", ""},
};

Test(json_schema, takes_and_refuses)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        cr_expect_str_eq(problem_of(rows[i].schema, rows[i].body), rows[i].problem, "%s: %s",
                         rows[i].says, rows[i].schema);
}

static const struct {
    const char *says, *schema, *message;
    size_t offset;
} wrong[] = {
    {"no JSON", "{", "not JSON: expected a member's name in double quotes (line 1)", 0},
    {"no schema", "5", "expected a schema: an object, true or false", 0},
    {"a misspelt keyword", "{\"requred\":[]}",
     "keyword \"requred\" is not supported (did you mean \"required\"?)", 11},
    {"a keyword that would change the verdict", "{\"unevaluatedProperties\":false}",
     "keyword \"unevaluatedProperties\" is not supported", 25},
    {"an unknown keyword deep inside", "{\"items\":{\"anyOf\":[{\"zzzz\":1}]}}",
     "keyword \"zzzz\" is not supported", 27},
    {"a type there is not", "{\"type\":\"strng\"}",
     "type: expected array, boolean, integer, null, number, object or string, or a list of them",
     8},
    {"names that are no list", "{\"required\":\"id\"}", "required: expected a list of names",
     12},
    {"a count in quotes", "{\"minLength\":\"3\"}",
     "minLength: expected a whole number, 0 or more", 13},
    {"a negative count", "{\"maxItems\":-1}", "maxItems: expected a whole number, 0 or more",
     12},
    {"a limit that is no number", "{\"minimum\":\"0\"}", "minimum: expected a number", 11},
    {"a limit of drafts long ago", "{\"exclusiveMinimum\":true}",
     "exclusiveMinimum: expected a number", 20},
    {"items of drafts long ago", "{\"items\":[{}]}",
     "expected a schema: an object, true or false", 9},
    {"a step of nothing", "{\"multipleOf\":0}",
     "multipleOf: expected a number over 0, of at most 18 digits", 14},
    {"a step of too many digits", "{\"multipleOf\":1234567890123456789}",
     "multipleOf: expected a number over 0, of at most 18 digits", 14},
    {"a wrong pattern", "{\"pattern\":\"(\"}", "pattern: missing closing parenthesis", 11},
    {"a wrong pattern of names", "{\"patternProperties\":{\"(\":true}}",
     "patternProperties: missing closing parenthesis", 26},
    {"no schemas", "{\"allOf\":[]}", "allOf: expected a list of schemas", 9},
    {"an enumeration that is none", "{\"enum\":\"A\"}", "enum: expected a list", 8},
    {"unique what", "{\"uniqueItems\":1}", "uniqueItems: expected true or false", 15},
    {"a reference to nowhere", "{\"$ref\":\"#/$defs/nope\"}",
     "$ref: leads nowhere in this document", 8},
    {"a reference to elsewhere", "{\"$ref\":\"other.json\"}",
     "$ref: leads nowhere in this document", 8},
    {"a reference to no schema", "{\"const\":1,\"$ref\":\"#/const\"}",
     "expected a schema: an object, true or false", 9},
    {"a schema of its own inside", "{\"items\":{\"$id\":\"x\"}}",
     "$id is supported at the root only", 16},
};

Test(json_schema, refuses_what_it_would_not_hold_to)
{
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct query_error error = {0};
        cr_expect_null(json_schema_compile(arena, text_of(wrong[i].schema), &error), "%s",
                       wrong[i].says);
        cr_expect_str_eq(error.message, wrong[i].message, "%s", wrong[i].says);
        cr_expect_eq(error.offset, wrong[i].offset, "%s: %zu", wrong[i].says, error.offset);
    }
}

static const char endless[] = "schema and body go deeper than can be looked at";
static const char too_long[] = "the schema takes too long on this body";

static const struct row limits[] = {
    {"a schema that is itself", "{\"$ref\":\"#\"}", "1", endless},
    {"even when it must not hold", "{\"not\":{\"$ref\":\"#\"}}", "1", endless},
    {"two that are each other, fanned out",
     "{\"$defs\":{\"a\":{\"anyOf\":[{\"$ref\":\"#/$defs/b\"},{\"$ref\":\"#/$defs/b\"}]},"
     "\"b\":{\"not\":{\"$ref\":\"#/$defs/a\"}}},\"$ref\":\"#/$defs/a\"}",
     "1", endless},
    {"a tree that doubles at each of sixty levels, seen by ten levels",
     "{\"$defs\":{\"t\":{\"items\":{\"allOf\":[{\"$ref\":\"#/$defs/t\"},{\"$ref\":\"#/$defs/t\"},"
     "{\"$ref\":\"#/$defs/t\"},{\"$ref\":\"#/$defs/t\"}]}}},\"$ref\":\"#/$defs/t\"}",
     "[[[[[[[[[[[[[[1]]]]]]]]]]]]]]", too_long},
    {"a pattern that backtracks", "{\"not\":{\"pattern\":\"^(a|a)*$\"}}",
     "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac\"",
     "a pattern of the schema takes too long on this body"},
};

Test(json_schema, a_limit_that_is_crossed_is_told_and_never_a_verdict)
{
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        cr_expect_str_eq(problem_of(limits[i].schema, limits[i].body), limits[i].problem, "%s",
                         limits[i].says);
}

Test(json_schema, large_arrays_are_no_long_work)
{
    const char *scalars = repeated(arena, "[", "0,", 200000, "0]");
    cr_expect_str_eq(problem_of("{\"uniqueItems\":true}", scalars),
                     "$[1]: uniqueItems: is there twice");
    const char *objects = repeated(arena, "[", "{\"a\":1},", 100000, "{}]");
    cr_expect_str_eq(problem_of("{\"uniqueItems\":true}", objects),
                     "$[1]: uniqueItems: is there twice");
}
