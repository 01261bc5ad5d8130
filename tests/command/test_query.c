/* SPDX-License-Identifier: Apache-2.0 */
/* `xunjian query`: what it prints, how it exits, how it says what is wrong. */

#include "said.h"

#include <criterion/criterion.h>

#include "base/arena.h"
#include "command/command.h"

#include <string.h>

extern const struct command command_query;

static struct arena *arena;

static void open_arena(void)
{
    arena = arena_new();
}

static void end_arena(void)
{
    arena_end(arena);
}

TestSuite(query_command, .init = open_arena, .fini = end_arena);

static const struct row {
    const char *says, *arguments[5], *input;
    int code;
    const char *out, *error; /* error: how it begins */
} rows[] = {
    {"values in document order, compact",
     {"jsonpath", "$..id"},
     "{\"a\":{\"id\":1.50},\"b\":[{\"id\":\"\xE4\xBD\x99\"}]}",
     EXIT_PASSED,
     "[1.50,\"\xE4\xBD\x99\"]\n",
     ""},
    {"nothing found is an answer", {"jsonpath", "$.a", "-"}, "{}", EXIT_PASSED, "[]\n", ""},
    {"paths instead of values",
     {"jsonpath", "--paths", "$.*[-1]"},
     "{\"a'b\":[1,2]}",
     EXIT_PASSED,
     "[\"$['a\\\\'b'][1]\"]\n",
     ""},
    {"a wrong expression exits 3, with a caret, before any document is read",
     {"jsonpath", "$.a[?@.b=1]", "/nowhere"},
     NULL,
     EXIT_WRONG_FILE,
     "",
     "expression:1:9: error: use == to compare\n    1 | $.a[?@.b=1]\n      |         ^\n"},
    {"columns are characters",
     {"jsonpath", "$.\xE4\xBD\x99\xE9\xA2\x9D["},
     NULL,
     EXIT_WRONG_FILE,
     "",
     "expression:1:6: error: expected a selector"},
    {"a document that is not JSON exits 1",
     {"jsonpath", "$"},
     "{\"a\":\n01}",
     EXIT_FAILED,
     "",
     "standard input:2:1: error: the document is not JSON: not a number as JSON writes them\n"},
    {"a file that cannot be read exits 2",
     {"jsonpath", "$", "/nowhere/at/all"},
     NULL,
     EXIT_USAGE,
     "",
     "xunjian query: could not read /nowhere/at/all: no such file or directory\n"},
    {"a regular expression's whole matches",
     {"regex", "\\d+"},
     "a1b22",
     EXIT_PASSED,
     "[\"1\",\"22\"]\n",
     ""},
    {"or their first groups",
     {"regex", "code (\\d+)"},
     "code 12, code 34",
     EXIT_PASSED,
     "[\"12\",\"34\"]\n",
     ""},
    {"empty matches move on by characters",
     {"regex", "x*"},
     "\xE4\xBD\x99x",
     EXIT_PASSED,
     "[\"\",\"x\",\"\"]\n",
     ""},
    {"texts of elements, by XPath",
     {"xpath", "//li"},
     "<ul><li>a<b>c</b><li>\"d\"</ul>",
     EXIT_PASSED,
     "[\"ac\",\"\\\"d\\\"\"]\n",
     ""},
    {"the one number an XPath computes",
     {"xpath", "count(//li)"},
     "<ul><li><li></ul>",
     EXIT_PASSED,
     "[2]\n",
     ""},
    {"texts of elements, by CSS selector",
     {"css", "ul > li.on"},
     "<ul><li class='x on'>a<li>b</ul>",
     EXIT_PASSED,
     "[\"a\"]\n",
     ""},
    {"XML that is not well formed exits 1",
     {"xpath", "//a"},
     "<?xml version='1.0'?><a>",
     EXIT_FAILED,
     "",
     "standard input: error: "},
    {"a wrong XPath exits 3", {"xpath", "//li["}, NULL, EXIT_WRONG_FILE, "", "expression:1:"},
    {"a wrong selector exits 3", {"css", "li >"}, NULL, EXIT_WRONG_FILE, "", "expression:1:"},
    {"a wrong regular expression exits 3",
     {"regex", "a(b"},
     NULL,
     EXIT_WRONG_FILE,
     "",
     "expression:1:4: error: missing closing parenthesis"},
    {"a language it does not know",
     {"jsonpth", "$"},
     NULL,
     EXIT_USAGE,
     "",
     "xunjian query: unknown language \"jsonpth\" (did you mean \"jsonpath\"?)"},
    {"no expression", {"jsonpath"}, NULL, EXIT_USAGE, "", "xunjian query: expected a language"},
    {"two documents",
     {"jsonpath", "$", "a", "b"},
     NULL,
     EXIT_USAGE,
     "",
     "xunjian query: expected one document, got \"b\" too"},
    {"paths of what has none",
     {"regex", "--paths", "a"},
     NULL,
     EXIT_USAGE,
     "",
     "xunjian query: --paths is for jsonpath"},
};

Test(query_command, answers)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct row *row = &rows[i];
        struct said said = said_by(arena, &command_query, row->arguments, row->input);
        cr_expect_eq(said.code, row->code, "%s: %d", row->says, said.code);
        cr_expect_str_eq(said.out, row->out, "%s", row->says);
        cr_expect_eq(strncmp(said.error, row->error, strlen(row->error)), 0, "%s: %s",
                     row->says, said.error);
        cr_expect_eq(said.error[0] == '\0', row->error[0] == '\0', "%s: %s", row->says,
                     said.error);
    }
}
