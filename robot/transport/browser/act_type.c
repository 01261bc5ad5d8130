/* SPDX-License-Identifier: Apache-2.0 */
/* act_type.c - typing as a customer does: a key for every character that has one, an input method for
 * the others. */

#include "base/arena.h"
#include "base/encode.h"
#include "document/json.h"
#include "model/page_sight.h"
#include "transport/browser/act.h"
#include "transport/browser/actions.h"
#include "transport/browser/aim.h"
#include "transport/browser/cdp_value.h"
#include "transport/browser/keys.h"

#include <string.h>

enum { MOST_TYPED = 10000 };

struct typing {
    struct aim aim;
    const struct template *value;
    bool append;
};

static const struct field type_fields[] = {
    AIM_FIELDS(struct typing, aim),
    {.name = "value",
     .type = FIELD_TEMPLATE,
     .at = offsetof(struct typing, value),
     .required = true,
     .text = "what is typed"},
    {.name = "append",
     .type = FIELD_FLAG,
     .at = offsetof(struct typing, append),
     .text = "behind what stands there; without it that is typed over"},
    {0}};

const struct field_table action_type_fields = {.name = "browser_type",
                                               .text = "what is typed where",
                                               .size = sizeof(struct typing),
                                               .fields = type_fields,
                                               .choices = aim_choices};

static void over(struct act *act, const struct json *value)
{
    (void)value;
    act_done(act);
}

/* A run of characters without keys is put in at once, as an input method does. */
static size_t without_keys(struct text text, size_t from)
{
    size_t to = from;
    while (to < text.length && (text.at[to] < ' ' || text.at[to] > '~') && text.at[to] != '\n')
        to++;
    return to;
}

static void type_there(struct act *act, const struct json *where)
{
    act->sight->element = text_string(act->arena, value_text(where, "path"));
    const struct text *text = act->own;
    struct input *inputs = arena_array(act->arena, text->length + 1, struct input);
    size_t count = 0;
    for (size_t i = 0; i < text->length;) {
        size_t to = without_keys(*text, i);
        bool key = to == i;
        to = key ? i + 1 : to;
        struct input *in = &inputs[count++];
        in->kind = key ? INPUT_KEY : INPUT_TEXT;
        in->text = key && text->at[i] == '\n' ? text_of("Enter") : text_slice(*text, i, to);
        in->modifiers = key && text->at[i] >= 'A' && text->at[i] <= 'Z' ? KEY_SHIFT : 0;
        i = to;
    }
    if (count == 0)
        act_done(act);
    else
        act_input(act, inputs, count, over);
}

static void type_start(struct act *act)
{
    const struct typing *typing = act->params;
    struct text *text = arena_make(act->arena, struct text);
    if (!act_text(act, typing->value, text))
        return;
    if (text->length > MOST_TYPED || !utf8_valid(*text)) {
        act_fail(act, PHASE_ROBOT, REASON_TEMPLATE,
                 "what is to be typed is longer than 10,000 bytes, or no text");
        return;
    }
    act->own = text;
    struct json *argument = json_object_new(act->arena, 4);
    json_set(act->arena, argument, text_of("aim"), act->aim);
    json_set(act->arena, argument, text_of("time"), act_time(act));
    json_set(act->arena, argument, text_of("all"), json_bool(!typing->append));
    act_ask(act, "focus", argument, type_there);
}

const struct action_kind action_type = {
    .name = "type", .fields = &action_type_fields, .has_aim = true, .start = type_start};

/* ---- clear ---- */

struct clear {
    struct aim aim;
};
static const struct field clear_fields[] = {AIM_FIELDS(struct clear, aim), {0}};
const struct field_table action_clear_fields = {.name = "browser_clear",
                                                .text = "a field to empty",
                                                .size = sizeof(struct clear),
                                                .fields = clear_fields,
                                                .shorthand = "label",
                                                .choices = aim_choices};

static void delete_there(struct act *act, const struct json *where)
{
    static const struct input press = {.kind = INPUT_KEY, .text = {"Backspace", 9}};
    act->sight->element = text_string(act->arena, value_text(where, "path"));
    act_input(act, &press, 1, over);
}

static void clear_start(struct act *act)
{
    struct json *argument = json_object_new(act->arena, 4);
    json_set(act->arena, argument, text_of("aim"), act->aim);
    json_set(act->arena, argument, text_of("time"), act_time(act));
    json_set(act->arena, argument, text_of("all"), json_bool(true));
    act_ask(act, "focus", argument, delete_there);
}

const struct action_kind action_clear = {
    .name = "clear", .fields = &action_clear_fields, .has_aim = true, .start = clear_start};

/* ---- press ---- */

struct press {
    const struct template *key;
};
static const struct field press_fields[] = {
    {.name = "key",
     .type = FIELD_TEMPLATE,
     .at = offsetof(struct press, key),
     .required = true,
     .text = "by its DOM name, modifiers before it: Enter, Tab, Control+A"},
    {0}};
const struct field_table action_press_fields = {.name = "browser_press",
                                                .text = "a key to press where the focus is",
                                                .size = sizeof(struct press),
                                                .fields = press_fields,
                                                .shorthand = "key"};

static bool take_modifier(struct text *key, const char *name, int bit, int *modifiers)
{
    size_t length = strlen(name);
    if (!text_starts_with(*key, text_of(name)) || key->length == length)
        return false;
    *modifiers |= bit;
    *key = text_slice(*key, length, key->length);
    return true;
}

static void press_start(struct act *act)
{
    const struct press *press = act->params;
    struct input in = {.kind = INPUT_KEY};
    struct key key;
    struct key_room room;
    if (!act_text(act, press->key, &in.text))
        return;
    act->sight->target = text_string(act->arena, in.text);
    while (take_modifier(&in.text, "Control+", KEY_CONTROL, &in.modifiers) ||
           take_modifier(&in.text, "Shift+", KEY_SHIFT, &in.modifiers) ||
           take_modifier(&in.text, "Alt+", KEY_ALT, &in.modifiers) ||
           take_modifier(&in.text, "Meta+", KEY_META, &in.modifiers))
        continue;
    if (!key_find(in.text, &room, &key)) {
        act_fail(act, PHASE_ROBOT, REASON_TEMPLATE,
                 arena_printf(act->arena, "there is no key \"%.*s\"", TEXT_ARGS(in.text)));
        return;
    }
    act_input(act, &in, 1, over);
}

const struct action_kind action_press = {
    .name = "press", .fields = &action_press_fields, .start = press_start};
