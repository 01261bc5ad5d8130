/* SPDX-License-Identifier: Apache-2.0 */
/* Templates: what ${...} becomes, and what is said when it cannot become anything. */

#include <criterion/criterion.h>
#include <criterion/parameterized.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/fault.h"
#include "document/json.h"
#include "model/generator.h"
#include "plan/scope.h"
#include "plan/template.h"

#include <string.h>

static struct arena *arena;
static struct diags diags;
static struct scope scope;

static void open_scope(void)
{
    static const char variables[] =
        "{\"name\":\"张三\",\"n\":5,\"id\":\"012345\",\"list\":[\"a\",\"b\"],\"p\":{\"q\":{\"r\":true}}}";
    struct json_error error;
    arena = arena_new();
    diags_init(&diags, arena);
    scope_init(&scope, NULL, arena);
    const struct json *all =
        json_parse(arena, text_of(variables), &json_default_limits, &error);
    for (size_t i = 0; i < all->count; i++)
        scope_set(&scope, all->items[i]->name, all->items[i]);
}

static void end_scope(void)
{
    arena_end(arena);
}
TestSuite(template, .init = open_scope, .fini = end_scope);

static const struct template *compile(const char *source, bool plain)
{
    struct source *file = arena_make(arena, struct source);
    *file = (struct source){.name = "t.yaml", .bytes = text_of(source)};
    struct place at = {.source = file, .line = 1, .column = 1, .length = (int)strlen(source)};
    return template_compile(arena, generators, text_of(source), at, plain, &diags);
}

struct row {
    char says[64], source[96], want[96];
};

ParameterizedTestParameters(template, substitutes)
{
    static struct row rows[] = {
        {"text without placeholders stays", "plain", "plain"},
        {"a variable in the middle", "a ${name} b", "a 张三 b"},
        {"two in a row", "${n}${n}", "55"},
        {"a member of a member", "${p.q.r}", "true"},
        {"an item, from the front and the back", "${list[0]}${list[-1]}", "ab"},
        {"an escaped placeholder is literal", "$${name} ${n}", "${name} 5"},
        {"a lone dollar is literal", "5$ and $x", "5$ and $x"},
        {"leading zeros survive", "${id}", "012345"},
        {"a function of a variable", "${upper('x')}${base64(name)}", "X5byg5LiJ"},
        {"functions nest", "${base64(base64('a'))}", "WVE9PQ=="},
        {"a quoted argument is a template, too", "${upper('<${id}>')}", "<012345>"},
        {"blanks inside do not matter", "${ upper( 'a' ) }", "A"},
        {"a list reads as JSON", "${list}", "[\"a\",\"b\"]"},
    };
    return cr_make_param_array(struct row, rows, sizeof rows / sizeof rows[0]);
}

ParameterizedTest(struct row *row, template, substitutes)
{
    struct text got;
    struct fault fault = {0};
    const struct template *t = compile(row->source, false);
    cr_assert_eq(diags.count, 0, "%s: %s", row->says, diags.first ? diags.first->message : "");
    cr_assert(template_text(t, &scope, arena, &got, &fault), "%s: %s", row->says,
              fault.message);
    cr_expect(text_is(got, row->want), "%s: got %.*s", row->says, TEXT_ARGS(got));
}

struct mistake {
    char says[64], source[64], message[96];
    int column, count;
};

ParameterizedTestParameters(template, points_at_mistakes)
{
    static struct mistake rows[] = {
        {"an unknown function", "ab ${uper(n)}", "unknown function \"uper\"", 6, 1},
        {"no closing brace", "${name", "no closing } for \"${name\"", 1, 1},
        {"nothing inside", "${}", "expected a variable or a function, found \"}\"", 3, 1},
        {"no closing quote", "${upper('a)}", "no closing quote for 'a)}", 9, 1},
        {"a member without a name", "${p.}", "expected a name after \".\"", 4, 1},
        {"too few arguments", "${base64()}", "wrong number of arguments in base64()", 3, 1},
        {"two mistakes are both told", "${x y} ${nope(1)}",
         "expected } to close the placeholder, found \"y\"", 5, 2},
    };
    return cr_make_param_array(struct mistake, rows, sizeof rows / sizeof rows[0]);
}

ParameterizedTest(struct mistake *row, template, points_at_mistakes)
{
    compile(row->source, false);
    cr_assert_eq(diags.count, row->count, "%s: %d errors", row->says, diags.count);
    cr_expect_str_eq(diags.first->message, row->message, "%s", row->says);
    cr_expect_eq(diags.first->at.column, row->column, "%s: column %d", row->says,
                 diags.first->at.column);
}

Test(template, a_plain_scalar_that_is_one_placeholder_keeps_the_type)
{
    struct fault fault;
    cr_expect_eq(template_value(compile("${n}", true), &scope, arena, &fault)->kind,
                 JSON_NUMBER);
    cr_expect_eq(template_value(compile("${n}", false), &scope, arena, &fault)->kind,
                 JSON_STRING);
    cr_expect_eq(template_value(compile("${n}!", true), &scope, arena, &fault)->kind,
                 JSON_STRING);
    cr_expect_eq(template_value(compile("${id}", true), &scope, arena, &fault)->kind,
                 JSON_STRING);
}

Test(template, an_unset_variable_is_the_scenarios_fault_not_the_apps)
{
    struct text got;
    struct fault fault = {0};
    cr_expect_not(template_text(compile("${nobody}", false), &scope, arena, &got, &fault));
    cr_expect_eq(fault.phase, PHASE_ROBOT);
    cr_expect_eq(fault.reason, REASON_TEMPLATE);
    cr_expect_str_eq(fault.message, "variable \"nobody\" is not set");
}

Test(template, a_failing_function_never_shows_what_it_was_given)
{
    struct text got;
    struct fault fault = {0};
    scope_set(&scope, text_of("key"), json_string_of(arena, "s3cret-value"));
    cr_expect_not(
        template_text(compile("${rsa_encrypt(key, key)}", false), &scope, arena, &got, &fault));
    cr_expect_eq(fault.phase, PHASE_SEND);
    cr_expect_null(strstr(fault.message, "s3cret"), "%s", fault.message);
}

Test(template, constant_functions_of_constants_are_computed_once_when_compiled)
{
    struct text got;
    cr_expect_not(template_constant(compile("${name}", false), &got));
    cr_expect(template_constant(compile("no placeholder", false), &got));
    struct fault fault;
    cr_expect(template_text(compile("${sha256('abc')}", false), NULL, arena, &got, &fault),
              "needs no scope");
    cr_expect(text_starts_with(got, text_of("ba7816bf")));
}

Test(template, an_outline_is_what_is_known_of_an_address_before_it_is_filled_in)
{
    static const struct {
        const char *source, *outline;
    } rows[] = {
        {"${base}/fund/list", "/fund/list"},
        {"${base}/fund/${code}/buy?x=${y}", "/fund/:id/buy?x=:id"},
        {"https://app.test/home", "https://app.test/home"},
        {"${base}", ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct template *made = template_compile(arena, NULL, text_of(rows[i].source),
                                                       (struct place){0}, false, &diags);
        cr_expect_str_eq(template_outline(made, arena), rows[i].outline);
    }
}
