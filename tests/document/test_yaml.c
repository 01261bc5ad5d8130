/* SPDX-License-Identifier: Apache-2.0 */
/* test_yaml.c - bytes to trees: what is read, where it stands, what is refused. */

#include <criterion/criterion.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "document/node.h"
#include "document/yaml.h"

#include <stdio.h>
#include <string.h>

static struct arena *arena;
static struct diags diags;
static struct source source;

static void open_arena(void)
{
    arena = arena_new();
    diags_init(&diags, arena);
}

static void end_arena(void)
{
    arena_end(arena);
}

TestSuite(yaml, .init = open_arena, .fini = end_arena);

static const struct node *read_text(struct text bytes)
{
    diags_init(&diags, arena);
    source = (struct source){.name = "f.yaml", .bytes = bytes};
    return yaml_read(arena, &source, &diags);
}

static const struct node *read_string(const char *yaml)
{
    return read_text(text_of(yaml));
}

static const char *rendered(void)
{
    struct buffer out;
    buffer_init(&out, 1 << 20);
    diags_render(&diags, &out);
    char *copy = text_string(arena, buffer_text(&out));
    buffer_done(&out);
    return copy;
}

static const char *as_json(const struct node *node)
{
    struct buffer out;
    buffer_init(&out, 1 << 20);
    json_write(node_to_json(arena, node), &out);
    char *copy = text_string(arena, buffer_text(&out));
    buffer_done(&out);
    return copy;
}

Test(yaml, every_node_knows_its_place_in_characters)
{
    const struct node *root =
        read_string("名字: 五\nlist:\n  - \"a b\"\n  - |\n    block\n  -\n");
    cr_assert_not_null(root, "%s", rendered());
    const struct node *name = root->pairs[0].value, *list = root->pairs[1].value;
    cr_expect_eq(root->pairs[0].key->at.length, 2);
    cr_expect(name->at.line == 1 && name->at.column == 5 && name->at.length == 1);
    cr_expect(list->at.line == 3 && list->at.column == 3);
    cr_expect(list->items[0]->at.column == 5 && list->items[0]->at.length == 5, "with quotes");
    cr_expect(list->items[1]->at.line == 5 && list->items[1]->at.column == 5, "its first text");
    cr_expect_eq(name->at.source, &source);
}

static const struct json_row {
    const char *says, *yaml, *json;
} json_rows[] = {
    {"plain words of the core schema have its types", "[null, ~, true, False, 5, -1.50]",
     "[null,null,true,false,5,-1.50]"},
    {"quoted, they are texts", "['null', \"true\", '5']", "[\"null\",\"true\",\"5\"]"},
    {"an empty value is null", "a:", "{\"a\":null}"},
    {"YAML 1.1's booleans and dates are texts", "[yes, on, 2026-01-31, 12:30]",
     "[\"yes\",\"on\",\"2026-01-31\",\"12:30\"]"},
    {"digits with a leading zero or a plus are identifiers", "[012345, -012, +8613800000000]",
     "[\"012345\",\"-012\",\"+8613800000000\"]"},
    {"numbers keep the text they were written in", "[0.10, 9007199254740993, 1e3, 1E-3]",
     "[0.10,9007199254740993,1e3,1E-3]"},
    {"what JSON cannot write is rewritten exactly", "[.5, -.5, 5., 0x1F, 0o17]",
     "[0.5,-0.5,5,31,15]"},
    {"hexadecimal longer than 64 bits is an identifier",
     "[0xdeadbeefdeadbeefdeadbeef, 0x, 0xg]",
     "[\"0xdeadbeefdeadbeefdeadbeef\",\"0x\",\"0xg\"]"},
    {"no JSON form: text", "[.inf, -.inf, .nan]", "[\".inf\",\"-.inf\",\".nan\"]"},
    {"almost numbers are texts", "[1.2.3, 1e, -x, ., 1_000, 5s]",
     "[\"1.2.3\",\"1e\",\"-x\",\".\",\"1_000\",\"5s\"]"},
    {"tags decide", "[!!str 5, !!int \"5\", !!int 012, !!float 1, !!null \"\", ! 5]",
     "[\"5\",5,12,1,null,\"5\"]"},
    {"order is kept", "{z: 1, a: 2, m: [3, {k: v}]}",
     "{\"z\":1,\"a\":2,\"m\":[3,{\"k\":\"v\"}]}"},
    {"JSON is YAML", "{\"a\": [1, \"\\u4e2d\", null]}", "{\"a\":[1,\"中\",null]}"},
    {"aliases share", "[&x {a: 1}, *x, &y b, *y]", "[{\"a\":1},{\"a\":1},\"b\",\"b\"]"},
    {"the last anchor of a name counts", "[&x 1, &x 2, *x]", "[1,2,2]"},
    {"merged keys yield to written ones", "[&b {a: 1, b: 2}, {c: 3, <<: *b, a: 4}]",
     "[{\"a\":1,\"b\":2},{\"c\":3,\"b\":2,\"a\":4}]"},
    {"of several merged the first wins", "[&a {k: 1}, &b {k: 2, l: 3}, {<<: [*a, *b]}]",
     "[{\"k\":1},{\"k\":2,\"l\":3},{\"k\":1,\"l\":3}]"},
    {"a quoted << is a key like any other", "{'<<': 1}", "{\"<<\":1}"},
    {"folded and literal blocks", "a: |\n  x\n  y\nb: >-\n  x\n  y\n",
     "{\"a\":\"x\\ny\\n\",\"b\":\"x y\"}"},
    {"no document is null", "# only a comment\n", "null"},
    {"no bytes are null", "", "null"},
    {"a byte order mark may come first",
     "\xEF\xBB\xBF"
     "a: 1",
     "{\"a\":1}"},
};

Test(yaml, reads_values)
{
    for (size_t i = 0; i < sizeof json_rows / sizeof json_rows[0]; i++) {
        const struct json_row *row = &json_rows[i];
        const struct node *root = read_string(row->yaml);
        cr_expect(root != NULL, "%s: %s", row->says, rendered());
        if (root != NULL)
            cr_expect_str_eq(as_json(root), row->json, "%s: %s", row->says, as_json(root));
    }
}

static const struct error_row {
    const char *says, *yaml, *errors;
} error_rows[] = {
    {"a duplicate names the first", "a: 1\nb: 2\n'a': 3\n",
     "f.yaml:3:1: error: duplicate key \"a\"\n    3 | 'a': 3\n      | ^~~\n"
     "      = f.yaml:1:1: first given here\n"},
    {"semantic errors are collected", "a: *nope\nb: !foo 1\nc: !!int x\n",
     "f.yaml:1:4: error: unknown anchor \"nope\"\n    1 | a: *nope\n      |    ^~~~~\n"
     "      = hint: an anchor (&name) must come before its aliases (*name)\n"
     "f.yaml:2:4: error: unknown tag \"!foo\"\n    2 | b: !foo 1\n      |    ^~~~\n"
     "      = hint: tags of single values are !!str !!int !!float !!bool !!null\n"
     "f.yaml:3:10: error: the tag promises a whole number, got \"x\"\n"
     "    3 | c: !!int x\n      |          ^\n"},
    {"the nearest anchor is suggested", "a: &base 1\nb: *bsae\n",
     "f.yaml:2:4: error: unknown anchor \"bsae\"\n    2 | b: *bsae\n      |    ^~~~~\n"
     "      = hint: did you mean \"base\"?\n"},
    {"a bracket is reported where it was opened", "a: [1,\n  b: 2\n",
     "f.yaml:1:4: error: this [ is never closed\n    1 | a: [1,\n      |    ^\n"},
    {"what a bracket has swallowed is shown with it", "a: [1,\nb: 2\n",
     "f.yaml:2:1: error: wrongly indented flow sequence\n    2 | b: 2\n      | ^\n"
     "      = f.yaml:1:4: inside the [ opened here\n"},
    {"a placeholder in a flow mapping needs quotes", "a: {url: ${base}/x}\n",
     "f.yaml:1:11: error: missing comma in flow mapping\n    1 | a: {url: ${base}/x}\n"
     "      |           ^\n      = hint: inside { } and [ ], quote a text that holds ${...}, a "
     "comma or a bracket\n"},
    {"tabs do not indent", "a:\n\t- 1\n",
     "f.yaml:2:1: error: tab used for indentation\n    2 | \t- 1\n      | ^\n"
     "      = hint: indent with spaces\n"},
    {"a colon too many", "title: 登录: 短信\n",
     "f.yaml:1:10: error: invalid nested block mapping on the same line\n"
     "    1 | title: 登录: 短信\n      |            ^\n"
     "      = hint: quote the text if it holds \": \"\n"},
    {"one document a file", "a: 1\n---\nb: 2\n",
     "f.yaml:2:1: error: a second document begins here\n    2 | ---\n      | ^~~\n"
     "      = hint: one file holds one document: remove the --- or split the file\n"},
    {"bad UTF-8 has a place", "a: 中\xFF\n",
     "f.yaml:1:5: error: byte 0xFF is not valid UTF-8\n    1 | a: 中\xFF\n      |      ^~\n"
     "      = hint: save the file as UTF-8\n"},
    {"control characters are refused", "a: x\x01\n",
     "f.yaml:1:5: error: control character U+0001\n    1 | a: x\x01\n      |     ^\n"
     "      = hint: in a double-quoted text, write it as an escape such as \"\\x1B\"\n"},
    {"keys are single values", "? [a]\n: 1\n",
     "f.yaml:1:3: error: a key must be a single word or text, not a list\n    1 | ? [a]\n"
     "      |   ^\n"},
    {"only mappings merge", "a: {<<: 5}\n",
     "f.yaml:1:9: error: << merges mappings, got 5\n    1 | a: {<<: 5}\n      |         ^\n"},
    {"nothing contains itself", "a: &x [*x]\n",
     "f.yaml:1:8: error: alias to the value it is part of\n    1 | a: &x [*x]\n"
     "      |        ^~\n"},
};

Test(yaml, errors_are_a_compilers)
{
    for (size_t i = 0; i < sizeof error_rows / sizeof error_rows[0]; i++) {
        const struct error_row *row = &error_rows[i];
        cr_expect_null(read_string(row->yaml), "%s", row->says);
        cr_expect_str_eq(rendered(), row->errors, "%s:\n%s", row->says, rendered());
    }
}

Test(yaml, no_syntax_error_passes_silently)
{
    static const char *const wrong[] = {
        "a: \"x\n", "a: 'x\n",        "a: }\n",       "- a\nb: 1\n",  "a: b\n c: d\n",
        "a: @x\n",  "%YAML 9\n---\n", "a: \"\\q\"\n", "a: &x &y 1\n", "- - a\n - b\n",
        "{a: b\n",  "a: !e!x 1\n",    "\ta: 1\n",     "a: |9x\n",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        cr_expect_null(read_string(wrong[i]), "%s", wrong[i]);
        cr_expect_eq(diags.count, 1, "%s: %s", wrong[i], rendered());
    }
}

Test(yaml, nul_does_not_end_the_document)
{
    cr_assert_null(read_text((struct text){.at = "a: 1\n\0b: 2\n", .length = 11}));
    cr_assert_not_null(strstr(rendered(), "f.yaml:2:1: error: control character U+0000"));
}

/* ---- limits ---- */

static struct text repeated(const char *string, size_t times, const char *end)
{
    struct buffer out;
    buffer_init(&out, 8 << 20);
    for (size_t i = 0; i < times; i++)
        buffer_add_string(&out, string);
    buffer_add_string(&out, end);
    struct text made = text_copy(arena, buffer_text(&out));
    buffer_done(&out);
    return made;
}

Test(yaml, a_bomb_of_aliases_is_refused_at_once)
{
    struct buffer bomb;
    buffer_init(&bomb, 1 << 16);
    buffer_add_string(&bomb, "a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
        buffer_printf(&bomb, "a%d: &a%d [", i, i);
        for (int j = 0; j < 9; j++)
            buffer_printf(&bomb, "*a%d, ", i - 1);
        buffer_add_string(&bomb, "]\n");
    }
    int64_t started = clock_now_ns();
    cr_expect_null(read_text(buffer_text(&bomb)));
    cr_expect_lt(clock_now_ns() - started, NS_PER_S,
                 "milliseconds, or a slow machine's second");
    cr_expect_eq(diags.count, 1);
    cr_expect_not_null(strstr(rendered(), "more than 100000 values"), "%s", rendered());
    buffer_done(&bomb);
}

Test(yaml, depth_is_counted_through_aliases)
{
    cr_expect_not_null(read_text(text_slice(repeated("[", 64, ""), 0, 0)));
    cr_expect_null(read_text(repeated("[", 65, repeated("]", 65, "").at)));
    cr_expect_not_null(strstr(rendered(), "f.yaml:1:65: error: nested deeper than 64 levels"));
    cr_expect_not_null(read_text(repeated("[", 64, repeated("]", 64, "").at)), "%s",
                       rendered());

    char yaml[1024];
    const char *open = repeated("[", 20, "").at, *close = repeated("]", 20, "").at;
    snprintf(yaml, sizeof yaml, "a: &a %s%s\nb: &b %s*a%s\nc: &c %s*b%s\nd: %s*c%s\n", open,
             close, open, close, open, close, open, close);
    cr_expect_null(read_string(yaml));
    cr_expect_not_null(strstr(rendered(), "f.yaml:4:24: error: nested deeper"), "%s",
                       rendered());
}

Test(yaml, size_and_count_are_limited)
{
    cr_expect_null(read_text(repeated("#", YAML_MOST_BYTES + 1, "")));
    cr_expect_not_null(strstr(rendered(), "larger than 1048576 bytes"));
    cr_expect_null(read_text(repeated("- a\n", 100001, "")));
    cr_expect_not_null(strstr(rendered(), "more than 100000 values"));
    cr_expect_not_null(read_text(repeated("- a\n", 50000, "")));
}

/* ---- nodes ---- */

Test(yaml, members_are_found_and_described)
{
    const struct node *root = read_string("a: fast\nb: 5\nc: [1]\nd: {}\ne:\nf: 'x\n\n  y'\n");
    cr_assert_not_null(root);
    cr_expect_null(node_member(root, "z"));
    cr_expect_null(node_member(node_member(root, "b"), "z"));
    cr_expect_str_eq(node_described(arena, node_member(root, "a")), "\"fast\"");
    cr_expect_str_eq(node_described(arena, node_member(root, "b")), "5");
    cr_expect_str_eq(node_described(arena, node_member(root, "c")), "a list");
    cr_expect_str_eq(node_described(arena, node_member(root, "d")), "a mapping");
    cr_expect_str_eq(node_described(arena, node_member(root, "e")), "nothing");
    cr_expect_str_eq(node_described(arena, node_member(root, "f")), "\"x...\"");
    cr_expect_eq(node_type(node_plain(arena, text_of("5"))), JSON_NUMBER);
}
