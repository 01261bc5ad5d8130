/* SPDX-License-Identifier: Apache-2.0 */
/* test_bind.c - mappings into structs: defaults, types, ranges and every error in one pass. */

#include <criterion/criterion.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "document/bind.h"
#include "document/node.h"
#include "document/yaml.h"
#include "language.h"

#include <string.h>

static struct arena *arena;
static struct diags diags;
static struct source source;
static struct reading reading;
static struct thing thing;

static void open_reading(void)
{
    arena = arena_new();
    diags_init(&diags, arena);
    reading = language_reading(arena, &diags);
}

static void end_reading(void)
{
    arena_end(arena);
}

TestSuite(bind, .init = open_reading, .fini = end_reading);

static bool bound(const char *yaml)
{
    diags_init(&diags, arena);
    source = (struct source){.name = "f.yaml", .bytes = text_of(yaml)};
    const struct node *node = yaml_read(arena, &source, &diags);
    return node != NULL && bind_fields(&reading, node, &thing_table, &thing);
}

static const char *rendered(void)
{
    struct buffer out;
    buffer_init(&out, 1 << 16);
    diags_render(&diags, &out);
    char *copy = text_string(arena, buffer_text(&out));
    buffer_done(&out);
    return copy;
}

Test(bind, absent_keys_get_their_defaults)
{
    cr_assert(bound("title: x\nurl: u\n"), "%s", rendered());
    cr_expect(thing.verify);
    cr_expect_str_eq(thing.motto, "");
    cr_expect_eq(thing.body_bytes, 1 << 20);
    cr_expect_eq(thing.retry.count, 1, "a struct's defaults are set when it is absent");
    cr_expect_eq(thing.retry.interval_ns, 500 * NS_PER_MS);
    cr_expect_eq(thing.retry.causes, 3);
    cr_expect_null(thing.again, "a pointer is not");
    cr_expect_null(thing.tags);
    cr_expect_eq(thing.header_count, 0);
}

Test(bind, every_type_is_stored)
{
    cr_assert(
        bound("title: 5\nmotto: a $${b}\ntags: [x, 012]\nurl: ${u}\nverify: false\n"
              "body: 10KB\nretry: {count: 2, pause: 1m, backoff: linear, for: 5xx}\nagain: 3\n"
              "headers: {A: 1, B: {c: d}}\nparts: {title: p}\nstatus: 2xx\n"),
        "%s", rendered());
    cr_expect_str_eq(thing.title, "5", "a text keeps what was written");
    cr_expect_str_eq(thing.motto, "a ${b}");
    cr_expect(thing.title_at.line == 1 && thing.title_at.column == 8);
    cr_expect_eq(thing.tag_count, 2);
    cr_expect_str_eq(thing.tags[1], "012");
    cr_expect_null(thing.tags[2]);
    cr_expect_not_null(thing.url);
    cr_expect_not(thing.verify);
    cr_expect_eq(thing.body_bytes, 10240);
    cr_expect_eq(thing.retry.count, 2);
    cr_expect_eq(thing.retry.interval_ns, 60 * NS_PER_S);
    cr_expect_eq(thing.retry.backoff, BACKOFF_LINEAR);
    cr_expect_eq(thing.retry.causes, 4);
    cr_expect_eq(thing.again->count, 3, "a number alone is the shorthand");
    cr_expect_eq(thing.again->interval_ns, 500 * NS_PER_MS);
    cr_expect_eq(thing.header_count, 2);
    cr_expect_str_eq(thing.headers[1].name, "B");
    cr_expect_eq(thing.headers[1].at.column, 17);
    cr_expect_eq(((const struct node *)(const void *)thing.headers[1].value)->kind,
                 NODE_MAPPING);
    cr_expect_eq(thing.part_count, 1, "one alone is a list of one");
    cr_expect_str_eq(thing.parts[0].title, "p");
    cr_expect_eq(thing.status_high, 299);
}

Test(bind, all_errors_come_in_one_pass_in_the_order_of_the_file)
{
    cr_assert_not(bound("title: ok\nurl: u\nvrify: true\nretry: {count: 50, interval: fast}\n"
                        "parts: [{}, {titel: x}]\ntags: {a: b}\n"));
    cr_expect_str_eq(
        rendered(),
        "f.yaml:3:1: error: unknown key \"vrify\"\n    3 | vrify: true\n      | ^~~~~\n"
        "      = hint: did you mean \"verify\"?\n"
        "f.yaml:4:16: error: expected a whole number from 1 to 10, got 50\n"
        "    4 | retry: {count: 50, interval: fast}\n      |                ^~\n"
        "f.yaml:4:30: error: expected a duration from 1ms to 60s, got \"fast\"\n"
        "    4 | retry: {count: 50, interval: fast}\n      |                              ^~~~\n"
        "f.yaml:5:9: error: missing key \"title\"\n    5 | parts: [{}, {titel: x}]\n"
        "      |         ^\n      = hint: title: what it is called\n"
        "f.yaml:5:14: error: unknown key \"titel\"\n    5 | parts: [{}, {titel: x}]\n"
        "      |              ^~~~~\n      = hint: did you mean \"title\"?\n"
        "f.yaml:5:13: error: missing key \"title\"\n    5 | parts: [{}, {titel: x}]\n"
        "      |             ^\n      = hint: title: what it is called\n"
        "f.yaml:6:7: error: expected text, got a mapping\n    6 | tags: {a: b}\n"
        "      |       ^\n",
        "%s", rendered());
}

static const struct error_row {
    const char *says, *yaml, *error, *hint;
} error_rows[] = {
    {"a far key lists the valid ones", "parts: {zzz: 1, title: x}", "unknown key \"zzz\"",
     "valid keys: title"},
    {"a duration needs a unit", "retry: {interval: 5}",
     "expected a duration from 1ms to 60s, got 5", "add a unit: 5s or 5ms"},
    {"a duration has a range", "retry: {interval: 2m}",
     "expected a duration from 1ms to 60s, got \"2m\"", NULL},
    {"quoted numbers are texts", "retry: {count: '5'}",
     "expected a whole number from 1 to 10, got \"5\"", "write it without quotes"},
    {"fractions are not whole", "retry: {count: 1.5}",
     "expected a whole number from 1 to 10, got 1.5", NULL},
    {"a size has a range", "body: 11MB", "expected a size from 1B to 10MB, got \"11MB\"", NULL},
    {"yes is a text", "verify: yes", "expected true or false, got \"yes\"", "write true"},
    {"words are suggested", "retry: {backoff: liner}",
     "expected one of fixed, linear, got \"liner\"", "did you mean \"linear\"?"},
    {"each of several words is checked", "retry: {for: [timeout, 6xx]}",
     "expected some of timeout, connect, 5xx, got \"6xx\"", "did you mean \"5xx\"?"},
    {"nothing is not a text", "motto:", "expected text, got nothing",
     "give a value, or remove the key"},
    {"a list is not a text", "motto: [a]", "expected text, got a list", NULL},
    {"a text where keys are due", "parts: [x]", "expected a mapping, got \"x\"",
     "keys of part: title"},
    {"too many", "parts: [{title: a}, {title: b}, {title: c}]",
     "expected one or a list, 0 to 2, got 3", NULL},
    {"a literal is not a template", "motto: a ${b}", "${...} cannot be used here",
     "this value is read before any variable is set; for a literal ${ write $${"},
    {"two names of one key", "retry: {interval: 1s, pause: 2s}",
     "\"pause\" is another name of \"interval\"", NULL},
    {"only one of a choice", "raw: 1", "expected one way, got two: url and raw", NULL},
    {"under another name, too", "asis: 1", "expected one way, got two: url and asis", NULL},
    {"a custom type speaks the same way", "status: 7xx", "expected a status class, got \"7xx\"",
     NULL},
    {"a table's own check", "again: {count: 9, backoff: linear}", "too patient", NULL},
    {"no list of headers", "headers: [a]", "expected a mapping of names, got a list", NULL},
};

Test(bind, each_mistake_has_its_words)
{
    for (size_t i = 0; i < sizeof error_rows / sizeof error_rows[0]; i++) {
        const struct error_row *row = &error_rows[i];
        cr_expect_not(bound(arena_printf(arena, "title: x\nurl: u\n%s\n", row->yaml)));
        cr_expect_eq(diags.count, 1, "%s: %s", row->says, rendered());
        if (diags.count == 0)
            continue;
        cr_expect_str_eq(diags.first->message, row->error, "%s: %s", row->says, rendered());
        cr_expect_str_eq(diags.first->hint != NULL ? diags.first->hint : "",
                         row->hint != NULL ? row->hint : "", "%s: %s", row->says, rendered());
        cr_expect_eq(diags.first->at.line, 3, "%s", row->says);
    }
}

Test(bind, required_keys_and_choices_are_missed)
{
    cr_expect_not(bound("verify: true\n"));
    cr_expect_eq(diags.count, 2);
    cr_expect_str_eq(diags.first->message, "missing key \"title\"");
    cr_expect_str_eq(diags.first->next->message, "missing way");
    cr_expect_str_eq(diags.first->next->hint, "one of: url, raw");
}

Test(bind, a_table_is_checked_only_when_its_keys_are_right)
{
    cr_expect_not(bound("title: x\nurl: u\nagain: {count: 9, backoff: linear, for: x}\n"));
    cr_expect_eq(diags.count, 1, "%s", rendered());
}

Test(bind, an_error_of_a_template_is_an_error_of_the_binding)
{
    cr_expect_not(bound("title: x\nurl: a${}\n"));
    cr_expect_str_eq(diags.first->message, "empty placeholder");
}

Test(bind, the_whole_document_must_be_a_mapping)
{
    cr_expect_not(bound("[a]\n"));
    cr_expect_str_eq(diags.first->message, "expected a mapping, got a list");
    cr_expect_not(bound("# nothing\n"));
    cr_expect_str_eq(diags.first->message, "expected a mapping, got nothing");
}

Test(bind, defaults_alone)
{
    struct retry retry;
    bind_defaults(&reading, &retry_table, &retry);
    cr_expect_eq(retry.count, 1);
    cr_expect_eq(retry.interval_ns, 500 * NS_PER_MS);
    cr_expect_eq(diags.count, 0);
}
