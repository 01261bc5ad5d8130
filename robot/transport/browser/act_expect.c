/* SPDX-License-Identifier: Apache-2.0 */
/* act_expect.c - what the page must come to show, waited for: the assertion of a customer, who looks
 * again before saying that something is wrong. */

#include "base/arena.h"
#include "document/json.h"
#include "model/page_sight.h"
#include "plan/template.h"
#include "transport/browser/act.h"
#include "transport/browser/actions.h"
#include "transport/browser/aim.h"
#include "transport/browser/cdp_value.h"

struct expect {
    struct aim aim;
    const struct template *equals, *contains, *matches, *attribute, *value, *url;
    bool hidden, enabled, disabled, focused, attached;
    int checked;
    int64_t count;
    bool none;
};

enum { CHECKED_ANY = 0, CHECKED_YES, CHECKED_NO };

static const struct word checks[] = {{.name = "any", .value = CHECKED_ANY},
                                     {.name = "true", .value = CHECKED_YES},
                                     {.name = "false", .value = CHECKED_NO},
                                     {0}};

#define FLAG(key, words)                                                                    \
    {                                                                                       \
        .name = #key, .type = FIELD_FLAG, .at = offsetof(struct expect, key), .text = words \
    }
#define WORDS(key, what)                                                                       \
    {                                                                                          \
        .name = #key, .type = FIELD_TEMPLATE, .at = offsetof(struct expect, key), .text = what \
    }

#define STATES                                                                  \
    FLAG(attached, "it may be hidden"), FLAG(disabled, "it is disabled"),       \
        FLAG(enabled, "it is not disabled"), FLAG(focused, "it has the focus"), \
        FLAG(hidden, "it is not there, or not shown"),                          \
        {.name = "checked",                                                     \
         .type = FIELD_WORD,                                                    \
         .at = offsetof(struct expect, checked),                                \
         .words = checks,                                                       \
         .fallback = "any",                                                     \
         .text = "whether a check box or radio button is chosen"},              \
        {.name = "count",                                                       \
         .type = FIELD_COUNT,                                                   \
         .at = offsetof(struct expect, count),                                  \
         .least = 1,                                                            \
         .most = 100000,                                                        \
         .text = "so many of them, shown or not"},                              \
        WORDS(url, "the page's address matches this regular expression")

static const struct field expect_fields[] = {
    AIM_FIELDS(struct expect, aim),
    STATES,
    WORDS(equals, "its text is this; white space is squeezed"),
    WORDS(contains, "its text contains this"),
    WORDS(matches, "its text matches this regular expression (JavaScript's)"),
    WORDS(attribute, "not its text: this attribute"),
    WORDS(value, "the value of a field is this"),
    {0}};

const struct field_table action_expect_fields = {.name = "browser_expect",
                                                 .text = "what the page must show",
                                                 .size = sizeof(struct expect),
                                                 .fields = expect_fields,
                                                 .shorthand = "text",
                                                 .choices = aim_maybe};

static const struct field wait_fields[] = {AIM_FIELDS(struct expect, aim), STATES, {0}};

const struct field_table action_wait_for_fields = {.name = "browser_wait_for",
                                                   .text = "what to wait for",
                                                   .size = sizeof(struct expect),
                                                   .fields = wait_fields,
                                                   .shorthand = "text",
                                                   .choices = aim_maybe};

static bool put(struct act *act, struct json *to, const char *key, const struct template *t)
{
    struct text value;
    if (t == NULL)
        return true;
    if (!act_text(act, t, &value))
        return false;
    json_set(act->arena, to, text_of(key), json_string(act->arena, value));
    act->sight->target = arena_printf(
        act->arena, "%s, %s \"%.*s\"",
        act->sight->target != NULL ? act->sight->target : "the page", key, TEXT_ARGS(value));
    return true;
}

static void put_flag(struct act *act, struct json *to, const char *key, bool set)
{
    if (!set)
        return;
    json_set(act->arena, to, text_of(key), json_bool(true));
    act->sight->target =
        arena_printf(act->arena, "%s, %s",
                     act->sight->target != NULL ? act->sight->target : "the page", key);
}

/* False when that ended the action. */
static bool conditions(struct act *act, struct json *to)
{
    const struct expect *expect = act->params;
    put_flag(act, to, "hidden", expect->hidden);
    put_flag(act, to, "attached", expect->attached);
    put_flag(act, to, "enabled", expect->enabled);
    put_flag(act, to, "disabled", expect->disabled);
    put_flag(act, to, "focused", expect->focused);
    if (expect->checked != CHECKED_ANY)
        json_set(act->arena, to, text_of("checked"), json_bool(expect->checked == CHECKED_YES));
    if (expect->count > 0)
        json_set(act->arena, to, text_of("count"), json_int(act->arena, expect->count));
    if (expect->value != NULL)
        json_set(act->arena, to, text_of("property"), json_string_of(act->arena, "value"));
    return put(act, to, "attribute", expect->attribute) &&
           put(act, to, "equals", expect->equals != NULL ? expect->equals : expect->value) &&
           put(act, to, "contains", expect->contains) &&
           put(act, to, "matches", expect->matches);
}

static void element_held(struct act *act, const struct json *value)
{
    struct text path = value_text(value, "path");
    if (path.length > 0)
        act->sight->element = text_string(act->arena, path);
    act_done(act);
}

static void ask_element(struct act *act)
{
    struct json *argument = json_object_new(act->arena, 4);
    struct json *expected = json_object_new(act->arena, 12);
    if (!conditions(act, expected))
        return;
    json_set(act->arena, argument, text_of("aim"), act->aim);
    json_set(act->arena, argument, text_of("expect"), expected);
    json_set(act->arena, argument, text_of("time"), act_time(act));
    act_ask(act, "expect", argument, element_held);
}

static bool names_element(const struct expect *expect)
{
    const struct aim *aim = &expect->aim;
    return aim->css != NULL || aim->xpath != NULL || aim->text != NULL || aim->label != NULL ||
           aim->role != NULL || aim->testid != NULL;
}

static void address_held(struct act *act, const struct json *value)
{
    (void)value;
    if (names_element(act->params))
        ask_element(act);
    else
        act_done(act);
}

static void expect_start(struct act *act)
{
    const struct expect *expect = act->params;
    struct text pattern;
    if (expect->url == NULL) {
        ask_element(act);
        return;
    }
    if (!act_text(act, expect->url, &pattern))
        return;
    struct json *argument = json_object_new(act->arena, 2);
    json_set(act->arena, argument, text_of("pattern"), json_string(act->arena, pattern));
    json_set(act->arena, argument, text_of("time"), act_time(act));
    if (act->sight->target == NULL)
        act->sight->target = arena_printf(act->arena, "url %.*s", TEXT_ARGS(pattern));
    act_ask(act, "address", argument, address_held);
}

const struct action_kind action_expect = {
    .name = "expect", .fields = &action_expect_fields, .has_aim = true, .start = expect_start};
const struct action_kind action_wait_for = {.name = "wait_for",
                                            .fields = &action_wait_for_fields,
                                            .has_aim = true,
                                            .start = expect_start};
